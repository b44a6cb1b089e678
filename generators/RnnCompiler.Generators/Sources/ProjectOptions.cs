using Microsoft.CodeAnalysis.Diagnostics;
using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Generators.Sources;

/// <summary>Emission options in the MSBuild properties of a project.</summary>
/// <param name="Kernels">The value of RnnKernels.</param>
/// <param name="Targets">The value of RnnTargets; empty if the property is not set.</param>
internal sealed record ProjectOptions(KernelOrigin Kernels, EquatableArray<string> Targets)
{
    /// <summary>The property that selects the origin of kernels.</summary>
    public const string KernelsProperty = "RnnKernels";

    /// <summary>The property that selects the vector widths that get kernels.</summary>
    public const string TargetsProperty = "RnnTargets";

    /// <summary>Reads the properties; an illegal value counts as unset, and the analyzer reports it.</summary>
    public static ProjectOptions Read(AnalyzerConfigOptions options) => new(
        string.Equals(Value(options, KernelsProperty), nameof(KernelOrigin.RunTime), StringComparison.OrdinalIgnoreCase) ? KernelOrigin.RunTime : KernelOrigin.Generated,
        TargetNames.Parse(Value(options, TargetsProperty)) ?? default);

    /// <summary>Returns the problems with the properties: the property, its legal values and the value that was found.</summary>
    public static IEnumerable<(string Property, string Legal, string Found)> Problems(AnalyzerConfigOptions options)
    {
        if (Value(options, KernelsProperty) is { Length: > 0 } kernels && !Enum.GetNames(typeof(KernelOrigin)).Contains(kernels, StringComparer.OrdinalIgnoreCase))
            yield return (KernelsProperty, string.Join(" or ", Enum.GetNames(typeof(KernelOrigin))), kernels);
        if (Value(options, TargetsProperty) is { } targets && TargetNames.Parse(targets) is null)
            yield return (TargetsProperty, $"some of {TargetNames.All}, separated by commas", targets);
    }

    private static string? Value(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue("build_property." + property, out string? value) ? value.Trim() : null;
}
