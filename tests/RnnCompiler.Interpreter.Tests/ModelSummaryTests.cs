using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>A summary says what PyTorch's would.</summary>
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
            layer         output    parameters  multiply-adds/step
            ------------  --------  ----------  ------------------
            gru           [30, 64]      13,440              13,056
            laststep      [64]               0                   0
            head (dense)  [5]              325                 320
            ------------  --------  ----------  ------------------
            WeatherModel                13,765              13,376

            """,
            ModelSummary.Of(s_weather).ToString());

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

    [Fact]
    public void A_wrong_declaration_is_refused() =>
        Assert.Throws<InvalidDeclarationException>(() => ModelSummary.Of(s_weather with { InputSize = 0 }));
}
