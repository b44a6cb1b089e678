using System.Reflection;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.EmitRunner;

/// <summary>The generated models of an assembly and their kernels, found by what a kernel is: a static method that takes a frame.</summary>
public static class GeneratedKernels
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>All generated models of an assembly, by name of their class.</summary>
    public static IReadOnlyList<Type> Models(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetTypes().Where(IsModel).OrderBy(static t => t.FullName, StringComparer.Ordinal)];
    }

    /// <summary>The declaration of a model.</summary>
    public static string Declaration(Type model) =>
        (string)typeof(GeneratedKernels).GetMethod(nameof(DeclarationOf), Static)!.MakeGenericMethod(model).Invoke(null, null)!;

    /// <summary>A kernel of a model for a target; null if the model has none.</summary>
    /// <param name="model">The generated class.</param>
    /// <param name="target">The target.</param>
    /// <param name="entry">The name of the entry.</param>
    public static SequenceKernel? Find(Type model, Target target, string entry)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(target);
        return Nested(model).Where(t => t.Name == target.Name).SelectMany(static t => t.GetMethods(Static))
            .SingleOrDefault(m => m.Name == entry && m.GetParameters() is [{ ParameterType: { IsByRef: true } type }] && type.GetElementType() == typeof(KernelFrame))
            ?.CreateDelegate<SequenceKernel>();
    }

    private static bool IsModel(Type type) =>
        !type.ContainsGenericParameters && type.GetInterfaces()
            .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRecurrentModel<>) && i.GetGenericArguments()[0] == type);

    private static IEnumerable<Type> Nested(Type type) => type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).SelectMany(static t => Nested(t).Prepend(t));

    private static string DeclarationOf<TModel>()
        where TModel : IRecurrentModel<TModel> => TModel.Declaration;
}
