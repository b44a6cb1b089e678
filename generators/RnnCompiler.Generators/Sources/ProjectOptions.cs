using Microsoft.CodeAnalysis.Diagnostics;
using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Generators.Sources;

/// <summary>What the MSBuild properties of a project say about emission.</summary>
/// <param name="Kernels">RnnKernels.</param>
/// <param name="Targets">RnnTargets; none if the property is not set.</param>
internal sealed record ProjectOptions(KernelOrigin Kernels, EquatableArray<string> Targets)
{
    /// <summary>The property that says where kernels come from.</summary>
    public const string KernelsProperty = "RnnKernels";

    /// <summary>The property that says which vector widths get kernels.</summary>
    public const string TargetsProperty = "RnnTargets";

    /// <summary>Reads the properties; a value that is none of the legal ones counts as unset, and the analyzer reports it.</summary>
    public static ProjectOptions Read(AnalyzerConfigOptions options) => new(
        string.Equals(Value(options, KernelsProperty), nameof(KernelOrigin.RunTime), StringComparison.OrdinalIgnoreCase) ? KernelOrigin.RunTime : KernelOrigin.Generated,
        TargetNames.Parse(Value(options, TargetsProperty)) ?? default);

    /// <summary>What is wrong with the properties: the property, the legal values and what was found.</summary>
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
