namespace RnnCompiler.Compiler.Ir;

/// <summary>Names for unnamed values, derived from the values that consume them: a pre-activation is called after its gate.</summary>
internal static class DerivedNames
{
    private const int MaxChainLength = 8;

    /// <summary>
    /// Follows the chain of single consumers of a value to the first named value. Returns its name, or null if the chain branches, ends at an operation with
    /// several results, or is longer than 8 equations.
    /// </summary>
    public static string? FromConsumers(Value value, IReadOnlyList<Equation> equations)
    {
        for (int i = 0; i < MaxChainLength && value.Name is null; i++)
        {
            Equation[] consumers = [.. equations.Where(e => e.Operands.Contains(value)).Take(2)];
            if (consumers.Length != 1 || consumers[0].Results.Count != 1)
                return null;
            value = consumers[0].Result;
        }

        return value.Name;
    }
}
