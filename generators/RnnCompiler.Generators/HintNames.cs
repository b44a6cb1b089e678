using RnnCompiler.Compiler.Collections;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators;

/// <summary>
/// The names of files: those of the classes. The C# compiler compares them without regard to case and not all characters may stand in
/// them, so the few that would clash, or be changed, get a number.
/// </summary>
internal static class HintNames
{
    /// <summary>The full names of the models whose files need a number, ordered; almost always none.</summary>
    public static EquatableArray<string> Clashes(IEnumerable<string> fullNames) => new(fullNames
        .Distinct(StringComparer.Ordinal)
        .GroupBy(Readable, StringComparer.OrdinalIgnoreCase)
        .SelectMany(static group => group.OrderBy(static name => name, StringComparer.Ordinal).Skip(1))
        .OrderBy(static name => name, StringComparer.Ordinal));

    /// <summary>What the names of a model's files begin with.</summary>
    public static string Prefix(ModelIdentity identity, EquatableArray<string> clashes)
    {
        string name = Readable(identity.FullName);
        for (int i = 0; i < clashes.Count; i++)
        {
            if (clashes[i] == identity.FullName)
                return FormattableString.Invariant($"{name}-{i + 1}");
        }

        return name;
    }

    private static string Readable(string fullName) =>
        new([.. fullName.Select(static c => c is '_' or '.' || (c < 128 && char.IsLetterOrDigit(c)) ? c : c == '+' ? '.' : '-')]);
}
