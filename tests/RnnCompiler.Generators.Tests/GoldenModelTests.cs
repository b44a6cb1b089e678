using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>
/// Kernel programs and all generated files of one small model, for 16 and 8 lanes, are as committed: a review shows what a change of any pass, of the
/// scheduler or of the emitter does to them. To accept a change, run with <c>UPDATE_GOLDEN_FILES=1</c>.
/// </summary>
public class GoldenModelTests
{
    private const string Source = """
        using RnnCompiler;

        [RnnModel(InputSize = 1, SequenceLength = 20, Targets = "16,8"), Gru(16), LastStep, Dense(1)]
        public sealed partial class SineModel;
        """;

    // Neither 16 nor 8 lanes run everywhere, so the generator adds the scalar target.
    private static readonly string[] s_files = ["SineModel.g.cs", "SineModel.Plan.g.cs", "SineModel.Lanes16.g.cs", "SineModel.Lanes8.g.cs"];

    public static TheoryData<string> Files => [.. s_files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Generated_files_are_as_committed(string name) =>
        GoldenFile.Compare(name, Run().GeneratedSources.Single(source => source.HintName == name).SourceText.ToString());

    [Fact]
    public void Only_the_scalar_kernels_are_not_committed() =>
        Assert.Equal(s_files.Append("SineModel.Scalar.g.cs").Order(), Run().GeneratedSources.Select(static source => source.HintName).Order());

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void Kernel_programs_are_as_committed(int lanes)
    {
        Module module = CompilerPipeline.Compile(
            new ModelDeclaration("SineModel", 1, 20, Loss.MeanSquaredError, 1f, new(
            [
                new RecurrentDeclaration(new GruDeclaration(ResetAfter: true), 16, 1, false, Merge.Concat, null),
                new TimeReductionDeclaration(TimeReduction.LastStep, null),
                new DenseDeclaration(1, Activation.None, UseBias: true, null),
            ])));
        KernelProgram program = Scheduler.Plan(module).Programs.Single(program => program.Target.Lanes == lanes);
        GoldenFile.Compare($"SineModel.{program.Target.Name}.kernels", KernelPrinter.Print(program));
    }

    [Fact]
    public void Each_golden_file_belongs_to_a_test()
    {
        string[] known = [.. s_files, "SineModel.Lanes16.kernels", "SineModel.Lanes8.kernels", "WeatherModel.g.cs", "StormModel.g.cs", "StormModel.loss"];
        Assert.Equal(known.Select(static name => name + ".txt").Order(), Directory.EnumerateFiles(GoldenFile.Folder).Select(Path.GetFileName).Order());
    }

    private static GeneratorRunResult Run() => GeneratorRun.Run(GeneratorRun.Compile(Source));
}
