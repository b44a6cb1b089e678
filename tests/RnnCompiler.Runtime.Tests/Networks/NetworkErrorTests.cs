using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A contradiction is an exception of the call that has it; the message names the operands with their shapes.</summary>
public sealed class NetworkErrorTests
{
    private readonly NetworkBuilder _builder = new(30);
    private readonly Sequence _x;

    public NetworkErrorTests() => _x = _builder.Sequence(4, "x");

    [Fact]
    public void Operands_have_one_size()
    {
        Sequence three = Dense(_x, 3, name: "three");
        Assert.Equal("Expected values of one size, found 4 features of \"x\" [30, 4] and 3 of \"three\" [30, 3]. (Parameter 'right')",
            Assert.Throws<ArgumentException>("right", () => _x + three).Message);
        Assert.Throws<ArgumentException>("right", () => Last(three) * _x);
        Assert.Throws<ArgumentException>("right", () => Max(three, _x));
        Assert.Throws<ArgumentException>("right", () => Last(three) - Last(_x));
        Assert.Throws<ArgumentException>("keys", () => Attention(three, _x, _x));
        Assert.Throws<ArgumentException>("target", () => MeanSquaredError(three, _x));
    }

    [Fact]
    public void Sequences_have_one_length()
    {
        Sequence shorter = _builder.Sequence(4, "shorter", 20);
        Assert.Equal("Expected values of one length, found 30 steps of \"x\" [30, 4] and 20 of \"shorter\" [20, 4]. (Parameter 'right')",
            Assert.Throws<ArgumentException>("right", () => _x / shorter).Message);
        Assert.Throws<ArgumentException>("values", () => Concat(_x, shorter));
        Assert.Throws<ArgumentException>("values", () => Concat(Last(_x), _x, shorter));
        Assert.Throws<ArgumentException>("values", () => Concat((NetworkValue[])[Last(_x), Last(_x)]));
        Assert.Throws<ArgumentException>("values", () => Attention(_x, _x, shorter));
        Assert.Throws<ArgumentException>("target", () => Huber(_x, shorter));
        Assert.Equal((30, 4), (Attention(_x, shorter, shorter).Length, (shorter + Last(_x)).Size));
        Assert.Equal(20, (shorter + Last(_x)).Length);
    }

