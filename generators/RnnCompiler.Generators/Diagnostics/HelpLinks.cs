using System.Reflection;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Links to the help pages of diagnostics. The pages are in this repository, whose address the build provides.</summary>
internal static class HelpLinks
{
    /// <summary>The category of all diagnostics.</summary>
    public const string Category = "RnnCompiler";

    private const string Folder = "generators/RnnCompiler.Generators/Diagnostics/docs/";

    private static readonly string s_repository = typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static m => m.Key == "RepositoryUrl").Value!.TrimEnd('/') + "/blob/main/";

    /// <summary>Returns the address of the page of a diagnostic.</summary>
    public static string Page(string id) => s_repository + Folder + id + ".md";
}
