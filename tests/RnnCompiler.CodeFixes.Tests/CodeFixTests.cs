using Microsoft.CodeAnalysis.CodeFixes;
using RnnCompiler.Generators.Diagnostics;

namespace RnnCompiler.CodeFixes.Tests;

public class CodeFixTests
{
    private const string Using = "using RnnCompiler;\n\n";

    public static TheoryData<string> FixedIds => [.. Providers.SelectMany(static p => p.FixableDiagnosticIds).Distinct()];

    private static IReadOnlyList<CodeFixProvider> Providers => [new MakePartialFix(), new MoveLayersFix(), new FitLossFix()];

    [Theory]
    [MemberData(nameof(FixedIds))]
    public void Each_fix_is_for_a_diagnostic_that_the_analyzer_reports(string id) => Assert.Contains(new RnnAnalyzer().SupportedDiagnostics, d => d.Id == id);

    [Theory]
    [InlineData("public sealed class", "public sealed partial class")]
    [InlineData("class", "partial class")]
    [InlineData("/* kept */ internal class", "/* kept */ internal partial class")]
    [InlineData("// kept\nclass", "// kept\npartial class")]
    public async Task A_model_becomes_partial(string before, string after)
    {
        const string Layers = Using + "[RnnModel(InputSize = 1, SequenceLength = 9)]\n[Gru(4)]\n";
        IReadOnlyList<string> found = await CodeFixRun.ApplyAsync(new MakePartialFix(), "RNN0001", "Make Model partial", $"{Layers}{before} Model;\n");
        Assert.Equal($"{Layers}{after} Model;\n", found[0]);
    }

    [Fact]
    public async Task A_type_around_a_model_becomes_partial()
    {
        IReadOnlyList<string> found = await CodeFixRun.ApplyAsync(
            new MakePartialFix(),
            "RNN0002",
            "Make Forecasts partial",
            Using + "public static class Forecasts\n{\n    [RnnModel(InputSize = 1, SequenceLength = 9)]\n    [Gru(4)]\n    public sealed partial class Model;\n}\n");
        Assert.Contains("public static partial class Forecasts\n", found[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_on_other_parts_and_in_other_files_move_onto_the_part_with_the_model()
    {
        IReadOnlyList<string> found = await CodeFixRun.ApplyAsync(
            new MoveLayersFix(),
            "RNN0013",
            "Move layers onto the part with [RnnModel]",
            Using + "/// <summary>Kept.</summary>\n[RnnModel(InputSize = 1, SequenceLength = 9)]\n[Gru(4)]\npublic sealed partial class Model;\n\n"
                + "// Kept too.\n[System.Obsolete, LastStep]\npublic sealed partial class Model;\n",
            Using + "[Dense(2), Dropout(0.5f)]\n[Dense(1)]\npublic sealed partial class Model\n{\n}\n");
        Assert.Equal(
            Using + "/// <summary>Kept.</summary>\n[RnnModel(InputSize = 1, SequenceLength = 9)]\n[Gru(4)]\n[LastStep]\n[Dense(2)]\n[Dropout(0.5f)]\n[Dense(1)]\n"
                + "public sealed partial class Model;\n\n// Kept too.\n[System.Obsolete]\npublic sealed partial class Model;\n",
            found[0]);
        Assert.Equal(Using + "public sealed partial class Model\n{\n}\n", found[1]);
    }

    [Theory]
    [InlineData("SequenceLength = 9", "Softmax", "RNN0116", "Set Loss to Loss.CrossEntropy", "SequenceLength = 9, Loss = Loss.CrossEntropy", "Softmax")]
    [InlineData("SequenceLength = 9, Loss = Loss.Huber", "Softmax", "RNN0116", "Set Loss to Loss.CrossEntropy", "SequenceLength = 9, Loss = Loss.CrossEntropy", "Softmax")]
    [InlineData("Loss = Loss.CrossEntropy, SequenceLength = 9", "Sigmoid", "RNN0117", "Set Loss to Loss.BinaryCrossEntropy", "Loss = Loss.BinaryCrossEntropy, SequenceLength = 9",
        "Sigmoid")]
    [InlineData("SequenceLength = 9, Loss = Loss.BinaryCrossEntropy", "Softmax", "RNN0117", "Set Loss to Loss.CrossEntropy", "SequenceLength = 9, Loss = Loss.CrossEntropy",
        "Softmax")]
    [InlineData("SequenceLength = 9, Loss = Loss.CrossEntropy", "Tanh", "RNN0117", "Set Activation to Activation.Softmax", "SequenceLength = 9, Loss = Loss.CrossEntropy",
        "Softmax")]
    [InlineData("SequenceLength = 9, Loss = Loss.BinaryCrossEntropy", "Softmax", "RNN0117", "Set Activation to Activation.Sigmoid",
        "SequenceLength = 9, Loss = Loss.BinaryCrossEntropy", "Sigmoid")]
    public async Task Loss_and_head_are_fitted_to_each_other(string model, string head, string id, string title, string fittedModel, string fittedHead)
    {
        IReadOnlyList<string> found = await CodeFixRun.ApplyAsync(new FitLossFix(), id, title, Source(model, head));
        Assert.Equal(Source(fittedModel, fittedHead), found[0]);
    }

    [Theory]
    [InlineData("SequenceLength = 9", "Softmax", "RNN0116", new[] { "Set Loss to Loss.CrossEntropy" })]
    [InlineData("SequenceLength = 9, Loss = Loss.CrossEntropy", "Tanh", "RNN0117", new[] { "Set Activation to Activation.Softmax" })]
    [InlineData("SequenceLength = 9, Loss = Loss.CrossEntropy", "Sigmoid", "RNN0117", new[] { "Set Loss to Loss.BinaryCrossEntropy", "Set Activation to Activation.Softmax" })]
    public async Task Only_fixes_that_help_are_offered(string model, string head, string id, string[] titles) =>
        Assert.Equal(titles, await CodeFixRun.TitlesAsync(new FitLossFix(), id, Source(model, head)));

    private static string Source(string model, string head) =>
        $"{Using}[RnnModel(InputSize = 1, {model})]\n[Gru(4)]\n[LastStep]\n[Dense(3, Activation = Activation.{head})]\npublic sealed partial class Model;\n";
}
