using System.Globalization;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>What is generated does not depend on the culture of the machine.</summary>
public class CultureTests
{
    private const string Model = """
        using RnnCompiler;

        [RnnModel(InputSize = 3, SequenceLength = 5, Loss = Loss.Huber, HuberDelta = 0.125f)]
        [Lstm(1200, Name = "I")]
        [MaxOverTime]
        [Dropout(0.1)]
        [Dense(1, Name = "i")]
        public sealed partial class Model;
        """;

    [Fact]
    public void Text_is_the_same_under_a_hostile_culture()
    {
        string[] expected = Generate();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo hostile = new("", false);
        hostile.NumberFormat.NegativeSign = "\u2212";
        hostile.NumberFormat.NumberDecimalSeparator = ",";
        hostile.NumberFormat.NumberGroupSeparator = ".";
        hostile.NumberFormat.NaNSymbol = "¤";
        hostile.NumberFormat.PositiveInfinitySymbol = "\u221E";
        hostile.NumberFormat.NegativeInfinitySymbol = "\u2212\u221E";
        try
        {
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal(expected, Generate());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Lines_end_alike_everywhere() => Assert.All(Generate(), static text => Assert.DoesNotContain('\r', text));

    private static string[] Generate() =>
        [.. GeneratorRun.Run(GeneratorRun.Compile(Model.ReplaceLineEndings("\r\n"))).GeneratedSources.Select(static s => s.SourceText.ToString())];
}
