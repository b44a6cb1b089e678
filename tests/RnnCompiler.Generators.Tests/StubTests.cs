using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>A model or cell with a fault: the fault is all that is reported, since what callers use of the model is there and throws.</summary>
public sealed class StubTests
{
    private const string Caller = """
        using RnnCompiler;

        internal static class Caller
        {
            public static float Call(%INPUT%[] x, float[] y, %TARGET%[] t)
            {
                Model.Prepare();
                using Model model = Model.Create(1);
                Model other = Model.Load("file");
                model.CopyParametersFrom(other);
                model.Threads = 2;
                model.Forward(x, y);
                model.Forward(new %INPUT%[Model.InputSize * Model.SequenceLength], new float[Model.OutputSize * Model.OutputSteps], 1);
                Model.State state = model.CreateState();
                model.Step(state.Clone(), x, y);
                model.Step(state, x, y, 3);
                using Model.Trainer trainer = model.CreateTrainer(new Adam(0.1f), batchSize: 4);
                trainer.Step(x, t);
                model.Save("file");
                return Model.ParameterCount + Use(model) + Run<Model>() + Model.Parameters.Count;
            }

            private static int Use(IStreamingModel<%INPUT%> model) => model.CreateState() is null ? 0 : 1;

            private static int Run<T>() where T : class, IRecurrentModel<T>, ISequenceModel<%INPUT%> => T.Create(1).Threads;
        }
        """;

    private const string Cell = """
        using RnnCompiler;
        using RnnCompiler.Cells;
        [Cell] public static class Faulty { public static Vector Step(Vector x, Vector h, Matrix W, Vector unused) => h + W * x; }
        [RnnModel(InputSize = 2, SequenceLength = 3), Recurrent(typeof(Faulty), 3)] public sealed partial class Model;
        """;

    [Theory]
    [InlineData("RNN0105", "[RnnModel(InputSize = 2, SequenceLength = 3), Gru(0)] sealed partial class Model;")]
    [InlineData("RNN0103", "[RnnModel(SequenceLength = 3), Gru(3)] sealed partial class Model;")]
    [InlineData("RNN0105", "[RnnModel(SequenceLength = -1), Embedding(5, 2), Gru(3)] sealed partial class Model;", "int")]
    [InlineData("RNN0119", "[RnnModel(InputSize = 2, SequenceLength = 3, Loss = Loss.CrossEntropy), Gru(3), Dense(1)] sealed partial class Model;", "float", "int")]
    [InlineData("RNN0101", "[RnnModel(InputSize = 2, SequenceLength = 3)] sealed partial class Model;")]
    [InlineData("RNN0007", "[RnnModel(InputSize = 2, SequenceLength = 3), Gru(3)] sealed partial class Model { public Model() { } }")]
    [InlineData("RNN0013", "[RnnModel(InputSize = 2, SequenceLength = 3), Gru(3)] sealed partial class Model; [LastStep] partial class Model;")]
    [InlineData("RNN0019", "[RnnModel(InputSize = 2, SequenceLength = 3), Recurrent(typeof(string), 3)] sealed partial class Model;")]
    [InlineData("RNN0021", "[RnnModel(InputSize = 2, SequenceLength = 3, Targets = \"7\"), Gru(3)] sealed partial class Model;")]
    [InlineData("RNN0025", "[RnnModel(InputSize = 2, SequenceLength = 3), Gru(3)] sealed partial class Model; struct nint;")]
    [InlineData("RNN0209", Cell)]
    public void Only_the_fault_is_reported(string id, string source, string input = "float", string target = "float")
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source, AnalyzerRun.Usings, Caller.Replace("%INPUT%", input, StringComparison.Ordinal)
            .Replace("%TARGET%", target, StringComparison.Ordinal));
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
        Assert.Equal([id], AnalyzerRun.Analyze(output).Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id));
    }

    [Fact]
    public void While_an_argument_is_half_typed_the_language_reports_it_alone()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(
            "[RnnModel(InputSize = 2, SequenceLength = 3), Gru(\"three\")] sealed partial class Model;",
            AnalyzerRun.Usings,
            Caller.Replace("%INPUT%", "float", StringComparison.Ordinal).Replace("%TARGET%", "float", StringComparison.Ordinal));
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Equal(["CS1503"], output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id));
    }

    [Fact]
    public void Members_that_the_class_has_itself_are_left_out()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(
            "[RnnModel(InputSize = 2, SequenceLength = 3), Gru(3)] sealed partial class Model { public int InputSize => 4; private class State; void Save(string path) { } "
            + "void Use() => Create(1).Forward(default, default); }",
            AnalyzerRun.Usings);
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
        Assert.Equal(["RNN0011", "RNN0011", "RNN0011"], AnalyzerRun.Analyze(output).Select(static d => d.Id));
    }

    [Fact]
    public void The_members_are_those_of_a_model_without_fault()
    {
        const string Floats = "InputSize = 2";
        const string Tokens = "Loss = Loss.CrossEntropy";
        Assert.Equal(Members(Floats, "Gru(3)"), Members(Floats, "Gru(0)"));
        Assert.Equal(Members(Floats, "Gru(3, Bidirectional = true)"), Members(Floats, "Gru(0, Bidirectional = true)"));
        Assert.Equal(Members(Tokens, "Embedding(5, 2), Gru(3), LastStep, Dense(5)"), Members(Tokens, "Embedding(5, 2), Gru(0), LastStep, Dense(5)"));
        Assert.Equal(Members(Tokens, "Embedding(5, 2), Gru(3), Dense(5)"), Members(Tokens, "Embedding(5, 2), Gru(0), Dense(5)"));
        Assert.Contains(Members(Tokens, "Embedding(5, 2), Gru(0), Dense(5)"), static m => m.StartsWith("Model.Generate(", StringComparison.Ordinal));

        static IEnumerable<string> Members(string model, string layers)
        {
            CSharpCompilation compilation = GeneratorRun.Compile($"[RnnModel(SequenceLength = 3, {model}), {layers}] public sealed partial class Model;", AnalyzerRun.Usings);
            GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
            return output.GetTypeByMetadataName("Model")!.GetMembers().Where(static m => m.DeclaredAccessibility == Accessibility.Public && !m.IsImplicitlyDeclared)
                .Select(static m => m.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)).Order(StringComparer.Ordinal);
        }
    }
}
