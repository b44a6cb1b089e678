using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>Whatever users call their locals, weights, states, layers, members, classes and namespaces, generated code means by each name what it meant.</summary>
public sealed class IdentifierTests
{
    private static readonly HashSet<string> s_objectMembers = ["Equals", "GetHashCode", "ToString", "GetType", "Finalize", "MemberwiseClone"];

    private const string Usings = "using RnnCompiler; using RnnCompiler.Cells;\n#pragma warning disable\n";

    /// <summary>A model that makes the generator write every kind of file and most kinds of statement.</summary>
    private const string Sample = Usings + """
        [Cell] public static class Leak
        {
            public static (Vector y, Vector h) Step(Vector x, Vector h, Matrix W, [Initialize(2)] Vector parts)
            {
                var part = CellMath.Sigmoid(parts);
                var next = part * h + (1 - part) * CellMath.Tanh(W * x);
                return (part * next, next);
            }
        }

        [RnnModel(SequenceLength = 9, Loss = Loss.CrossEntropy, Weights = WeightFormat.Int8, UnrollFactor = 2), Embedding(9, 5),
            Recurrent(typeof(Leak), 20, Zoneout = 0.1), Lstm(19, Layers = 2), MeanOverTime, Dense(3)]
        public sealed partial class Tokens;

        [RnnModel(InputSize = 3, SequenceLength = 20, Weights = WeightFormat.BFloat16), Gru(300, Bidirectional = true), MaxOverTime, Dropout(0.5),
            Dense(3, Activation = Activation.Softmax)]
        public sealed partial class Wide;
        """;

    private static readonly Lazy<IReadOnlyList<GeneratedSourceResult>> s_files = new(static () => [.. GeneratorRun.Run(GeneratorRun.Compile(Sample)).GeneratedSources]);

    private static readonly Lazy<string[]> s_identifiers = new(static () =>
    [
        .. Identifiers(s_files.Value)
            .Concat(ReservedNames.All)
            .Concat(["_", "field", "value", "scoped", "required", "extension", "await", "global", "record", "dynamic", "Größe"])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ]);

