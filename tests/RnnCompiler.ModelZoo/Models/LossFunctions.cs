using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.ModelZoo;

/// <summary>Residual network whose loss is the error-to-signal ratio after a filter that emphasises high frequencies (Wright, Damskägg and Välimäki 2019).</summary>
[RnnModel(SequenceLength = 9)]
public sealed partial class ErrorToSignal
{
    [Network]
    public static Sequence Define(Sequence x) => x + Dense(Lstm(x, 8), 1);

    [LossFunction]
    public static Features Ratio(Sequence output, Sequence target)
    {
        var (y, t) = (Filtered(output), Filtered(target));
        return Sum(Square(y - t)) / (Sum(Square(t)) + 0.1);
    }

    private static Sequence Filtered(Sequence x) => x - 0.85 * Delay(x, 1);
}

/// <summary>Chain whose loss is a cross entropy, fused with the softmax, and a penalty of confident outputs.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Gru(8)]
[Dense(5, Activation = Activation.Softmax)]
public sealed partial class PenalisedClasses
{
    [LossFunction]
    public static Features Loss(Sequence output, Tokens target) => CrossEntropy(output, target) + 0.1 * Mean(Mean(Square(output)));
}

/// <summary>Chain with one output of an example, whose features have losses of their own.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Lstm(8)]
[LastStep]
[Dense(3)]
public sealed partial class SeveralLosses
{
    [LossFunction]
    public static Features Loss(Features output, Features target) =>
        Huber(Slice(output, 0, 2), Slice(target, 0, 2), 0.3) + 0.5 * BinaryCrossEntropy(Slice(output, 2, 1), Slice(target, 2, 1));
}