    [Fact]
    public void Numbers_are_in_range()
    {
        Assert.Contains("Expected 1 to 65536, found 0.", Assert.Throws<ArgumentOutOfRangeException>("units", () => Lstm(_x, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("units", () => Dense(_x, 65_537));
        Assert.Throws<ArgumentOutOfRangeException>("layers", () => Lstm(_x, 1, layers: 65));
        Assert.Throws<ArgumentOutOfRangeException>("zoneout", () => Lstm(_x, 1, zoneout: 1));
        Assert.Throws<ArgumentOutOfRangeException>("recurrentDropout", () => Lstm(_x, 1, recurrentDropout: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => Lstm(_x, 1, dropout: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("merge", () => Lstm(_x, 1, merge: (Merge)7));
        Assert.Throws<ArgumentException>("activation", () => Rnn(_x, 1, Activation.Sigmoid));
        Assert.Throws<ArgumentOutOfRangeException>("activation", () => Dense(_x, 1, (Activation)9));
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => Conv(_x, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("kernel", () => Conv(_x, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("dilation", () => Conv(_x, 1, 1, dilation: 0));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => Dropout(_x, 1));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => Delay(_x, 0));
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => Huber(_x, _x, 0));
        Assert.Throws<ArgumentOutOfRangeException>("right", () => _x * double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>("left", () => double.PositiveInfinity - _x);
        Assert.Throws<ArgumentException>("start", () => Slice(_x, 3, 2));
        Assert.Throws<ArgumentException>("start", () => Slice(_x, -1, 2));
        Assert.Throws<ArgumentException>("start", () => Slice(_x, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentException>("values", () => Concat(Array.Empty<Sequence>()));
        Assert.Throws<ArgumentException>("values", () => Concat([.. Enumerable.Repeat(_x, 65)]));
        Sequence wide = Dense(_x, 65_536);
        Assert.Contains("at most 65536 features", Assert.Throws<ArgumentException>(() => Concat(wide, wide)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Lstm(_x, 65_536, bidirectional: true));
    }

    [Fact]
    public void Nothing_is_recorded_by_a_call_that_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("units", () => Dense(_x, 0, name: "head"));
        Assert.Equal("model name=\"Network\" inputs=4 steps=30\ndense units=1 name=\"head\"\n", _builder.Build(Dense(_x, 1, name: "head")).Text);
    }

    [Fact]
    public void Null_is_named()
    {
        Assert.Throws<ArgumentNullException>("x", () => Lstm(null!, 1));
        Assert.Throws<ArgumentNullException>("right", () => _x + (Sequence)null!);
        Assert.Throws<ArgumentNullException>("left", () => (Features)null! * 2);
        Assert.Throws<ArgumentNullException>("value", () => -(Sequence)null!);
        Assert.Throws<ArgumentNullException>("values", () => Concat(_x, null!, _x));
        Assert.Throws<ArgumentNullException>("values", () => Attention(_x, _x, null!));
        Assert.Throws<ArgumentNullException>("target", () => CrossEntropy(_x, null!));
        Assert.Throws<ArgumentNullException>("cell", () => Recurrent(null!, _x, 4));
        Assert.Throws<ArgumentNullException>("name", () => _builder.Features(4, null!));
        Assert.Throws<ArgumentNullException>("output", () => _builder.Build((Sequence)null!));
        Assert.Throws<ArgumentNullException>("outputs", () => _builder.Build(("y", null!)));
    }

    [Fact]
    public void Values_are_of_one_builder()
    {
        Sequence other = new NetworkBuilder(30).Sequence(4, "y");
        Assert.Contains("\"x\" [30, 4] and \"y\" [30, 4] of two builders", Assert.Throws<ArgumentException>(() => _x + other).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Gru(_x, 4, initial: Gru(other, 4).WithState().Final));
        Assert.Throws<ArgumentException>("output", () => _builder.Build(Lstm(other, 4)));
    }

    [Fact]
    public void Custom_cells_have_equations_and_sizes()
    {
        Assert.Contains("found System.String", Assert.Throws<ArgumentException>("cell", () => Recurrent(typeof(string), _x, 4)).Message, StringComparison.Ordinal);
        foreach ((string[]? dimensions, string found) in new (string[]?, string)[]
        {
            (null, "none for \"projection\""),
            (["rank=8"], "found \"rank\""),
            (["projection=0"], "found \"projection=0\""),
            (["projection"], "found \"projection\""),
            (["projection=8", "projection=8"], "twice"),
        })
        {
            string message = Assert.Throws<ArgumentException>("dimensions", () => Recurrent(typeof(ProjectedLstm), _x, 4, dimensions)).Message;
            Assert.Contains(found, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Everything_leads_to_an_output()
    {
        Features y = Last(Lstm(_x, 4));
        Sequence unused = Gru(_x, 3, name: "unused");
        Assert.Contains("\"unused\" [30, 3] does not", Assert.Throws<ArgumentException>(() => _builder.Build(y)).Message, StringComparison.Ordinal);
        Assert.Contains("output from=\"unused\" name=\"b\"\n", _builder.Build(("a", y), ("b", unused)).Text, StringComparison.Ordinal);
        _builder.Features(2, "place");
        Assert.Contains("\"place\" [2] does not", Assert.Throws<ArgumentException>(() => _builder.Build(("a", y), ("b", unused))).Message, StringComparison.Ordinal);
        Assert.Contains("the input \"x\"", Assert.Throws<ArgumentException>("output", () => _builder.Build(_x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_and_outputs_have_names_of_their_own()
    {
        Assert.Throws<ArgumentException>("name", () => _builder.Tokens(3, "x"));
        Assert.Throws<ArgumentException>("name", () => _builder.Features(3, "a b"));
        Sequence y = _x + _builder.Features(4, "lstm");
        Sequence z = Lstm(y, 3);
        Assert.Contains("\"lstm\"", Assert.Throws<ArgumentException>(() => _builder.Build(z)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("outputs", () => _builder.Build(("a", y), ("a", z)));
        Assert.Throws<ArgumentException>("outputs", () => _builder.Build(("", y), ("a", z)));
        Assert.Throws<ArgumentException>("outputs", () => _builder.Build());
    }

    [Fact]
    public void A_network_has_at_most_eight_inputs_and_one_that_it_generates()
    {
        _builder.GeneratedTokens(5, 0, 4, "answer");
        Assert.Throws<ArgumentException>("name", () => _builder.GeneratedTokens(5, 0, 4, "second"));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => _builder.GeneratedTokens(5, 5, 4, "third"));
        Assert.Throws<ArgumentOutOfRangeException>("stop", () => _builder.GeneratedTokens(5, 0, -1, "third"));
        for (int i = 2; i < 8; i++)
            _builder.Sequence(1, $"x{i}");
        Assert.Throws<ArgumentException>("name", () => _builder.Sequence(1, "x8"));
        Assert.Throws<ArgumentOutOfRangeException>("sequenceLength", () => new NetworkBuilder(0));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => _builder.Sequence(1, "x9", 0));
    }

    [Fact]
    public void Classes_are_those_of_the_output()
    {
        Assert.Throws<ArgumentException>("target", () => CrossEntropy(_x, _builder.Tokens(5, "a")));
        Assert.Throws<ArgumentException>("target", () => CrossEntropy(_x, _builder.Tokens(4, "b", 7)));
        Assert.Throws<ArgumentException>("target", () => CrossEntropy(Last(_x), _builder.Tokens(4, "c")));
        Assert.Equal(1, CrossEntropy(Last(_x), _builder.Tokens(4, "d", 1)).Size);
    }
}
