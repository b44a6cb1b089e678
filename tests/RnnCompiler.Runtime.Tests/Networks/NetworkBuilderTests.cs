using System.Globalization;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Whole networks: inputs, outputs, names, states, layers with shared weights.</summary>
public sealed class NetworkBuilderTests
{
    [Fact]
    public void A_method_records_a_residual_network()
    {
        NetworkBuilder builder = new(sequenceLength: 2048) { Name = "Amp", Loss = Loss.MeanAbsoluteError };
        NetworkDeclaration declaration = builder.Build(Define(builder.Sequence(1, "x")));
        const string Expected = """
            model name="Amp" inputs=1 steps=2048 loss=MeanAbsoluteError
            conv channels=8 kernel=3 activation=Tanh
            lstm units=16
            dense units=1 name="head"
            add from="input head"

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), declaration.Text);
        Assert.Equal(declaration.Text, declaration.ToString());

        static Sequence Define(Sequence x)
        {
            Sequence shaped = Conv(x, channels: 8, kernel: 3, activation: Activation.Tanh);
            Sequence memory = Lstm(shaped, 16);
            return x + Dense(memory, 1, name: "head");
        }
    }

    [Fact]
    public void The_line_of_the_model_omits_defaults()
    {
        NetworkBuilder builder = new(6);
        Features y = Last(builder.Sequence(3, "x"));
        Assert.Equal("model name=\"Network\" inputs=3 steps=6", First());
        (builder.Name, builder.Loss, builder.HuberDelta, builder.Weights, builder.UnrollFactor) = ("A \"b\"\n", Loss.Huber, 0.1f, WeightFormat.Int8, 4);
        Assert.Equal("model name=\"A \\\"b\\\"\\n\" inputs=3 steps=6 loss=Huber delta=0.1 weights=Int8 unrollfactor=4", First());
        (builder.UnrollFactor, builder.Unroll) = (0, Unroll.Full);
        Assert.EndsWith(" unroll=Full", First(), StringComparison.Ordinal);
        builder.IntegerProducts = true;
        Assert.Contains(" weights=Int8 integerProducts=true ", First(), StringComparison.Ordinal);
        builder.Activations = ActivationAccuracy.Fast;
        Assert.EndsWith(" activations=Fast unroll=Full", First(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Activations = (ActivationAccuracy)3);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.HuberDelta = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Loss = (Loss)9);
        Assert.Throws<ArgumentNullException>(() => builder.Name = null!);

        string First() => builder.Build(y).Text.Split('\n')[0];
    }

    [Fact]
    public void Text_does_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            NetworkBuilder builder = new(6);
            Assert.EndsWith("\nmultiply right=-0.5\n", builder.Build(builder.Sequence(3, "x") * -0.5).Text, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Several_inputs_and_outputs_have_lines_of_their_own()
    {
        NetworkBuilder builder = new(30);
        Sequence wave = builder.Sequence(4, "wave");
        Sequence context = builder.Sequence(2, "context", length: 20);
        Features place = builder.Features(3, "place");
        Tokens answer = builder.GeneratedTokens(12, 0, 1, "answer", 10);
        Sequence mixed = Concat(Gru(wave, 8), place);
        Sequence found = Attention(Embedding(answer, 2), context, context);
        Sequence words = Dense(Concat(found, Mean(mixed)), 12, name: "head");
        NetworkDeclaration declaration = builder.Build(("words", words), ("mixed", mixed));
        const string Expected = """
            model name="Network" steps=30
            sequence size=4 name="wave"
            sequence size=2 length=20 name="context"
            features size=3 name="place"
            tokens vocabulary=12 length=10 start=0 stop=1 name="answer"
            gru units=8 from="wave"
            concat from="gru place"
            embedding vocabulary=12 dimension=2 from="answer"
            attention from="embedding context context"
            meanovertime from="concat"
            concat from="attention meanovertime"
            dense units=12 name="head"
            output from="head" name="words"
            output from="concat" name="mixed"

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), declaration.Text);
    }

    [Fact]
    public void One_input_of_another_length_or_kind_has_a_line()
    {
        NetworkBuilder shorter = new(30);
        Assert.Equal("model name=\"Network\" steps=30\nsequence size=4 length=20 name=\"x\"\nlstm units=2\n", shorter.Build(Lstm(shorter.Sequence(4, "x", 20), 2)).Text);
        NetworkBuilder vector = new(30);
        Assert.Equal("model name=\"Network\" steps=30\nfeatures size=4 name=\"x\"\ndense units=2\n", vector.Build(Dense(vector.Features(4, "x"), 2)).Text);
        NetworkBuilder same = new(30);
        Assert.StartsWith("model name=\"Network\" inputs=4 steps=30\n", same.Build(Lstm(same.Sequence(4, "x", 30), 2)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_begins_a_group_even_if_it_is_that_of_the_model()
    {
        NetworkBuilder builder = new(30);
        Sequence x = builder.Sequence(2, "x"), other = builder.Sequence(2, "other", 30);
        Assert.Equal("Expected values of one length, found 30 steps of \"x\" [30, 2] and 30 of \"other\" [30, 2], whose rows have lengths of their own. (Parameter 'right')",
            Assert.Throws<ArgumentException>(() => x + other).Message);
        Sequence repeated = Repeat(Last(x));
        Assert.StartsWith("model name=\"Network\" steps=30\nsequence size=2 name=\"x\"\nsequence size=2 length=30 name=\"other\"\n",
            builder.Build(Concat(repeated, repeated + other)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_named_by_kind_in_order_or_as_given()
    {
        NetworkBuilder builder = new(30);
        Sequence x = builder.Sequence(4, "x");
        Sequence y = Gru(Gru(Gru(x, 4), 4, name: "middle"), 4);
        Assert.Equal("gru_1", y.Node.Name);
        Assert.Contains("the name of an earlier layer", Fails("middle"), StringComparison.Ordinal);
        Assert.Contains("\"gru\" is the default name of an earlier layer", Fails("gru"), StringComparison.Ordinal);
        Assert.Contains("the network's input", Fails("input"), StringComparison.Ordinal);
        foreach (string name in (string[])["", "1a", "a-b", "a b"])
            Assert.Contains($"found \"{name}\"", Fails(name), StringComparison.Ordinal);
        Gru(x, 4, name: "gru_2");
        Assert.Contains("\"gru_2\"", Assert.Throws<ArgumentException>("name", () => Gru(x, 4)).Message, StringComparison.Ordinal);

        string Fails(string name) => Assert.Throws<ArgumentException>("name", () => Gru(x, 4, name: name)).Message;
    }

    [Fact]
    public void Applications_of_a_layer_share_its_weights()
    {
        NetworkBuilder builder = new(30);
        Sequence x = builder.Sequence(4, "x");
        LstmLayer cell = LstmLayer(4, name: "memory");
        DenseLayer head = DenseLayer(2);
        Sequence y = head.Apply(cell.Apply(x)) + head.Apply(cell.Apply(Reverse(x)));
        const string Expected = """
            model name="Network" inputs=4 steps=30
            lstm units=4 name="memory"
            dense units=2
            reverse from="input"
            lstm units=4 shares="memory"
            dense units=2 shares="dense"
            add from="dense dense_1"

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), builder.Build(y).Text);
        Assert.Contains("Expected 4 features", Assert.Throws<ArgumentException>("x", () => cell.Apply(y)).Message, StringComparison.Ordinal);
        Assert.Contains("two builders", Assert.Throws<ArgumentException>(() => cell.Apply(new NetworkBuilder(30).Sequence(4, "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_of_layer_with_weights_can_be_applied_twice()
    {
        NetworkBuilder builder = new(30);
        Sequence x = Embedding(builder.Tokens(5, "x"), 4);
        ConvLayer conv = ConvLayer(4, 2, dilation: 2, name: "filter");
        RnnLayer rnn = RnnLayer(4, Activation.Relu);
        GruLayer gru = GruLayer(4, resetAfter: false);
        RecurrentLayer custom = RecurrentLayer(typeof(MinGru), 4);
        LayerNormLayer layerNorm = LayerNormLayer();
        BatchNormLayer batchNorm = BatchNormLayer();
        for (int i = 0; i < 2; i++)
            x = batchNorm.Apply(layerNorm.Apply(custom.Apply(gru.Apply(rnn.Apply(conv.Apply(x))))));
        string[] lines = [.. builder.Build(x).Text.Split('\n').Skip(8).Where(static line => line.Length > 0)];
        Assert.Equal("conv channels=4 kernel=2 dilation=2 shares=\"filter\"", lines[0]);
        Assert.Equal("rnn activation=Relu units=4 shares=\"rnn\"", lines[1]);
        Assert.Equal("gru resetAfter=false units=4 shares=\"gru\"", lines[2]);
        Assert.EndsWith(" units=4 shares=\"minGru\"", lines[3], StringComparison.Ordinal);
        Assert.Equal(["layernorm shares=\"layernorm\"", "batchnorm shares=\"batchnorm\""], lines[4..]);

        NetworkBuilder other = new(30);
        EmbeddingLayer table = EmbeddingLayer(3);
        Tokens first = other.Tokens(5, "first");
        Sequence y = table.Apply(first) + table.Apply(first);
        string text = other.Build(y + table.Apply(other.Tokens(5, "second"))).Text;
        Assert.Contains("\nembedding vocabulary=5 dimension=3 from=\"first\" shares=\"embedding\"\n", text, StringComparison.Ordinal);
        Assert.Contains("5 token ids", Assert.Throws<ArgumentException>("x", () => table.Apply(other.Tokens(6, "third"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoder_starts_from_the_state_of_an_encoder()
    {
        NetworkBuilder builder = new(30);
        (_, LayerState final) = Gru(builder.Sequence(4, "question"), 8, name: "encoder").WithState();
        Sequence answer = Gru(builder.Sequence(2, "answer", 10), 8, initial: final);
        const string Expected = """
            model name="Network" steps=30
            sequence size=4 name="question"
            sequence size=2 length=10 name="answer"
            gru units=8 from="question" name="encoder"
            gru units=8 from="answer" initial="encoder"

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), builder.Build(answer).Text);
        Sequence x = answer;
        LayerState custom = Recurrent(typeof(MinGru), x, 8).WithState().Final;
        Assert.Equal("minGru_1", Recurrent(typeof(MinGru), x, 8, initial: custom).Node.Name);
        Assert.Throws<ArgumentException>("initial", () => Recurrent(typeof(MinimalGatedUnit), x, 8, initial: custom));
        foreach (Action wrong in (Action[])[() => Gru(x, 9, initial: final), () => Gru(x, 8, layers: 2, initial: final), () => Lstm(x, 8, initial: final),
            () => Gru(x, 8, bidirectional: true, initial: final), () => Gru(x, 8, learnInitialState: true, initial: final)])
        {
            Assert.Contains("\"encoder\" [30, 8]", Assert.Throws<ArgumentException>("initial", wrong).Message, StringComparison.Ordinal);
        }
    }
}