    /// <summary>
    /// The names of values in kernels begin with a small letter, so that two names which differ in that alone are one there; those that kernels use for
    /// themselves also come with underscores behind them, as the generator makes them of others.
    /// </summary>
    private static readonly Lazy<string[]> s_values = new(static () =>
    [
        .. s_identifiers.Value
            .DistinctBy(static n => char.ToLowerInvariant(n[0]) + n[1..])
            .Concat(ReservedNames.OfKernels.Where(static n => char.IsLower(n[0])).SelectMany(static n => new[] { n + "_", n + "__" }))
            .Distinct()
            .Where(static n => n is not ("x" or "h" or "vector" or "Vector" or "Rest" or "ToString" or "Equals" or "GetHashCode" or "CompareTo")
                && !n.StartsWith("Item", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ]);

    [Fact]
    public void The_sample_holds_what_kernels_and_surfaces_name()
    {
        Assert.InRange(s_identifiers.Value.Length, 200, 3_000);
        string[] expected = ["frame", "rows", "steps", "part", "parts", "active", "rowSteps", "input", "workspace", "RnnLayouts", "Training", "System", "nint", "MemoryMarshal",
            "_rnnParameters"];
        Assert.Empty(expected.Except(s_identifiers.Value));
    }

    [Fact]
    public void Kernels_call_and_declare_what_is_reserved_for_them()
    {
        foreach (GeneratedSourceResult file in s_files.Value.Where(static f => f.HintName.Contains(".Lanes", StringComparison.Ordinal)))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(file.SourceText, GeneratorRun.ParseOptions).GetRoot();
            string[] methods = [.. root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(static m => m.Identifier.ValueText)];
            string[] calls = [.. root.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(static i => i.Expression).OfType<IdentifierNameSyntax>()
                .Select(static n => n.Identifier.ValueText).Distinct().Except(methods)];
            string[] fromFrame = [.. root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Where(static v => v.Initializer?.Value.ToString().Contains("frame.", StringComparison.Ordinal) == true).Select(static v => v.Identifier.ValueText).Distinct()];
            Assert.NotEmpty(calls);
            Assert.NotEmpty(fromFrame);
            Assert.Empty(calls.Concat(fromFrame).Except(ReservedNames.OfKernels));
        }
    }

    [Theory]
    [InlineData("local")]
    [InlineData("weight")]
    [InlineData("state")]
    public void Any_name_is_free_in_a_cell(string use)
    {
        // Each weight and state costs the scheduler a buffer, so these take the names that could meet others in a kernel.
        string[] free = use == "local" ? s_values.Value : [.. s_values.Value.Where(static n => !char.IsUpper(n[0]))];
        int most = use == "local" ? 120 : 16, count = (free.Length + most - 1) / most;
        IEnumerable<string> cells = Enumerable.Range(0, count).Select(i => Cell(use, "Cell" + i, [.. free.Where((_, at) => at % count == i)]));
        AssertCompiles(Usings + string.Join("\n", cells), targets: "8");
    }

    [Fact]
    public void Any_name_is_free_for_a_layer()
    {
        IEnumerable<string> models = s_identifiers.Value.Where(static n => n != "input").Chunk(60).Select(static (names, i) =>
            $"[RnnModel(InputSize = 2, SequenceLength = 2), Rnn(2, Name = \"first\"), "
            + $"{string.Join(", ", names.Where(static n => n != "first").Select(static n => $"Dense(2, Name = \"{n}\")"))}] public sealed partial class Model{i};");
        AssertCompiles(Usings + string.Join("\n", models), targets: "8");
    }

    [Fact]
    public void Any_name_that_is_not_generated_is_free_for_a_member()
    {
        string[] free = [
            .. s_identifiers.Value.Where(static n => !SurfaceNames.All.Contains(n) && !FrameworkTypes.Words.Contains(n) && n is not ("Fields" or "Types" or "Methods"))];
        const string Model = "[RnnModel(InputSize = 2, SequenceLength = 2), Gru(2), LastStep] public sealed partial class";
        AssertCompiles(
            Usings
            + $"{Model} Fields {{ {string.Join(" ", free.Select(static n => $"private static int @{n};"))} }}\n"
            + $"{Model} Types {{ {string.Join(" ", free.Select(static n => $"private class @{n};"))} }}\n"
            + $"{Model} Methods {{ {string.Join(" ", free.Except(s_objectMembers).Select(static n => $"private static object @{n}(Methods a, int b) => null;"))} }}",
            targets: "16,8,4,scalar");
    }

    [Fact]
    public void Any_name_that_is_not_generated_is_free_for_a_class_and_the_namespace_around_it()
    {
        // Kernels do not name the class, so the identifiers of the other files are those that could meet it.
        IEnumerable<string> models = Identifiers(s_files.Value.Where(static f => !f.HintName.Contains(".Lanes", StringComparison.Ordinal)))
            .Distinct()
            .Where(static n => !SurfaceNames.All.Contains(n) && !FrameworkTypes.Words.Contains(n))
            .Select(static n => $"namespace @{n}.@{n} {{ [global::RnnCompiler.RnnModel(InputSize = 1, SequenceLength = 1, Training = false), global::RnnCompiler.Rnn(1)] "
                + $"public sealed partial class @{n}; }}");
        AssertCompiles("#pragma warning disable\n" + string.Join("\n", models), targets: "scalar");
    }

    private static IEnumerable<string> Identifiers(IEnumerable<GeneratedSourceResult> files) => files
        .SelectMany(static f => CSharpSyntaxTree.ParseText(f.SourceText, GeneratorRun.ParseOptions).GetRoot().DescendantTokens())
        .Where(static t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText.Length > 0)
        .Select(static t => t.ValueText);

    // A value is used more than once, so that it gets a local of its own in generated code.
    private static string Cell(string use, string cell, string[] names)
    {
        string method = use switch
        {
            "local" => $"public static Vector Step(Vector x, Vector h, Matrix W) {{ "
            + $"{string.Concat(names.Select((n, i) => $"var @{n} = {(i == 0 ? "W * x" : $"@{names[i - 1]} * h + @{names[i - 1]}")}; "))} return @{names[^1]}; }}",
            "weight" => $"public static Vector Step(Vector x, Vector h, Matrix W, {string.Join(", ", names.Select(static n => "Vector @" + n))}) => W * x + h "
            + $"{string.Concat(names.Select(static n => $" + @{n} * h * @{n}"))};",
            _ => $"public static ({string.Join(", ", names.Select(static n => "Vector @" + n))}) Step(Vector x, Matrix W, "
                + $"{string.Join(", ", names.Select(static n => "Vector @" + n))}) => "
                + $"({string.Join(", ", names.Select((n, i) => $"@{n} * @{names[(i + 1) % names.Length]}{(i == 0 ? " + W * x" : "")}"))});",
        };
        return $"[Cell] public static class {cell} {{ {method} }}\n[RnnModel(InputSize = 2, SequenceLength = 3, Training = {(use == "local" ? "true" : "false")}), "
            + $"Recurrent(typeof({cell}), 3), LastStep] public sealed partial class Of{cell};";
    }

    private static void AssertCompiles(string source, string targets)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        GeneratorRun.Driver(properties: ("RnnTargets", targets)).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Take(3));
        string[] errors = [.. output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning).Take(3)
            .Select(static d => $"{d} {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}")];
        Assert.True(errors.Length == 0, string.Join("\n", errors));
        Assert.All(compilation.SyntaxTrees, tree => Assert.Equal(tree.GetText().ToString().Split("RnnModel(").Length - 1,
            output.SyntaxTrees.Count(static t => t.FilePath.EndsWith(".Plan.g.cs", StringComparison.Ordinal))));
    }
}
