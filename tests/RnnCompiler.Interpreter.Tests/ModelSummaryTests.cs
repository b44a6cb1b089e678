using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests of model summaries against the numbers of PyTorch.</summary>
public sealed class ModelSummaryTests
{
    private static readonly ModelDeclaration s_weather = DeclarationText.Parse(
        """
        model name="WeatherModel" inputs=4 steps=30 loss=CrossEntropy
        gru units=64
        laststep
        dense units=5 activation=Softmax name="head"

        """);

    [Fact]
    public void The_table_reads_well() =>
        Assert.Equal(
            """
            layer         output    parameters   bytes  multiply-adds/step
            ------------  --------  ----------  ------  ------------------
            gru           [30, 64]      13,440  53,760              13,056
            laststep      [64]               0       0                   0
            head (dense)  [5]              325   1,300                 320
            ------------  --------  ----------  ------  ------------------
            WeatherModel                13,765  55,060              13,376

            """,
            ModelSummary.Of(s_weather).ToString());

    [Fact]
    public void The_table_shows_inputs_and_outputs_with_their_own_steps() =>
        Assert.Equal(
            """
            layer             reads          output  parameters  bytes  multiply-adds/step
            ----------------  -------------  ------  ----------  -----  ------------------
            x (sequence)                     [5, 2]           0      0                   0
            words (tokens)                   [4]              0      0                   0
            place (features)                 [2]              0      0                   0
            add               x, place       [5, 2]           0      0                   0
            gru               add            [5, 3]          63    252                  45
            embedding         words          [4, 3]          27    108                   0
            laststep          embedding      [3]              0      0                   0
            multiply          gru, laststep  [5, 3]           0      0                   0
            meanovertime      gru            [3]              0      0                   0
            mask (output)     multiply       [5, 3]
            speech (output)   meanovertime   [3]
            ----------------  -------------  ------  ----------  -----  ------------------
            Ports                                            90    360                  45

            """,
            ModelSummary.Of(DeclarationText.Parse(
                """
                model name="Ports" steps=5
                sequence size=2 name="x"
                tokens vocabulary=9 length=4 name="words"
                features size=2 name="place"
                add from="x place"
                gru units=3
                embedding vocabulary=9 dimension=3 from="words"
                laststep
                multiply from="gru laststep"
                meanovertime from="gru"
                output from="multiply" name="mask"
                output from="meanovertime" name="speech"

                """)).ToString());

    [Fact]
    public void A_sequence_repeats_what_stands_over_time() =>
        Assert.Equal((30 * 13_056) + 320, ModelSummary.Of(s_weather).MultiplyAddsPerSequence);

    [Fact]
    public void Both_directions_and_all_levels_count()
    {
        ModelSummary summary = ModelSummary.Of(DeclarationText.Parse(
            """
            model name="M" steps=7
            embedding vocabulary=11 dimension=3
            lstm units=5 layers=2 bidirectional=true
            dense units=2

            """));
        Assert.Equal([33, 2 * 4 * 5 * ((3 + 5 + 2) + (10 + 5 + 2)), 22], summary.Layers.Select(static l => l.Parameters));
        Assert.Equal([0, 2 * 4 * 5 * ((3 + 5) + (10 + 5)), 20], summary.Layers.Select(static l => l.MultiplyAdds));
        Assert.Equal([7, 10], summary.Layers[1].OutputShape);
        Assert.Equal(7 * summary.MultiplyAddsPerStep, summary.MultiplyAddsPerSequence);
    }

    /// <summary>Tests two matrices of three gates of 64 rows, with 4 and 64 columns, and a head of 5 rows; biases stay float.</summary>
    [Theory]
    [InlineData(WeightFormat.BFloat16, (2 * 13_056) + (4 * 384), (2 * 320) + (4 * 5))]
    [InlineData(WeightFormat.Int8, 13_056 + (4 * 384) + (4 * 384), 320 + (4 * 5) + (4 * 5))]
    public void Reduced_weights_take_fewer_bytes(WeightFormat format, long gru, long head)
    {
        ModelSummary summary = ModelSummary.Of(s_weather with { Weights = format });
        Assert.Equal([gru, 0, head], summary.Layers.Select(static l => l.WeightBytes));
        Assert.Equal(gru + head, summary.WeightBytes);
        Assert.Equal(13_765, summary.Parameters);
    }

    /// <summary>Tests an embedding table, which is looked up and no operand of a product.</summary>
    [Fact]
    public void Embeddings_stay_float() =>
        Assert.Equal(4 * 33,
            ModelSummary.Of(DeclarationText.Parse("model name=\"M\" steps=7 weights=Int8\nembedding vocabulary=11 dimension=3\nlstm units=5\n")).Layers[0].WeightBytes);

    [Fact]
    public void The_table_of_a_network_that_is_no_chain_tells_what_layers_read() =>
        Assert.Equal(
            """
            layer          reads                   output   parameters  bytes  multiply-adds/step
            -------------  ----------------------  -------  ----------  -----  ------------------
            g (gru)        input                   [5, 3]           63    252                  45
            delay          input                   [5, 2]            0      0                   0
            gru            delay; weights of g     [5, 3]            0      0                  45
            decoder (gru)  delay; states of g      [5, 3]           63    252                  45
            concat         g, gru, decoder, input  [5, 11]           0      0                   0
            -------------  ----------------------  -------  ----------  -----  ------------------
            M                                                      126    504                 135

            """,
            Summary(
                "gru units=3 name=\"g\"\ndelay steps=1 from=\"input\"\ngru units=3 shares=\"g\"\ngru units=3 name=\"decoder\" from=\"delay\" initial=\"g\"\n"
                + "concat from=\"g gru decoder input\"\n").ToString());

    /// <summary>Tests a convolution of three taps, which is applied twice, the second time only to the last step, and layers without products.</summary>
    [Fact]
    public void Convolutions_count_their_taps_and_shared_weights_count_once()
    {
        ModelSummary summary = Summary(
            "lstm units=4\nlayernorm\nconv channels=4 kernel=3 name=\"c\"\nconv channels=4 kernel=3 shares=\"c\"\nadd from=\"c conv\"\nlaststep\ndense units=3\n");
        Assert.Equal([4 * 4 * (2 + 4), 0, 4 * 3 * 4, 4 * 3 * 4, 0, 0, 3 * 4], summary.Layers.Select(static l => l.MultiplyAdds));
        Assert.Equal([4 * 4 * (2 + 4 + 2), 4 + 4, 4 * ((3 * 4) + 1), 0, 0, 0, 15], summary.Layers.Select(static l => l.Parameters));
        Assert.Equal((5 * (96 + 48)) + 48 + 12, summary.MultiplyAddsPerSequence);
    }

    [Fact]
    public void A_wrong_declaration_is_refused() =>
        Assert.Throws<InvalidDeclarationException>(() => ModelSummary.Of(s_weather with { InputSize = 0 }));

    private static ModelSummary Summary(string layers) => ModelSummary.Of(DeclarationText.Parse("model name=\"M\" inputs=2 steps=5\n" + layers));
}
