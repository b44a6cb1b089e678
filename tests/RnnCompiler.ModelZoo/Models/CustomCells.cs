using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler.ModelZoo;

// The LSTM and the GRU of PyTorch as a user would write them, weights in the order of the built-in ones' parameters. The benchmarks compile them too.

/// <summary>Long short-term memory, PyTorch's.</summary>
[Cell]
public static class CustomLstm
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

/// <summary>The simple recurrent unit (Lei et al. 2018), whose output is no state.</summary>
[Cell]
public static class Sru
{
    /// <summary>One step.</summary>
    public static (Vector h, Vector c) Step(
        Vector x, Vector c, Matrix W, Matrix Wf, Matrix Wr, Matrix Wx, Vector vf, Vector vr, [Initialize(0)] Vector bf, [Initialize(0)] Vector br)
    {
        Vector f = Sigmoid(Wf * x + vf * c + bf);
        Vector r = Sigmoid(Wr * x + vr * c + br);
        Vector next = f * c + (1 - f) * (W * x);
        return (r * next + (1 - r) * (Wx * x), next);
    }
}

/// <summary>A vanilla network with a linear output of seven elements in the cell itself.</summary>
[Cell]
public static class Readout
{
    /// <summary>One step.</summary>
    public static (Vector y, Vector h) Step(Vector x, Vector h, Matrix W, Matrix U, [Shape(7, Dimension.Hidden)] Matrix V, Vector b)
    {
        Vector next = Tanh(W * x + U * h);
        return (V * next + b, next);
    }
}

/// <summary>The gated recurrent unit, PyTorch's.</summary>
[Cell]
public static class CustomGru
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
