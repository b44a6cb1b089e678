using System.Text.RegularExpressions;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>
/// One generated surface, committed, so that a change of what users meet is seen in review. To accept a change, run with
/// <c>UPDATE_GOLDEN_FILES=1</c>. What the schedule decides, the tables of offsets above all, is left out.
/// </summary>
public partial class GoldenFileTests
{
    private const string Model = """
        using RnnCompiler;

        namespace Weather;

        [RnnModel(InputSize = 4, SequenceLength = 30, Loss = Loss.CrossEntropy)]
        [Gru(24)]
        [LastStep]
        [Dense(5, Activation = Activation.Softmax, Name = "head")]
        public sealed partial class WeatherModel;
        """;

    [Fact]
    public void The_surface_is_as_committed()
    {
        string text = GeneratorRun.Run(GeneratorRun.Compile(Model)).GeneratedSources.Single(static s => s.HintName == "Weather.WeatherModel.g.cs").SourceText.ToString();
        GoldenFile.Compare("WeatherModel.g.cs", Scratch().Replace(Tables().Replace(text, ""), "SCHEDULE"));
    }

    [GeneratedRegex("(?<=<para>Schedule</para>\\s*/// <code>\\s*/// ).*?(?=\\s*/// </code>)", RegexOptions.Singleline)]
    private static partial Regex Scratch();

    [GeneratedRegex("/// <summary>Where everything lies.*(?=/// <summary>The kernels)", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
