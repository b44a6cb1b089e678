using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>An edit costs what it changes: everything else is kept from the run before.</summary>
public class CachingTests
{
    private const string Model = """
        using RnnCompiler;

        namespace Weather
        {
            [RnnModel(InputSize = 2, SequenceLength = 3)]
            [Gru(3)]
            [LastStep]
            [Dense(1)]
            public sealed partial class Model;
        }
        """;

    private const string Other = """
        using RnnCompiler;

        [RnnModel(InputSize = 2, SequenceLength = 3)]
        [Rnn(3)]
        public sealed partial class Other;
        """;

    private const string Cell = """
        using RnnCompiler;
        using RnnCompiler.Cells;

        [RnnModel(InputSize = 2, SequenceLength = 3)]
        [Recurrent(typeof(Cells.Leaky), 3)]
        public sealed partial class Third;

        public static partial class Cells
        {
            [Cell]
            public static class Leaky
            {
                public static Vector Step(Vector x, Vector h, Matrix W)
                {
                    return 0.9 * h + Squash(W * x);
                }

                private static Vector Squash(Vector v) => CellMath.Tanh(v);
            }
        }
        """;

    public static TheoryData<string> HarmlessCellEdits => new()
    {
        Cell.Replace("return", "// A comment.\nreturn"),
        Cell.Replace("0.9 * h", "(0.9) * h"),
        Cell.Replace("Vector v) => CellMath.Tanh(v)", "Vector pre) { return CellMath.Tanh(pre); }"),
        Cell + "\npublic class Unrelated;",
    };

    public static TheoryData<string, string> HarmlessEdits => new()
    {
        { Model, Other },
        { Model.Replace("namespace", "// A comment.\nnamespace"), Other },
        { Model.Replace("[Gru(3)]", "[Gru(  3 )]\n\n    // A comment."), Other },
        { Model + "\npublic class Unrelated { public void M() { } }", Other },
        { Model, Other + "\n// The end." },
        { Model.Replace("partial class Model;", "partial class Model { public int Extra => 2 * InputSize; }"), Other },
        { Model.Replace("Gru(3)", "Gru(hiddenSize: 1 + 2)"), Other },
    };

    [Theory]
    [MemberData(nameof(HarmlessEdits))]
    public void An_edit_that_leaves_the_declaration_costs_nothing(string model, string other)
    {
        GeneratorRunResult result = RunTwice(model, other);
        foreach ((string name, IncrementalStepRunReason reason) in Reasons(result))
        {
            Assert.True(
                reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                $"The step {name} was {reason}.");
        }
    }

    [Fact]
    public void A_changed_size_compiles_that_model_alone()
    {
        GeneratorRunResult result = RunTwice(Model.Replace("Gru(3)", "Gru(4)"), Other);
        IncrementalStepRunReason[] compiled = [.. Reasons(result).Where(static r => r.Name == TrackingNames.Kernels).Select(static r => r.Reason).Order()];
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], compiled.OrderByDescending(static r => r == IncrementalStepRunReason.Modified));
        Assert.Contains(result.GeneratedSources, static s => s.SourceText.ToString().Contains("gru units=4", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HarmlessCellEdits))]
    public void An_edit_that_leaves_the_equations_of_a_cell_costs_nothing(string cell)
    {
        GeneratorRunResult result = RunTwice(Model, Cell, Model, cell);
        Assert.All(Reasons(result), static r => Assert.True(r.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{r.Name} was {r.Reason}."));
    }

    [Theory]
    [InlineData("0.9", "0.8")]
    [InlineData("CellMath.Tanh(v)", "CellMath.Relu(v)")]
    public void Other_equations_compile_the_models_over_that_cell_alone(string before, string after)
    {
        GeneratorRunResult result = RunTwice(Model, Cell, Model, Cell.Replace(before, after, StringComparison.Ordinal));
        IncrementalStepRunReason[] compiled = [.. Reasons(result).Where(static r => r.Name == TrackingNames.Kernels).Select(static r => r.Reason).Order()];
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], compiled.OrderByDescending(static r => r == IncrementalStepRunReason.Modified));
    }

    [Fact]
    public void A_cell_of_another_file_is_followed_there()
    {
        (string model, string cell) = (Cell[..Cell.IndexOf("public static partial", StringComparison.Ordinal)], "using RnnCompiler;\nusing RnnCompiler.Cells;\n"
            + Cell[Cell.IndexOf("public static partial", StringComparison.Ordinal)..]);
        GeneratorRunResult result = RunTwice(model, cell, model, cell.Replace("0.9", "0.5", StringComparison.Ordinal));
        Assert.Equal(IncrementalStepRunReason.Modified, Reasons(result).Single(static r => r.Name == TrackingNames.Kernels).Reason);
        Assert.Contains(result.GeneratedSources, static s => s.HintName == "Third.g.cs" && s.SourceText.ToString().Contains("constant[0.5]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_leaves_takes_its_files_with_it()
    {
        GeneratorRunResult result = RunTwice(Model, "// Nothing.");
        Assert.All(result.GeneratedSources, static s => Assert.StartsWith("Weather.Model.", s.HintName));
    }

    [Fact]
    public void Every_step_has_a_name_and_nothing_of_the_compilation_in_its_outputs()
    {
        GeneratorRunResult result = RunTwice(Model + "\n[RnnModel] public sealed partial class Faulty;", Cell);
        Assert.Equal(TrackingNames.All.Order(), TrackingNames.All.Where(result.TrackedSteps.ContainsKey).Order());
        foreach (string name in TrackingNames.All)
        {
            foreach (IncrementalGeneratorRunStep step in result.TrackedSteps[name])
                Assert.All(step.Outputs, output => ObjectGraph.AssertFreeOfRoslyn(output.Value, name));
        }
    }

    [Fact]
    public void The_same_source_gives_the_same_text()
    {
        IEnumerable<string> first = GeneratorRun.Run(GeneratorRun.Compile(Model, Other)).GeneratedSources.Select(static s => s.SourceText.ToString());
        IEnumerable<string> second = GeneratorRun.Run(GeneratorRun.Compile(Model, Other)).GeneratedSources.Select(static s => s.SourceText.ToString());
        Assert.Equal(first, second);
    }

    private static GeneratorRunResult RunTwice(string model, string other) => RunTwice(Model, other == Cell ? Cell : Other, model, other);

    private static GeneratorRunResult RunTwice(string modelBefore, string otherBefore, string model, string other)
    {
        CSharpCompilation before = GeneratorRun.Compile(modelBefore, otherBefore);
        CSharpCompilation after = before.Clone();
        after = Replace(Replace(after, 0, modelBefore, model), 1, otherBefore, other);
        return GeneratorRun.Driver().RunGenerators(before).RunGenerators(after).GetRunResult().Results[0];
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int tree, string before, string after) => before == after
        ? compilation
        : compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[tree], CSharpSyntaxTree.ParseText(after, GeneratorRun.ParseOptions, compilation.SyntaxTrees[tree].FilePath));

    private static IEnumerable<(string Name, IncrementalStepRunReason Reason)> Reasons(GeneratorRunResult result) =>
        from name in TrackingNames.All.Where(result.TrackedSteps.ContainsKey)
        from step in result.TrackedSteps[name]
        from output in step.Outputs
        select (name, output.Reason);
}
