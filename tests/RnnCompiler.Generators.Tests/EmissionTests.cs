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

    private static string Text(string source) => string.Concat(GeneratorRun.Run(GeneratorRun.Compile(source)).GeneratedSources.Select(static s => s.SourceText.ToString()));
}
