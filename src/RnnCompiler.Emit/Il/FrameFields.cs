using System.Reflection;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Il;

/// <summary>The fields of the runtime's <see cref="KernelFrame"/>, and what the memories that they refer to hold.</summary>
internal static class FrameFields
{
    /// <summary>Rows of the call.</summary>
    public static FieldInfo Rows { get; } = Of(nameof(KernelFrame.Rows));

    /// <summary>Steps of the call.</summary>
    public static FieldInfo Steps { get; } = Of(nameof(KernelFrame.Steps));

    /// <summary>The phase of a training call.</summary>
    public static FieldInfo Phase { get; } = Of(nameof(KernelFrame.Phase));

    /// <summary>Number of this thread among those that divide the call.</summary>
    public static FieldInfo Part { get; } = Of(nameof(KernelFrame.Part));

    /// <summary>Number of threads that divide a call.</summary>
    public static FieldInfo Parts { get; } = Of(nameof(KernelFrame.Parts));

    /// <summary>The cotangent of each row's loss.</summary>
    public static FieldInfo LossCotangent { get; } = Of(nameof(KernelFrame.LossBar));

    /// <summary>Whether the gradient of the input is requested.</summary>
    public static FieldInfo WantsInputGradient { get; } = Of(nameof(KernelFrame.WantsInputGradient));

    /// <summary>The field that refers to the start of a memory.</summary>
    public static FieldInfo Of(MemorySpace space) => Of(space switch
    {
        MemorySpace.Input => nameof(KernelFrame.Input),
        MemorySpace.Tokens => nameof(KernelFrame.Tokens),
        MemorySpace.Targets => nameof(KernelFrame.Targets),
        MemorySpace.Classes => nameof(KernelFrame.Classes),
        MemorySpace.Output => nameof(KernelFrame.Output),
        MemorySpace.Parameters => nameof(KernelFrame.Parameters),
        MemorySpace.Reduced => nameof(KernelFrame.Reduced),
        MemorySpace.Bytes => nameof(KernelFrame.Bytes),
        MemorySpace.Gradients => nameof(KernelFrame.Gradients),
        MemorySpace.Panels => nameof(KernelFrame.Panels),
        MemorySpace.Workspace => nameof(KernelFrame.Workspace),
        MemorySpace.StateIn => nameof(KernelFrame.StateIn),
        MemorySpace.StateOut => nameof(KernelFrame.StateOut),
        MemorySpace.InputGradient => nameof(KernelFrame.InputGradient),
        _ => throw new InvalidOperationException($"The frame of the runtime has no field for the memory {space}."),
    });

    /// <summary>The type of an element of a memory.</summary>
    public static Type Element(MemorySpace space) => space switch
    {
        MemorySpace.Tokens or MemorySpace.Classes => typeof(int),
        MemorySpace.Bytes => typeof(sbyte),
        _ => typeof(float),
    };

    /// <summary>The type of a reference into a memory.</summary>
    public static Type Reference(MemorySpace space) => Element(space).MakeByRefType();

    /// <summary>Bytes of an element of a memory.</summary>
    public static int Size(MemorySpace space) => space == MemorySpace.Bytes ? sizeof(sbyte) : sizeof(float);

    private static FieldInfo Of(string name) =>
        typeof(KernelFrame).GetField(name) ?? throw new MissingFieldException(nameof(KernelFrame), name);
}
