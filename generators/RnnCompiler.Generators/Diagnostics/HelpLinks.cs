using System.Reflection;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Where the page of a diagnostic is: in the repository that the build names, beside the descriptors.</summary>
internal static class HelpLinks
{
    /// <summary>The category of all diagnostics.</summary>
    public const string Category = "RnnCompiler";

    private const string Folder = "generators/RnnCompiler.Generators/Diagnostics/docs/";

    private static readonly string s_repository = typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(static m => m.Key == "RepositoryUrl" && !string.IsNullOrEmpty(m.Value))
        .Select(static m => m.Value!.TrimEnd('/') + "/blob/main/")
        .FirstOrDefault() ?? "";

    /// <summary>The page of a diagnostic.</summary>
    public static string Page(string id) => s_repository + Folder + id + ".md";
}
