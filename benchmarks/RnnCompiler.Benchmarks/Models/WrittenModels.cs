using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler.Benchmarks.Models;

/// <summary>The LSTM of PyTorch as a user would write it; weights in the order in which the built-in one's follow one another.</summary>
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

/// <summary>The GRU of PyTorch as a user would write it; weights in the order in which the built-in one's follow one another.</summary>
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

/// <summary>LSTM 1→16, T 1000, the last output, as a cell of one's own.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Recurrent(typeof(WrittenLstm), 16), LastStep]
public sealed partial class WrittenLstm1To16;

/// <summary>LSTM 64→128, T 100, the last output, as a cell of one's own.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Recurrent(typeof(WrittenLstm), 128), LastStep]
public sealed partial class WrittenLstm64To128;

/// <summary>GRU 64→128, T 100, the last output, as a cell of one's own.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Recurrent(typeof(WrittenGru), 128), LastStep]
public sealed partial class WrittenGru64To128;

/// <summary>LSTM 64→128, T 50, and one linear output at the end, as a cell of one's own.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Recurrent(typeof(WrittenLstm), 128), LastStep, Dense(1)]
public sealed partial class TrainedWrittenLstm64To128;

/// <summary>GRU 64→128, T 50, and one linear output at the end, as a cell of one's own.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Recurrent(typeof(WrittenGru), 128), LastStep, Dense(1)]
public sealed partial class TrainedWrittenGru64To128;
