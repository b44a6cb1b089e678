using RnnCompiler;
using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

/// <summary>
/// A recurrent cell in C#. Each unit keeps a part of its state that it learns, and takes the rest from the input and the state. The generator reads
/// the method's body, differentiates it and compiles it; called directly, the method computes the same in double precision.
/// </summary>
[Cell]
public static class Leaky
{
    /// <summary>Computes a step: <paramref name="x"/> is the input, <paramref name="h"/> the state, everything else is learnt.</summary>
    public static Vector Step(Vector x, Vector h, Matrix W, Matrix U, [Initialize(2)] Vector a)
    {
        var keep = Sigmoid(a);
        return keep * h + (1 - keep) * Tanh(W * x + U * h);
    }
}
