using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Two sequences of different lengths and three outputs, whose loss function has targets of three kinds.</summary>
[RnnModel(SequenceLength = 5)]
public sealed partial class Annotated
{
    [Network]
    public static (Sequence Path, Sequence Tags, Features Level) Define([Size(2)] Sequence x, [Size(3), Length(4)] Sequence words)
    {
        Sequence memory = Gru(x, 3), reader = Rnn(words, 2);
        Features level = Dense(Mean(Concat(memory, Last(reader))), 2, name: "level");
        return (Dense(memory, 2, name: "path"), Dense(reader, 3, Activation.Softmax, name: "tags"), level);
    }

    /// <summary>The error of the path, delayed by one step, relative to the target; the cross entropy of the tags; and a scaled difference of level and tags.</summary>
    [LossFunction]
    public static Features Loss(Sequence path, Sequence tags, Features level, [Size(3)] Sequence wanted, Tokens classes, [Size(1)] Features scale)
    {
        Sequence target = Slice(wanted, 1, 2);
        Features ratio = Sum(Sum(Square(Delay(path, 1) - target))) / (Sum(Max(Abs(target))) + 0.5);
        return ratio + 0.7 * CrossEntropy(tags, classes) + Mean(Abs(level - Slice(Sum(tags), 0, 2))) * scale;
    }
}
