using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>Hands out names that no other result has.</summary>
internal sealed class UniqueNames(IEnumerable<string>? taken = null)
{
    private readonly HashSet<string> _taken = new(taken ?? [], StringComparer.Ordinal);

    /// <summary>The wanted name of a value, or its number, made unique.</summary>
    public string Of(Value value, string? wanted)
    {
        string name = wanted ?? "v" + value.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string unique = name;
        for (int i = 2; !_taken.Add(unique); i++)
            unique = FormattableString.Invariant($"{name}_{i}");
        return unique;
    }
}
