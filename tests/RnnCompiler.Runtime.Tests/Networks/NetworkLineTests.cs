using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Each kind of layer has one line, which omits defaults; what it returns has the shape that its documentation states.</summary>
public sealed class NetworkLineTests
{
    private static readonly Dictionary<string, Func<Sequence, NetworkValue>> s_layers = new(StringComparer.Ordinal)
    {
        ["rnn units=5 [30, 5]"] = static x => Rnn(x, 5),
        ["rnn activation=Relu units=5 [30, 5]"] = static x => Rnn(x, 5, Activation.Relu),
        ["lstm units=5 layers=2 dropout=0.25 [30, 5]"] = static x => Lstm(x, 5, layers: 2, dropout: 0.25),
        ["lstm units=5 bidirectional=true [30, 10]"] = static x => Lstm(x, 5, bidirectional: true),
        ["lstm units=5 bidirectional=true merge=Sum [30, 5]"] = static x => Lstm(x, 5, bidirectional: true, merge: Merge.Sum),
        ["lstm units=5 bias=false zoneout=0.1 recurrentDropout=0.2 learnInitialState=true [30, 5]"] =
            static x => Lstm(x, 5, useBias: false, zoneout: 0.1, recurrentDropout: 0.2, learnInitialState: true),
        ["gru units=5 [30, 5]"] = static x => Gru(x, 5),
        ["gru resetAfter=false units=5 [30, 5]"] = static x => Gru(x, 5, resetAfter: false),
        ["dense units=2 [30, 2]"] = static x => Dense(x, 2),
        ["dense units=2 activation=Softmax bias=false [30, 2]"] = static x => Dense(x, 2, Activation.Softmax, useBias: false),
        ["conv channels=8 kernel=3 [30, 8]"] = static x => Conv(x, 8, 3),
        ["conv channels=8 kernel=3 dilation=4 activation=Tanh [30, 8]"] = static x => Conv(x, channels: 8, kernel: 3, dilation: 4, activation: Activation.Tanh),
        ["dropout rate=0.5 [30, 4]"] = static x => Dropout(x, 0.5),
        ["layernorm [30, 4]"] = static x => LayerNorm(x),
        ["batchnorm [30, 4]"] = static x => BatchNorm(x),
        ["slice start=1 length=2 [30, 2]"] = static x => Slice(x, 1, 2),
        ["reverse [30, 4]"] = static x => Reverse(x),
        ["delay steps=3 [30, 4]"] = static x => Delay(x, 3),
        ["laststep [4]"] = static x => Last(x),
        ["sumovertime [4]"] = static x => Sum(x),
        ["meanovertime [4]"] = static x => Mean(x),
        ["maxovertime [4]"] = static x => Max(x),
        ["tanh [30, 4]"] = static x => Tanh(x),
        ["sigmoid [30, 4]"] = static x => Sigmoid(x),
        ["relu [30, 4]"] = static x => Relu(x),
        ["softmax [30, 4]"] = static x => Softmax(x),
        ["abs [30, 4]"] = static x => Abs(x),
        ["exp [30, 4]"] = static x => Exp(x),
        ["log [30, 4]"] = static x => Log(x),
        ["sqrt [30, 4]"] = static x => Sqrt(x),
        ["square [30, 4]"] = static x => Square(x),
        ["add right=1 [30, 4]"] = static x => x + 1,
        ["add left=1 [30, 4]"] = static x => 1 + x,
        ["subtract right=0.1 [30, 4]"] = static x => x - 0.1,
        ["subtract left=1 [30, 4]"] = static x => 1 - x,
        ["multiply right=1E-09 [30, 4]"] = static x => x * 1e-9,
        ["multiply left=1E+05 [30, 4]"] = static x => 100_000 * x,
        ["divide right=0.30000000000000004 [30, 4]"] = static x => x / (0.1 + 0.2),
        ["divide left=2 [30, 4]"] = static x => 2 / x,
        ["multiply right=-1 [30, 4]"] = static x => -x,
        ["max right=0 [30, 4]"] = static x => Max(x, 0),
        ["min right=1 [30, 4]"] = static x => Min(x, 1),
        ["add from=\"input input\" [30, 4]"] = static x => x + x,
        ["subtract from=\"input input\" [30, 4]"] = static x => x - x,
        ["multiply from=\"input input\" [30, 4]"] = static x => x * x,
        ["divide from=\"input input\" [30, 4]"] = static x => x / x,
        ["max from=\"input input\" [30, 4]"] = static x => Max(x, x),
        ["min from=\"input input\" [30, 4]"] = static x => Min(x, x),
        ["concat from=\"input input input\" [30, 12]"] = static x => Concat(x, x, x),
        ["concat [30, 4]"] = static x => Concat(x),
        ["attention from=\"input input input\" [30, 4]"] = static x => Attention(x, x, x),
        ["meansquarederror from=\"input input\" [1]"] = static x => MeanSquaredError(x, x),
        ["meanabsoluteerror from=\"input input\" [1]"] = static x => MeanAbsoluteError(x, x),
        ["huber from=\"input input\" [1]"] = static x => Huber(x, x),
        ["huber delta=0.5 from=\"input input\" [1]"] = static x => Huber(x, x, 0.5),
        ["binarycrossentropy from=\"input input\" [1]"] = static x => BinaryCrossEntropy(x, x),
    };

