using RnnCompiler.Compiler.Collections;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators;

/// <summary>
/// Hint names of generated files, formed from the full names of classes. The C# compiler ignores case in hint names and does not allow all
/// characters, so names that would clash or be changed get a number.
/// </summary>
internal static class HintNames
{
    /// <summary>Returns the full names of the models whose files need a number, in order; usually none.</summary>
    public static EquatableArray<string> Clashes(IEnumerable<string> fullNames) => new(fullNames
        .Distinct(StringComparer.Ordinal)
        .GroupBy(Readable, StringComparer.OrdinalIgnoreCase)
        .SelectMany(static group => group.OrderBy(static name => name, StringComparer.Ordinal).Skip(1))
        .OrderBy(static name => name, StringComparer.Ordinal));

    /// <summary>Returns the prefix of the hint names of a model's files.</summary>
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
