using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>How much is emitted, as models and projects ask for it.</summary>
public class EmissionTests
{
    private const string Model = """
        using RnnCompiler;
        [RnnModel(InputSize = 4, SequenceLength = 9%OPTIONS%), Gru(24), LastStep, Dense(2)] internal sealed partial class Model;
        internal static class Caller
        {
            public static void Call(float[] x, float[] y)
            {
                Model.Prepare();
                using Model model = Model.Create(1);
                model.Forward(x, y);
                model.Step(model.CreateState(), x, y, 3);
                model.Save("file");
            }
        }
        """;

    [Fact]
    public void The_surface_compiles_without_kernels_so_editors_schedule_nothing()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Model.Replace("%OPTIONS%", ""));
        GeneratorDriver driver = GeneratorRun.Driver(without: IncrementalGeneratorOutputKind.Implementation)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning));
        Assert.Equal(["Model.g.cs"], driver.GetRunResult().Results[0].GeneratedSources.Select(static s => s.HintName));
    }

    [Theory]
    [InlineData("", "", "Lanes16 Lanes4 Lanes8 Plan")]
    [InlineData("", "16", "Lanes16 Plan Scalar")]
    [InlineData("", "8,16", "Lanes16 Lanes8 Plan Scalar")]
    [InlineData("", "4", "Lanes4 Plan")]
    [InlineData("", " Scalar ; 4 ", "Lanes4 Plan Scalar")]
    [InlineData("""
        , Targets = "8"
        """, "16,4", "Lanes8 Plan Scalar")]
    public void Kernels_are_emitted_for_the_targets_that_were_asked_for(string options, string property, string files)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Model.Replace("%OPTIONS%", options.Trim()));
        GeneratorDriver driver = GeneratorRun.Driver(properties: ("RnnTargets", property)).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning));
        Assert.Equal(files, string.Join(' ', driver.GetRunResult().Results[0].GeneratedSources.Select(static s => s.HintName.Split('.')[^3]).Where(static n => n != "Model")
            .Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_model_without_training_has_neither_trainer_nor_its_kernels()
    {
        string[] texts = [.. new[] { "", ", Training = false" }.Select(static o => Text(Model.Replace("%OPTIONS%", o)))];
        Assert.Contains("CreateTrainer", texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Trainer", texts[1].Replace("RnnCompiler.Trainer", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("void Training", texts[1], StringComparison.Ordinal);
        Assert.True(texts[1].Length < texts[0].Length / 2, $"{texts[1].Length} characters without training, {texts[0].Length} with it.");
        Assert.Empty(GeneratorRun.Diagnostics(GeneratorRun.Compile(Model.Replace("%OPTIONS%", ", Training = false")), out _));
    }

    [Fact]
    public void With_kernels_made_at_run_time_the_surface_alone_is_emitted()
    {
        string maker = "namespace RnnCompiler.Emit { public static class RunTimeKernels { public static CompilerServices.CompiledModel Compile(string d, string h, string? "
            + "t, bool training) => null!; } }";
        CSharpCompilation compilation = GeneratorRun.Compile(Model.Replace("%OPTIONS%", ""), maker);
        GeneratorDriver driver = GeneratorRun.Driver(properties: ("RnnKernels", "RunTime")).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Error));
        Assert.Equal(["Model.g.cs"], driver.GetRunResult().Results[0].GeneratedSources.Select(static s => s.HintName));
    }

    [Fact]
    public void A_network_that_writes_tokens_describes_its_encoder_and_its_decoder_by_what_they_read()
    {
        string text = Surface("", "Sequence", "Dense(Concat(decoded, Attention(decoded, encoded, encoded)), 5)");
        Assert.DoesNotContain(" Forward", text, StringComparison.Ordinal);
        Assert.DoesNotContain("several outputs", text, StringComparison.Ordinal);
        Assert.DoesNotContain("over outputs", text, StringComparison.Ordinal);
        Assert.Contains("The loss is Loss.CrossEntropy of the output.", text, StringComparison.Ordinal);
        string encoder = Between(text, "Equations of the encoder", "</code>"), decoder = Between(text, "Equations of one step of the decoder", "</code>");
        Assert.Contains("gru.W_ir_l0", encoder, StringComparison.Ordinal);
        Assert.DoesNotContain("state %2.gru_1", encoder, StringComparison.Ordinal);
        Assert.DoesNotContain("dense.W", encoder, StringComparison.Ordinal);
        Assert.Contains("dense.W", decoder, StringComparison.Ordinal);
        Assert.DoesNotContain(".gru.W", decoder, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loss_of_a_network_is_described_by_its_outputs()
    {
        string text = Surface(", Weights = WeightFormat.Int8", "(Sequence a, Features b)", "(Dense(decoded, 5), Dense(Last(encoded), 3))");
        Assert.Contains("The loss is the sum of Loss.CrossEntropy of each output.", text, StringComparison.Ordinal);
        Assert.Contains("not of the Int8 weights of Generate.", text, StringComparison.Ordinal);
        Assert.Contains("the sum over outputs of the mean over the elements", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RnnTargets", "avx2", "RNN0022", "The property RnnTargets should be some of 16, 8, 4, scalar, separated by commas; it is 'avx2'")]
    [InlineData("RnnKernels", "Jit", "RNN0022", "The property RnnKernels should be Generated or RunTime; it is 'Jit'")]
    [InlineData("RnnKernels", "RunTime", "RNN0024", "The property RnnKernels is RunTime, so the kernels of Model are made by RnnCompiler.Emit")]
    public void Properties_that_do_not_fit_are_reported_at_the_model(string property, string value, string id, string message)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(GeneratorRun.Options.WithOptimizationLevel(OptimizationLevel.Release), GeneratorRun.ParseOptions,
            Model.Replace("%OPTIONS%", ""));
        Diagnostic diagnostic = Assert.Single(AnalyzerRun.Analyze(compilation, (property, value)));
        Assert.Equal(id, diagnostic.Id);
        Assert.StartsWith(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(1, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Theory]
    [InlineData(OptimizationLevel.Debug, "Generated", true)]
    [InlineData(OptimizationLevel.Release, "Generated", false)]
    public void Kernels_that_no_compiler_optimises_are_pointed_out(OptimizationLevel level, string kernels, bool reported)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(GeneratorRun.Options.WithOptimizationLevel(level), GeneratorRun.ParseOptions, Model.Replace("%OPTIONS%", ""));
        Assert.Equal(reported, AnalyzerRun.Analyze(compilation, ("RnnKernels", kernels)).Any(static d => d is { Id: "RNN0023", Severity: DiagnosticSeverity.Info }));
    }

    private static string Surface(string settings, string output, string returned) => GeneratorRun.Run(GeneratorRun.Compile($$"""
        using RnnCompiler;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;
        [RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy{{settings}})]
        public sealed partial class Model
        {
            [Network]
            public static {{output}} Define([Vocabulary(9)] Tokens letters, [Vocabulary(5), Length(4), Generated(Start = 0, Stop = 1)] Tokens answer)
            {
                var (encoded, final) = Gru(Embedding(letters, 2), 3).WithState();
                var decoded = Gru(Embedding(answer, 2), 3, initial: final);
                return {{returned}};
            }
        }
        """)).GeneratedSources.Single(static s => s.HintName == "Model.g.cs").SourceText.ToString();

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal);
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Text(string source) => string.Concat(GeneratorRun.Run(GeneratorRun.Compile(source)).GeneratedSources.Select(static s => s.SourceText.ToString()));
}
