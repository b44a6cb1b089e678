using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Encoder and decoder with attention: words to digits.</summary>
[RnnModel(SequenceLength = 7, Loss = Loss.CrossEntropy)]
public sealed partial class Translator
{
    [Network]
    public static Sequence Define([Vocabulary(20)] Tokens words, [Vocabulary(12), Length(5), Generated(Start = 0, Stop = 1)] Tokens answer)
    {
        (Sequence encoded, LayerState final) = Gru(Embedding(words, 6), 8).WithState();
        RecurrentSequence decoded = Gru(Embedding(answer, 6), 8, initial: final);
        return Dense(Concat(decoded, Attention(decoded, encoded, encoded)), 12);
    }
}

/// <summary>Writes at most three tokens, of which there are three, from the mean of a sequence and static features.</summary>
[RnnModel(SequenceLength = 4, Loss = Loss.CrossEntropy)]
public sealed partial class TinyWriter
{
    [Network]
    public static Sequence Define([Size(2)] Sequence x, [Size(3)] Features place, [Vocabulary(3), Length(3), Generated(Start = 2, Stop = 1)] Tokens answer)
    {
        Features context = Concat(Mean(Lstm(x, 4, name: "encoder")), place);
        return Dense(Lstm(Concat(Embedding(answer, 2), context), 5, name: "decoder"), 3, Activation.Softmax);
    }
}

/// <summary>Writes tokens from nothing.</summary>
[RnnModel(SequenceLength = 4, Loss = Loss.CrossEntropy)]
public sealed partial class Alone
{
    [Network]
    public static Sequence Define([Vocabulary(5), Generated(Stop = 1)] Tokens answer) => Dense(Gru(Embedding(answer, 3), 6), 5);
}

/// <summary>Two sequences of different lengths beside static features, and two outputs.</summary>
[RnnModel(SequenceLength = 6)]
public sealed partial class TwoSequences
{
    [Network]
    public static (Sequence Trend, Features Level) Define([Size(2)] Sequence prices, [Size(3), Length(4)] Sequence news, [Size(2)] Features product)
    {
        Sequence memory = Lstm(prices, 4);
        Features read = Last(Gru(news, 5));
        Features context = Tanh(Dense(Concat(read, product), 4, name: "context"));
        return (Dense(memory * context, 2, name: "trend"), Dense(Concat(Mean(memory), context), 1, name: "level"));
    }
}

/// <summary>One output, of another length than the model's.</summary>
[RnnModel(SequenceLength = 7)]
public sealed partial class OtherLength
{
    [Network]
    public static Sequence Define([Size(2)] Sequence keys, [Size(2), Length(5)] Sequence queries) => Attention(Gru(queries, 2), keys, keys);
}

/// <summary>A sequence with static features, one step at a time.</summary>
[RnnModel(SequenceLength = 5)]
public sealed partial class Conditioned
{
    [Network]
    public static Sequence Define([Size(2)] Sequence x, [Size(3)] Features speaker, [Vocabulary(4)] Tokens mode)
    {
        Features gate = Sigmoid(Dense(speaker, 4, name: "gate"));
        return Dense(Gru(Concat(x, Embedding(mode, 2)), 4) * gate, 1);
    }
}
