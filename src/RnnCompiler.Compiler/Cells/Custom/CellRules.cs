using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>Rules for all cells, from source or from text.</summary>
public static class CellRules
{
    /// <summary>Returns the shape of a result, or null if the operands do not fit.</summary>
    public static CellShape? Shape(OperationKind kind, IReadOnlyList<CellShape> operands)
    {
        if (kind == OperationKind.Constant)
            return operands.Count == 0 ? CellShape.Scalar : null;
        if (kind == OperationKind.MatVec)
            return operands is [{ Rank: 2 } matrix, { Rank: 1 } vector] && matrix.Sizes[1] == vector.Sizes[0] ? CellShape.Of(matrix.Sizes[0]) : null;
        if (kind == OperationKind.Softmax)
            return operands is [{ Rank: 1 }] ? operands[0] : null;
        if (CellProgram.IsReduction(kind))
            return operands is [{ Rank: 1 }] ? CellShape.Scalar : null;
        if (operands.Count == 0 || operands.Count != CellProgram.ElementwiseOperands(kind) || operands.Any(static o => o.Rank > 1))
            return null;
        CellShape[] vectors = [.. operands.Where(static o => o.Rank == 1)];
        return vectors.Length == 0 ? CellShape.Scalar : vectors.All(v => v == vectors[0]) ? vectors[0] : null;
    }

    /// <summary>Returns whether an initializer can be used for a parameter of a rank.</summary>
    public static bool Fits(Initializer initializer, int rank) => rank == 2 || initializer is not (Initializer.Identity or Initializer.Orthogonal);

    /// <summary>Returns whether a number is a legal scale of an initializer.</summary>
    public static bool IsScale(Initializer initializer, double scale) =>
        !double.IsNaN(scale) && !double.IsInfinity(scale) && (scale >= 0 || initializer is Initializer.Constant or Initializer.Identity);
}
