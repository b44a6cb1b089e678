using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler.ModelZoo;

// The LSTM and the GRU of PyTorch as a user would write them, weights in the order of the built-in ones' parameters. The benchmarks compile them too.

/// <summary>Long short-term memory, PyTorch's.</summary>
[Cell]
public static class WrittenLstm
{
    /// <summary>One step.</summary>
    public static (Vector h, Vector c) Step(
        Vector x, Vector h, Vector c, Matrix Wii, Matrix Wif, Matrix Wig, Matrix Wio, Matrix Whi, Matrix Whf, Matrix Whg, Matrix Who,
        Vector bii, Vector bif, Vector big, Vector bio, Vector bhi, Vector bhf, Vector bhg, Vector bho)
    {
        Vector i = Sigmoid(Wii * x + bii + Whi * h + bhi);
        Vector f = Sigmoid(Wif * x + bif + Whf * h + bhf);
        Vector g = Tanh(Wig * x + big + Whg * h + bhg);
        Vector o = Sigmoid(Wio * x + bio + Who * h + bho);
        Vector next = f * c + i * g;
        return (o * Tanh(next), next);
    }
}

/// <summary>The gated recurrent unit, PyTorch's.</summary>
[Cell]
public static class WrittenGru
{
    /// <summary>One step.</summary>
    public static Vector Step(
        Vector x, Vector h, Matrix Wir, Matrix Wiz, Matrix Win, Matrix Whr, Matrix Whz, Matrix Whn,
        Vector bir, Vector biz, Vector bin, Vector bhr, Vector bhz, Vector bhn)
    {
        Vector r = Sigmoid(Wir * x + bir + Whr * h + bhr);
        Vector z = Sigmoid(Wiz * x + biz + Whz * h + bhz);
        Vector n = Tanh(Win * x + bin + r * (Whn * h + bhn));
        return (1 - z) * n + z * h;
    }
}
