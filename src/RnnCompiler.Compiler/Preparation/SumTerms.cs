using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>Values that become part of a sum: they have one reader, and it is a sum.</summary>
internal static class SumTerms
{
    /// <summary>Finds the equations of a kind whose results are terms.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="equations">The equations that may read them.</param>
    /// <param name="results">The results of the function, which read their values too.</param>
    public static IReadOnlyList<Equation> Of(OperationKind kind, IReadOnlyList<Equation> equations, IEnumerable<FunctionResult> results)
    {
        Dictionary<Value, int> reads = [];
        foreach (Value read in equations.SelectMany(static e => e.Operands).Concat(results.Select(static r => r.Value)))
            reads[read] = reads.TryGetValue(read, out int count) ? count + 1 : 1;

        HashSet<Value> summed = [.. equations.Where(static e => e.Kind == OperationKind.Add).SelectMany(static e => e.Operands)];
        return [.. equations.Where(e => e.Kind == kind && summed.Contains(e.Result) && reads[e.Result] == 1)];
    }
}
