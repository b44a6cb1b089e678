namespace RnnCompiler.Compiler.Ir;

/// <summary>Names for values that have none: a pre-activation is called after the gate that it becomes.</summary>
internal static class ReaderNames
{
    private const int LongestChain = 8;

    /// <summary>The name of the first named value that this one, and it alone along the way, is computed into; null if there is none.</summary>
    public static string? Of(Value value, IReadOnlyList<Equation> equations)
    {
        for (int i = 0; i < LongestChain && value.Name is null; i++)
        {
            Equation[] readers = [.. equations.Where(e => e.Operands.Contains(value)).Take(2)];
            if (readers.Length != 1 || readers[0].Results.Count != 1)
                return null;
            value = readers[0].Result;
        }

        return value.Name;
    }
}
