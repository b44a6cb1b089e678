using System.Text.RegularExpressions;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Generators.Tests.Harness;
using RnnCompiler.Generators.Tests.Networks;

namespace RnnCompiler.Generators.Tests;

/// <summary>
/// Generated surfaces and the equations of a loss function, committed, so that a change of what users meet is seen in review. To accept a change, run with
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

    private const string Network = """
        using RnnCompiler;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        namespace Weather;

        [RnnModel(SequenceLength = 30)]
        public sealed partial class StormModel
        {
            [Network]
            public static (Sequence Path, Features Kind) Define([Size(4)] Sequence past, [Vocabulary(9), Length(12)] Tokens words)
            {
                Sequence memory = Gru(past, 8);
                return (Dense(memory, 2, name: "path"), Dense(Last(memory) + Last(Gru(Embedding(words, 4), 8)), 5, Activation.Softmax, name: "kind"));
            }

            [LossFunction]
            public static Features Loss(Sequence path, Features kind, [Size(3)] Sequence wanted, Tokens chosen)
            {
                Sequence error = path - Slice(wanted, 1, 2);
                return Sum(Sum(Square(error - 0.5 * Delay(error, 1)))) / (Sum(Max(Abs(wanted))) + 0.1) + 0.3 * CrossEntropy(kind, chosen);
            }
        }
        """;

    [Theory]
    [InlineData("WeatherModel", Model)]
    [InlineData("StormModel", Network)]
    public void The_surface_is_as_committed(string name, string source)
    {
        string text = GeneratorRun.Run(GeneratorRun.Compile(source)).GeneratedSources.Single(s => s.HintName == $"Weather.{name}.g.cs").SourceText.ToString();
        GoldenFile.Compare(name + ".g.cs", Scratch().Replace(Tables().Replace(text, ""), "SCHEDULE"));
    }

    [Fact]
    public void The_equations_of_a_loss_function_are_as_committed()
    {
        string text = NetworkReaderTests.Read(Network.Replace("StormModel", "Model", StringComparison.Ordinal).Replace("namespace Weather;", "", StringComparison.Ordinal));
        GoldenFile.Compare("StormModel.loss", text + "\n" + IrPrinter.Print(CompilerPipeline.Compile(DeclarationText.Parse(text)).Loss));
    }

    [GeneratedRegex("(?<=<para>Schedule</para>\\s*/// <code>\\s*/// ).*?(?=\\s*/// </code>)", RegexOptions.Singleline)]
    private static partial Regex Scratch();

    [GeneratedRegex("/// <summary>Where everything lies.*(?=/// <summary>The kernels)", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
