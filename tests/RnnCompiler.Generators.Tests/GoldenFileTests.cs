using System.Runtime.CompilerServices;
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
        string actual = Scratch().Replace(Version().Replace(Tables().Replace(text, ""), "\"RnnCompiler.Generators\", \"VERSION\""), "SCHEDULE");
        string path = Path.Combine(Path.GetDirectoryName(Here())!, "Goldens", "WeatherModel.g.cs.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN_FILES") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\"RnnCompiler.Generators\", \"[^\"]*\"")]
    private static partial Regex Version();

    [GeneratedRegex("(?<=<para>Schedule</para>\\s*/// <code>\\s*/// ).*?(?=\\s*/// </code>)", RegexOptions.Singleline)]
    private static partial Regex Scratch();

    [GeneratedRegex("/// <summary>Where everything lies.*(?=/// <summary>The kernels)", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
