using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Sources;

/// <summary>Names of targets in settings, such as <c>16,8,4,scalar</c>.</summary>
internal static class TargetNames
{
    /// <summary>Gets all names, widest first, for messages.</summary>
    public static string All { get; } = string.Join(", ", Target.All.Select(static t => t.Setting));

    /// <summary>Reads a list of names; returns null if one of them is unknown.</summary>
    /// <param name="text">Names between commas or semicolons, in any order and case; empty for the default.</param>
    public static EquatableArray<string>? Parse(string? text)
    {
        string[] names = [.. (text ?? "").Split(',', ';').Select(static n => n.Trim().ToLowerInvariant()).Where(static n => n.Length > 0)];
        string[] known = [.. Target.All.Select(static t => t.Setting)];
        return names.All(known.Contains) ? new EquatableArray<string>(known.Where(names.Contains)) : null;
    }
}
