using System.Globalization;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Interpreter.Tests.Drawings;

/// <summary>What single drawings show, and how they are created.</summary>
public sealed class DrawingContentTests
{
    private const string Tagger =
        """
        model name="Tagger" steps=30 loss=CrossEntropy
        embedding vocabulary=108 dimension=16
        lstm units=32 layers=2 bidirectional=true dropout=0.25
        meanovertime
        dropout rate=0.5
        dense units=5 activation=Softmax name="head"

        """;

    [Fact]
    public void Boxes_tell_kinds_sizes_and_activations()
    {
        SvgDocument graph = new(NetworkDrawing.Of(Tagger).Graph());
        Assert.Equal("input\ntoken ids below 108", graph.TextOf("input"));
        Assert.Equal("embedding\nembedding · 108 × 16", graph.TextOf("embedding"));
        Assert.Equal("lstm\nLSTM · 32 units\n2 levels · both directions, concat\ndropout 0.25", graph.TextOf("lstm"));
        Assert.Equal("head\ndense · 5 units · softmax", graph.TextOf("head"));
        Assert.Equal("output\nloss: cross entropy", graph.TextOf("output"));
        Assert.Equal("Graph of Tagger", graph.Title);
        Assert.StartsWith("embedding (embedding · 108 × 16) reads input [30]. lstm (LSTM · 32 units, ", graph.Description, StringComparison.Ordinal);
        Assert.EndsWith("The output is head [5].", graph.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void States_go_both_ways_in_each_level_of_a_bidirectional_layer()
    {
        SvgDocument drawing = new(NetworkDrawing.Of(Tagger).Unfolded());
        SvgEdge[] states = [.. drawing.Edges.Where(static edge => edge is { From: "lstm", To: "lstm", Text: "h, c [32]" } && edge.Points[0].Y == edge.Points[^1].Y)];
        Assert.Equal(4, states.Select(static edge => edge.Points[0].Y).Distinct().Count());
        foreach (IGrouping<double, SvgEdge> row in states.GroupBy(static edge => edge.Points[0].Y))
            Assert.Single(row.Select(static edge => edge.Points[^1].X > edge.Points[0].X).Distinct());
        Assert.Equal(8, states.Count(static edge => edge.Points[^1].X > edge.Points[0].X));
        Assert.Equal(8, states.Count(static edge => edge.Points[^1].X < edge.Points[0].X));
    }

    /// <summary>Tests the first three steps and the last one; the ellipsis stands for the others.</summary>
    [Theory]
    [InlineData("meanovertime", 5)]
    [InlineData("maxovertime", 5)]
    [InlineData("laststep", 1)]
    public void A_reduction_over_time_reads_all_steps_or_the_last_one(string reduction, int edges)
    {
        SvgDocument drawing = new(NetworkDrawing.Of($"model name=\"M\" inputs=3 steps=30\ngru units=4\n{reduction}\n").Unfolded());
        Assert.Equal(edges, drawing.Edges.Count(edge => edge.From == "gru" && edge.To == reduction));
        SvgBox box = Assert.Single(drawing.Boxes, box => box.Name == reduction);
        Assert.True(box.Left > drawing.Boxes.Where(static b => b.Name == "gru").Max(static b => b.Right));
    }

    /// <summary>Tests a convolution that reads steps t, t − 2 and t − 4: two values before the first step at t = 0 and 1, one at t = 2 and 3.</summary>
    [Fact]
    public void A_convolution_reads_earlier_steps()
    {
        SvgDocument drawing = new(NetworkDrawing.Of("model name=\"M\" inputs=3 steps=6\nconv channels=4 kernel=3 dilation=2\ngru units=2\n").Unfolded(6));
        SvgEdge[] taps = [.. drawing.Edges.Where(static edge => edge.To == "conv")];
        Assert.Equal(6 + 4 + 2, taps.Count(static edge => !edge.IsDashed));
        Assert.Equal(4, taps.Count(static edge => edge.IsDashed));
        Assert.Contains("0", drawing.Labels);
        Assert.DoesNotContain("…", drawing.Labels);
    }

    [Fact]
    public void Shared_weights_and_initial_states_are_dashed()
    {
        NetworkBuilder builder = new(6);
        Sequence x = builder.Sequence(3, "x");
        GruLayer cell = GruLayer(4, name: "cell");
        RecurrentSequence encoder = Gru(x, 4, name: "encoder");
        NetworkDrawing drawing = NetworkDrawing.Of(builder.Build(cell.Apply(x) + cell.Apply(Delay(x, 1)) + Gru(x, 4, name: "decoder", initial: encoder.WithState().Final)));
        SvgDocument graph = new(drawing.Graph());
        Assert.Equal(
            ["cell → gru: shared weights", "encoder → decoder: h [4]"],
            graph.Edges.Where(static edge => edge.IsDashed).Select(static edge => $"{edge.From} → {edge.To}: {edge.Text}").Order(StringComparer.Ordinal));
        Assert.Contains("decoder (GRU · 4 units) reads input [6, 3], starts from the states of encoder.", graph.Description, StringComparison.Ordinal);
        SvgEdge states = Assert.Single(new SvgDocument(drawing.Unfolded()).Edges, static edge => edge.IsDashed && edge.To == "decoder");
        Assert.True(states.Points[0].X > states.Points[^1].X);
    }

    /// <summary>Tests a sequence of the model's 5 steps beside token ids of 4 steps: the drawing has 5 columns of one and 4 of the other.</summary>
    [Fact]
    public void Inputs_of_several_lengths_have_steps_of_their_own()
    {
        NetworkBuilder builder = new(5) { Name = "Ports" };
        Sequence memory = Gru(builder.Sequence(2, "x") + builder.Features(2, "place"), 3);
        Features words = Last(Embedding(builder.Tokens(9, "words", length: 4), 3));
        NetworkDeclaration declaration = builder.Build(("mask", memory * words), ("speech", Mean(memory)));
        SvgDocument graph = new(NetworkDrawing.Of(declaration).Graph());
        Assert.Equal("words\ntoken ids below 9", graph.TextOf("words"));
        Assert.Equal("speech\nloss: mean squared error", graph.TextOf("speech"));
        Assert.Equal(
            ["add → gru: [5, 2]", "embedding → laststep: [4, 3]", "gru → meanovertime: [5, 3]", "gru → multiply: [5, 3]", "laststep → multiply: [3]", "meanovertime → speech: [3]",
                "multiply → mask: [5, 3]", "place → add: [2]", "words → embedding: [4]", "x → add: [5, 2]"],
            graph.Edges.Where(static edge => edge.From != edge.To).Select(static edge => $"{edge.From} → {edge.To}: {edge.Text}").Order(StringComparer.Ordinal));
        Assert.EndsWith("The outputs are mask, multiply [5, 3] and speech, meanovertime [3].", graph.Description, StringComparison.Ordinal);
        SvgDocument unfolded = new(NetworkDrawing.Of(declaration).Unfolded(8));
        Assert.Equal((5, 4, 1), (unfolded.Boxes.Count(static box => box.Name == "x"), unfolded.Boxes.Count(static box => box.Name == "words"),
            unfolded.Boxes.Count(static box => box.Name == "place")));
        Assert.Equal(["t = 0", "t = 0", "t = 1", "t = 1", "t = 2", "t = 2", "t = 3", "t = 3", "t = 4"],
            unfolded.Labels.Where(static label => label.StartsWith("t = ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_way_to_create_a_drawing_gives_the_same_one()
    {
        NetworkBuilder builder = new(6) { Name = "Lstm" };
        string expected = NetworkDrawing.Of(Declarations.Lstm).Graph();
        Assert.Equal(expected, NetworkDrawing.Of(DeclarationText.Parse(Declarations.Lstm)).Graph());
        Assert.Equal(expected, NetworkDrawing.Of(Declarations.Single(Declarations.Lstm)).Graph());
        Assert.Equal(expected, NetworkDrawing.Of(builder.Build(Dense(Last(Lstm(builder.Sequence(3, "x"), 5)), 2))).Graph());
    }

    [Fact]
    public void Names_are_escaped()
    {
        SvgDocument graph = new(NetworkDrawing.Of(DeclarationText.Parse(Declarations.Lstm) with { Name = "<a & \"b\">\u0001\ud800" }).Graph());
        Assert.Equal("Graph of <a & \"b\">\uFFFD\uFFFD", graph.Title);
    }

    [Fact]
    public void A_drawing_does_not_depend_on_the_culture()
    {
        string Draw() => NetworkDrawing.Of(Tagger).Graph() + NetworkDrawing.Of(Tagger).Unfolded();
        string expected = Draw();
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(expected, Draw());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_drawing_is_a_standalone_document()
    {
        SvgDocument drawing = new(NetworkDrawing.Of(Tagger).Unfolded());
        Assert.Equal("Tagger, unfolded over 30 steps", drawing.Title);
        Assert.Empty(drawing.Root.DescendantsAndSelf().Select(static element => element.Name.LocalName).Except(["svg", "title", "desc", "rect", "g", "path", "text"]));
        Assert.DoesNotContain("url(", drawing.Root.ToString(), StringComparison.Ordinal);
        Assert.Equal("#ffffff", drawing.Root.Elements().First(static element => element.Name.LocalName == "rect").Attribute("fill")!.Value);
    }

    [Fact]
    public void Bad_arguments_throw()
    {
        NetworkDrawing drawing = NetworkDrawing.Of(Tagger);
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => drawing.Unfolded(0));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => drawing.Unfolded(NetworkDrawing.MaximumSteps + 1));
        Assert.Throws<ArgumentNullException>("declaration", () => NetworkDrawing.Of((string)null!));
        Assert.Throws<ArgumentNullException>("declaration", () => NetworkDrawing.Of((ModelDeclaration)null!));
        Assert.Throws<ArgumentNullException>("declaration", () => NetworkDrawing.Of((NetworkDeclaration)null!));
        Assert.Throws<ArgumentNullException>("model", () => NetworkDrawing.Of((InterpretedModel<float>)null!));
        Assert.Throws<DeclarationFormatException>(() => NetworkDrawing.Of("lstm"));
        Assert.Throws<InvalidDeclarationException>(() => NetworkDrawing.Of("model name=\"M\" inputs=3 steps=6\ndense units=2\n"));
    }
}
