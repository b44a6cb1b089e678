using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>Allocator of distinct result names.</summary>
internal sealed class UniqueNames(IEnumerable<string>? taken = null)
{
    private readonly HashSet<string> _taken = new(taken ?? [], StringComparer.Ordinal);

    /// <summary>Returns the wanted name, or one made from the id of the value if it is null, with a number appended if it is taken.</summary>
    public string Of(Value value, string? wanted)
    {
        string name = wanted ?? "v" + value.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string unique = name;
        for (int i = 2; !_taken.Add(unique); i++)
            unique = FormattableString.Invariant($"{name}_{i}");
        return unique;
    }
}
