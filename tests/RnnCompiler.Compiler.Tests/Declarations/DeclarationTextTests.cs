using System.Globalization;
using CsCheck;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Declarations;

public class DeclarationTextTests
{
    private const string WeatherText =
        """
        model name="WeatherModel" inputs=4 steps=30 loss=CrossEntropy
        gru units=64
        dropout rate=0.1
        laststep
        dense units=5 activation=Softmax name="head"

        """;

    private static readonly ModelDeclaration Weather = new(
        "WeatherModel", 4, 30, Loss.CrossEntropy, 1f, new([Gru(64), Dropout(0.1), LastStep(), Dense(5, Activation.Softmax, name: "head")]));

    [Fact]
    public void The_text_is_one_line_for_the_model_and_each_layer() => Assert.Equal(WeatherText, DeclarationText.Write(Weather));

    [Fact]
    public void Reading_the_text_gives_an_equal_declaration() => Assert.Equal(Weather, DeclarationText.Parse(WeatherText));

    [Fact]
    public void The_format_of_weights_is_a_field_of_the_model() =>
        Assert.StartsWith("model name=\"WeatherModel\" inputs=4 steps=30 loss=CrossEntropy weights=BFloat16\n",
            DeclarationText.Write(Weather with { Weights = WeightFormat.BFloat16 }), StringComparison.Ordinal);

    [Fact]
    public void Missing_biases_are_a_field_of_a_layer() =>
        Assert.EndsWith("gru units=4 bidirectional=true bias=false\n", DeclarationText.Write(Model(Gru(4, bi: true) with { UseBias = false })), StringComparison.Ordinal);

    [Fact]
    public void Any_declaration_survives_the_round_trip_even_a_wrong_one() => RandomDeclarations.Any.Sample(
        static declaration => DeclarationText.Parse(DeclarationText.Write(declaration)) == declaration, iter: 2_000);

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(-0.0, "0")]
    [InlineData(5E-324, "5E-324")]
    public void Numbers_have_the_fewest_digits_that_read_back(double rate, string expected)
    {
        string text = DeclarationText.Write(Model(Dropout(rate)));
        Assert.EndsWith($"rate={expected}\n", text, StringComparison.Ordinal);
        Assert.Equal(Model(Dropout(rate)), DeclarationText.Parse(text));
    }

    [Fact]
    public void The_culture_of_the_machine_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = ",";
        odd.NumberFormat.NegativeSign = "minus";
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(WeatherText, DeclarationText.Write(Weather));
            Assert.Equal(Weather, DeclarationText.Parse(WeatherText));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_hash_is_FNV_1a_and_stays_the_same_for_ever() => Assert.Equal("bff240fb2867c8f5", DeclarationText.Hash(Weather));

    [Fact]
    public void Different_declarations_hash_differently() =>
        Assert.NotEqual(DeclarationText.Hash(Weather), DeclarationText.Hash(Weather with { SequenceLength = 31 }));

    [Theory]
    [InlineData("", 1, "the keyword model")]
    [InlineData("\n", 1, "the keyword model")]
    [InlineData("model name=\"M\" steps=3", 1, "an end of line")]
    [InlineData("model steps=3\n", 1, "a field name")]
    [InlineData("model name=\"M\"\n", 1, "a field steps")]
    [InlineData("model name=M steps=3\n", 1, "text in quotes as name")]
    [InlineData("model name=\"M steps=3\n", 1, "a value of name")]
    [InlineData("model name=\"M\" steps=three\n", 1, "a whole number as steps")]
    [InlineData("model name=\"M\" steps=3 steps=3\n", 1, "the field steps once")]
    [InlineData("model name=\"M\" steps=3 loss=Hinge\n", 1, "a member of Loss as loss")]
    [InlineData("model name=\"M\" steps=3 delta=big\n", 1, "a number as delta")]
    [InlineData("model name=\"M\"  steps=3\n", 1, "a field key=value after one space")]
    [InlineData("model name=\"M\" steps=3\ngru units=3 rate=1\n", 2, "only fields that gru has")]
    [InlineData("model name=\"M\" steps=3\ngru units=3\npool units=3\n", 3, "the keyword of a layer")]
    [InlineData("model name=\"M\" steps=3\ngru units=3 bidirectional=yes\n", 2, "true or false as bidirectional")]
    [InlineData("model name=\"M\" steps=3\n\n", 2, "the keyword of a layer")]
    [InlineData("model name=\"M\" steps=3\ndropout\n", 2, "a field rate")]
    public void A_malformed_text_is_refused_by_line_expected_and_found(string text, int line, string expected)
    {
        DeclarationFormatException e = Assert.Throws<DeclarationFormatException>(() => DeclarationText.Parse(text));
        Assert.Equal(line, e.Line);
        Assert.StartsWith(expected, e.Expected, StringComparison.Ordinal);
        Assert.Contains(e.Found, e.Message, StringComparison.Ordinal);
    }
}