    private static readonly Dictionary<string, Func<Features, NetworkValue>> s_vectors = new(StringComparer.Ordinal)
    {
        ["dense units=2 [2]"] = static v => Dense(v, 2),
        ["dropout rate=0.5 [4]"] = static v => Dropout(v, 0.5),
        ["layernorm [4]"] = static v => LayerNorm(v),
        ["batchnorm [4]"] = static v => BatchNorm(v),
        ["slice start=0 length=1 [1]"] = static v => Slice(v, 0, 1),
        ["sum [1]"] = static v => Sum(v),
        ["mean [1]"] = static v => Mean(v),
        ["maximum [1]"] = static v => Max(v),
        ["repeat [30, 4]"] = static v => Repeat(v),
        ["softmax [4]"] = static v => Softmax(v),
        ["max right=0 [4]"] = static v => Max(v, 0),
        ["add from=\"laststep laststep\" [4]"] = static v => v + v,
        ["subtract left=1 [4]"] = static v => 1 - v,
        ["divide right=2 [4]"] = static v => v / 2,
        ["multiply right=-1 [4]"] = static v => -v,
        ["concat from=\"laststep laststep\" [8]"] = static v => Concat(v, v),
        ["huber from=\"laststep laststep\" [1]"] = static v => Huber(v, v),
    };

    private static readonly Dictionary<string, Func<Sequence, Features, NetworkValue>> s_mixed = new(StringComparer.Ordinal)
    {
        ["add from=\"input laststep\" [30, 4]"] = static (x, v) => x + v,
        ["subtract from=\"laststep input\" [30, 4]"] = static (x, v) => v - x,
        ["multiply from=\"laststep input\" [30, 4]"] = static (x, v) => v * x,
        ["divide from=\"input laststep\" [30, 4]"] = static (x, v) => x / v,
        ["max from=\"input laststep\" [30, 4]"] = static (x, v) => Max(x, v),
        ["min from=\"laststep input\" [30, 4]"] = static (x, v) => Min(v, x),
        ["concat from=\"input laststep laststep\" [30, 12]"] = static (x, v) => Concat(x, v, v),
        ["concat from=\"laststep input\" [30, 8]"] = static (x, v) => Concat(v, x),
        ["concat from=\"input laststep input\" [30, 12]"] = static (x, v) => Concat(x, v, x),
        ["attention from=\"laststep input input\" [4]"] = static (x, v) => Attention(v, x, x),
    };

    public static TheoryData<string> OfSequences => [.. s_layers.Keys];

    public static TheoryData<string> OfVectors => [.. s_vectors.Keys];

    public static TheoryData<string> OfBoth => [.. s_mixed.Keys];

    [Theory]
    [MemberData(nameof(OfSequences))]
    public void A_layer_of_a_sequence_is_one_line(string expected)
    {
        NetworkBuilder builder = new(30);
        NetworkValue output = s_layers[expected](builder.Sequence(4, "x"));
        Assert.Equal(expected, LastLine(builder.Build(output)) + " " + output.Node.Shape);
        Assert.Equal(2, builder.Build(output).Text.Split('\n').Length - 1);
    }

    [Theory]
    [MemberData(nameof(OfVectors))]
    public void A_layer_of_a_vector_is_one_line(string expected)
    {
        NetworkBuilder builder = new(30);
        NetworkValue output = s_vectors[expected](Last(builder.Sequence(4, "x")));
        Assert.Equal(expected, LastLine(builder.Build(output)) + " " + output.Node.Shape);
    }

    [Theory]
    [MemberData(nameof(OfBoth))]
    public void A_layer_of_both_is_one_line(string expected)
    {
        NetworkBuilder builder = new(30);
        Sequence x = builder.Sequence(4, "x");
        NetworkValue output = s_mixed[expected](x, Last(x));
        Assert.Equal(expected, LastLine(builder.Build(output)) + " " + output.Node.Shape);
    }

    [Fact]
    public void Tokens_are_read_by_embeddings_and_losses()
    {
        NetworkBuilder builder = new(30) { Loss = Loss.CrossEntropy };
        Tokens words = builder.Tokens(12, "words");
        Sequence vectors = Embedding(words, 5, name: "table");
        Assert.Equal((5, 30), (vectors.Size, vectors.Length));
        Assert.Equal("model name=\"Network\" steps=30 loss=CrossEntropy\nembedding vocabulary=12 dimension=5 name=\"table\"\n", builder.Build(vectors).Text);

        NetworkBuilder loss = new(30);
        Features of = CrossEntropy(loss.Sequence(12, "output"), loss.Tokens(12, "target"));
        Assert.Equal("crossentropy from=\"output target\"", LastLine(loss.Build(of)));
    }

    [Fact]
    public void Both_ends_are_of_a_bidirectional_layer_or_a_dropout_of_it()
    {
        NetworkBuilder builder = new(30);
        Sequence x = builder.Sequence(4, "x");
        Assert.Equal(12, BothEnds(Dropout(Gru(x, 6, bidirectional: true), 0.5)).Size);
        Assert.Contains("\"gru_1\" [30, 6]", Assert.Throws<ArgumentException>("x", () => BothEnds(Gru(x, 6))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("x", () => BothEnds(x));
    }

    [Fact]
    public void Custom_cells_have_the_text_of_their_assembly_and_the_size_of_their_output()
    {
        NetworkBuilder builder = new(30);
        RecurrentSequence projected = Recurrent(typeof(ProjectedLstm), builder.Sequence(4, "x"), 64, dimensions: [" projection = 16 "], layers: 2);
        Assert.Equal(16, projected.Size);
        string line = LastLine(builder.Build(projected));
        Assert.StartsWith("recurrent cell=\"cell ProjectedLstm {\\n  input %0.x: f[input]\\n", line, StringComparison.Ordinal);
        Assert.EndsWith("}\\n\" dimensions=\"projection=16\" units=64 layers=2", line, StringComparison.Ordinal);
        Assert.Equal("projectedLstm", projected.Node.Name);
    }

    private static string LastLine(NetworkDeclaration declaration) => declaration.Text.Split('\n')[^2];
}
