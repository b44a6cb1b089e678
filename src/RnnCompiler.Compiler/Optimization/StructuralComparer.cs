using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Structural equality of equations: the same operation on the same values, up to the order of commutative operands. Names are ignored and constants are
/// compared bit by bit. Scan bodies are equal if they differ only in the identity of their values.
/// </summary>
internal sealed class StructuralComparer : IEqualityComparer<Equation>
{
    /// <summary>The only instance.</summary>
    public static StructuralComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Equation? a, Equation? b) =>
        a is not null && b is not null && SameOperation(a.Operation, b.Operation) && SameOperands(a, b, static (x, y) => x == y);

    /// <inheritdoc/>
    public int GetHashCode(Equation equation)
    {
        int hash = (int)equation.Kind;
        bool commutes = Commutes(equation.Kind);
        foreach (Value operand in equation.Operands)
            hash = unchecked(commutes ? hash + operand.GetHashCode() : (hash * 31) + operand.GetHashCode());
        return hash;
    }

    private static bool Commutes(OperationKind kind) => OperationTraits.Of(kind).Commutes;

    private static bool SameOperands(Equation a, Equation b, Func<Value, Value, bool> same)
    {
        if (a.Operands.Count != b.Operands.Count)
            return false;
        bool inOrder = a.Operands.Zip(b.Operands, same).All(static x => x);
        return inOrder || (Commutes(a.Kind) && same(a.Operands[0], b.Operands[1]) && same(a.Operands[1], b.Operands[0]));
    }

    private static bool SameOperation(Operation a, Operation b) => (a, b) switch
    {
        (ConstantOperation x, ConstantOperation y) => x.Type == y.Type && BitConverter.DoubleToInt64Bits(x.Number) == BitConverter.DoubleToInt64Bits(y.Number),
        (ScanOperation x, ScanOperation y) =>
            (x.Direction, x.Length, x.IsWhole, x.Carries, x.Inputs, x.Outputs) == (y.Direction, y.Length, y.IsWhole, y.Carries, y.Inputs, y.Outputs)
            && SameBody(x.Body, y.Body),
        _ => a == b,
    };

    private static bool SameBody(Function a, Function b)
    {
        if (ReferenceEquals(a, b))
            return true;
        if (a.Parameters.Count != b.Parameters.Count || a.Equations.Count != b.Equations.Count || a.Results.Count != b.Results.Count)
            return false;

        Dictionary<Value, Value> pairs = [];
        for (int i = 0; i < a.Parameters.Count; i++)
        {
            if (a.Parameters[i].Value.Type != b.Parameters[i].Value.Type)
                return false;
            pairs[a.Parameters[i].Value] = b.Parameters[i].Value;
        }

        for (int i = 0; i < a.Equations.Count; i++)
        {
            (Equation x, Equation y) = (a.Equations[i], b.Equations[i]);
            if (!SameOperation(x.Operation, y.Operation) || !SameOperands(x, y, Paired))
                return false;
            for (int j = 0; j < x.Results.Count; j++)
                pairs[x.Results[j]] = y.Results[j];
        }

        return a.Results.Zip(b.Results, (x, y) => Paired(x.Value, y.Value)).All(static x => x);

        bool Paired(Value x, Value y) => pairs.TryGetValue(x, out Value? other) && other == y;
    }
}
