using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Compiles the methods that a real-time thread will call, before their first call. Under NativeAOT they are compiled already.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelPreparation
{
    private const string Training = "Training";

    /// <summary>Compiles the inference kernels of a class.</summary>
    /// <param name="kernels">The class that the hardware of this process chose.</param>
    public static void Kernels(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        if (!RuntimeFeature.IsDynamicCodeCompiled)
            return;

        foreach (MethodInfo method in kernels.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (!method.Name.StartsWith(Training, StringComparison.Ordinal))
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    /// <summary>Compiles the kernels of inference, and turns calls of a runner into dry runs, which compile the methods that other calls use.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="model">The model's kernels.</param>
    /// <param name="runner">The runner of a model that nothing else uses.</param>
    public static void Sequences<TInput>(CompiledModel model, SequenceRunner<TInput> runner)
        where TInput : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(runner);
        model.Prepare?.Invoke();
        runner.IsDryRun = true;
    }
}
