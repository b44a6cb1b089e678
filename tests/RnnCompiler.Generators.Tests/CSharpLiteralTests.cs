using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Generators.Emission;

namespace RnnCompiler.Generators.Tests;

/// <summary>A literal is the number that it was made from.</summary>
public class CSharpLiteralTests
{
    [Theory]
    [InlineData(0f, "0f")]
    [InlineData(-0f, "-0f")]
    [InlineData(1f, "1f")]
    [InlineData(-2.5f, "-2.5f")]
    [InlineData(0.1f, "0.1f")]
    [InlineData(1e-45f, "1E-45f")]
    [InlineData(-1e-45f, "-1E-45f")]
    [InlineData(float.MaxValue, "3.4028235E+38f")]
    [InlineData(float.NaN, "float.NaN")]
    [InlineData(float.PositiveInfinity, "float.PositiveInfinity")]
    [InlineData(float.NegativeInfinity, "float.NegativeInfinity")]
    public void Numbers_take_the_fewest_digits(float number, string expected) => Assert.Equal(expected, CSharpLiteral.Single(number));

    [Fact]
    public void Any_bits_come_back()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            float number = MathF.Abs(BitConverter.Int32BitsToSingle(random.Next()));
            if (float.IsFinite(number))
                Assert.Equal(number, Value(CSharpLiteral.Single(number)));
            double wide = Math.Abs(BitConverter.Int64BitsToDouble(random.NextInt64()));
            if (double.IsFinite(wide))
                Assert.Equal(wide, Value(CSharpLiteral.Double(wide)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("model name=\"A\"\n\tb\r\\")]
    [InlineData("Größe \u2028 \0 {0}")]
    public void Text_comes_back(string text) => Assert.Equal(text, Value(CSharpLiteral.String(text)));

    private static object? Value(string literal) => ((LiteralExpressionSyntax)SyntaxFactory.ParseExpression(literal)).Token.Value;
}
