using RnnCompiler.Generators.Emission.Kernels;
using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission;

/// <summary>
/// The one list of identifiers that generated code uses for itself. Emitters write the same constants. A name of the user that equals one of them is either
/// written with another spelling (<see cref="OfKernels"/>) or reported (<see cref="OfMembers"/>, <see cref="OfTypes"/>).
/// </summary>
internal static class ReservedNames
{
    /// <summary>Locals and operations of kernels; <see cref="GeneratedNames.Escape"/> renames locals that equal one.</summary>
    public static IReadOnlyCollection<string> OfKernels { get; } = new HashSet<string>([.. KernelNames.Locals, .. KernelNames.Operations], StringComparer.Ordinal);

    /// <summary>Generated members of a model; neither the class nor a member that is not an overload may have such a name (RNN0010, RNN0011).</summary>
    public static IReadOnlyCollection<string> OfMembers => SurfaceNames.All;

    /// <summary>Types that generated code names without <c>global::</c>; a project must not declare one (RNN0025).</summary>
    public static IReadOnlyCollection<string> OfTypes => FrameworkTypes.Words;

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> All { get; } = new HashSet<string>([.. OfKernels, .. OfMembers, .. OfTypes], StringComparer.Ordinal);

    /// <summary>Types of .NET that generated code names in full; a project must not declare a type of the same full name (RNN0025).</summary>
    public static IReadOnlyCollection<string> FullNames => FrameworkTypes.All;
}
