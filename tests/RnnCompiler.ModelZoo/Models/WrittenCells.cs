using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler.ModelZoo;

// The LSTM and the GRU of PyTorch as a user would write them, weights in the order of the built-in ones' parameters.

[Cell]
public static class WrittenLstm
{
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

[Cell]
public static class WrittenGru
{
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

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Lstm(19, Layers = 2, Bidirectional = true)]
[LastStep]
[Dense(2)]
public sealed partial class BuiltInLstm;

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Recurrent(typeof(WrittenLstm), 19, Layers = 2, Bidirectional = true)]
[LastStep]
[Dense(2)]
public sealed partial class OwnLstm;

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Gru(35)]
[Dense(2)]
public sealed partial class BuiltInGru;

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Recurrent(typeof(WrittenGru), 35)]
[Dense(2)]
public sealed partial class OwnGru;
