using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Chooses what the forward body keeps for its transpose. Of all values that the backward body reads, cheap elementwise ones are computed
/// anew where their operands are there anyway; products and transcendental functions are always kept, never repeated.
/// </summary>
internal sealed class ResidualSelection
{
    private readonly Dictionary<Value, Equation> _definitions = [];
    private readonly HashSet<Value> _free;
    private readonly HashSet<Value> _kept = [];

    private ResidualSelection(ScanOperation scan)
    {
        foreach (Equation equation in scan.Body.Equations)
        {
            foreach (Value result in equation.Results)
                _definitions[result] = equation;
        }

        _free = [.. scan.Body.Parameters.Skip(scan.Carries).Select(static p => p.Value)];
    }

    /// <summary>The values to keep, in the order in which the body has them; carries come first.</summary>
    /// <param name="scan">The forward scan.</param>
    /// <param name="read">What the backward body reads.</param>
    public static IReadOnlyList<Value> Choose(ScanOperation scan, ISet<Value> read)
    {
        ResidualSelection selection = new(scan);
        IReadOnlyList<Value> inOrder =
        [
            .. scan.Body.Parameters.Take(scan.Carries).Select(static p => p.Value),
            .. scan.Body.Equations.SelectMany(static e => e.Results),
        ];
        IReadOnlyList<Value> wanted = [.. inOrder.Where(read.Contains)];
        selection._kept.UnionWith(wanted.Where(v => !selection.IsCheap(v)));
        foreach (Value value in wanted)
        {
            if (!selection.IsAvailable(value))
                selection._kept.Add(value);
        }

        return [.. inOrder.Where(selection._kept.Contains)];
    }

    /// <summary>Whether an operation costs less than keeping its result.</summary>
    public static bool IsCheap(OperationKind kind) => kind is OperationKind.Constant
        or OperationKind.Add or OperationKind.Subtract or OperationKind.Multiply or OperationKind.Negate or OperationKind.Broadcast
        or OperationKind.GreaterOrEqual or OperationKind.Select or OperationKind.Relu or OperationKind.Abs or OperationKind.Slice or OperationKind.Concat
        or OperationKind.Max or OperationKind.Min or OperationKind.OneHot or OperationKind.Gather;

    private bool IsCheap(Value value) => _definitions.TryGetValue(value, out Equation? e) && IsCheap(e.Kind);

    private bool IsAvailable(Value value) =>
        _free.Contains(value) || _kept.Contains(value) || (IsCheap(value) && _definitions[value].Operands.All(IsAvailable));
}
