using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>
/// Public members of networks with several inputs or outputs: a faulty network has those of the same network without the fault, and a user's own member is refused if and only if
/// the C# compiler would refuse it.
/// </summary>
public sealed class SurfaceTests
{
    private const string Usings = """
        using System;
        using RnnCompiler;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        """;

    private const string SeveralLoss =
        "[LossFunction] public static Features Loss(Sequence mask, Features speech, [Size(5)] Features t, Tokens c) => CrossEntropy(speech, c) + Mean(Mean(mask)) * Sum(t);";

    private static readonly Dictionary<string, string> s_networks = new()
    {
        ["two outputs"] = "[Network] public static (Sequence mask, Features speech) Define([Size(2)] Sequence x) { var y = Gru(x, UNITS); "
            + "return (Dense(y, 2), Dense(Mean(y), 3)); }",
        ["a loss function"] = SeveralLoss
            + "[Network] public static (Sequence mask, Features speech) Define([Size(2)] Sequence x, [Size(2)] Features place) { var y = Gru(x + place, UNITS); "
            + "return (Dense(y, 2), Dense(Mean(y), 3)); }",
        ["a stream"] = "[Network] public static Sequence Define([Size(2)] Sequence x, [Size(3)] Features place, [Vocabulary(4)] Tokens mode) => "
            + "Gru(Concat(x, place, Embedding(mode, 2)), UNITS);",
        ["no stream"] = "[Network] public static Sequence Define([Size(2)] Sequence x, [Size(2)] Sequence y) => Gru(x + y, UNITS, bidirectional: true);",
        ["two lengths"] = "[Network] public static (Sequence a, Features b) Define([Size(2), Length(4)] Sequence x, Sequence y) { var m = Lstm(x, UNITS); "
            + "return (Dense(Gru(y, 2) + Last(Dense(m, 2)), 1), Mean(m)); }",
        ["a length alone"] = "[Network] public static Sequence Define([Size(2), Length(4)] Sequence state, [Length(3)] Sequence output) => "
            + "Gru(state, UNITS) * Last(Dense(output, 3));",
        ["a decoder"] = "[Network] public static Sequence Define([Vocabulary(9)] Tokens words, [Length(5), Vocabulary(7), Generated(Start = 0, Stop = 1)] Tokens answer) => "
            + "Dense(Gru(Concat(Embedding(answer, 3), Last(Gru(Embedding(words, 2), UNITS))), 4), 7);",
        ["a decoder of features"] = "[Network] public static Sequence Define([Size(9)] Features batch, [Vocabulary(7), Generated(Stop = 1)] Tokens tokens) => "
            + "Dense(Gru(Concat(Embedding(tokens, 3), batch), UNITS), 7);",
        ["named features"] = "[Network] public static Features Define([Size(9)] Features x, Sequence y) => Dense(Concat(x, Last(Gru(y, UNITS))), 3);",
    };

    public static TheoryData<string> Names => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_members_of_a_faulty_network_are_those_without_the_fault(string name)
    {
        CheckFaults(name, "");
        CheckFaults(name, ", Training = false");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Own_members_are_refused_if_they_are_generated_too(string name)
    {
        (Compilation output, _) = Run(Source(name, "3", ""));
        IMethodSymbol[] generated = [.. Type(output).GetMembers().OfType<IMethodSymbol>().Where(static m => m.MethodKind == MethodKind.Ordinary && Written(m)
            && m.Name is "Forward" or "Step" or "CreateState" or "Generate" or "CreateTrainer")];
        Assert.NotEmpty(generated);
        foreach (IMethodSymbol method in generated.Where(static m => m.DeclaredAccessibility == Accessibility.Public))
        {
            string parameters = string.Join(", ", method.Parameters.Select(static p => $"{p.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} own{p.Ordinal}"));
            Assert.Equal(["RNN0011"], Ids($"public void {method.Name}({parameters}) {{ }}"));
            Assert.Empty(Ids($"public void {method.Name}({parameters}{(parameters.Length > 0 ? ", " : "")}Uri more) {{ }}"));
        }

        Assert.Empty(Ids("public int InputSize => 1; public int OutputSize => 1; public int OutputSteps => 1;"));
        Assert.Empty(Ids("public void Forward(ReadOnlySpan<float> input, Span<float> output) { } public int Generate(ReadOnlySpan<int> prompt) => 1;"));
        Assert.Equal(["RNN0011"], Ids("public int SequenceLength => 1;"));
        Assert.Equal(["RNN0011"], Ids("private class Trainer { }"));
        bool hasState = !Type(output).GetTypeMembers("State").IsEmpty;
        Assert.Equal(hasState ? ["RNN0011"] : [], Ids("private class State { }"));
        Assert.Equal(generated.Any(static m => m.Name == "Generate") ? ["RNN0011"] : [], Ids("public int Generate => 1;"));

        string[] Ids(string member) => [.. AnalyzerRun.Diagnostics(GeneratorRun.Compile(Source(name, "3", "", member)))
            .Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id).Distinct()];
    }

    [Fact]
    public void Own_members_without_training_may_be_called_as_a_trainer() => Assert.Empty(AnalyzerRun.Diagnostics(
        GeneratorRun.Compile(Source("two lengths", "3", ", Training = false",
            "private class Trainer { } void CreateTrainer(Optimizer optimizer, int batchSize, TrainerOptions options) { }"))));

    private static void CheckFaults(string name, string settings)
    {
        string whole = Source(name, "3", settings);
        Assert.NotEmpty(Type(Run(whole).Output).GetTypeMembers("RnnLayouts"));
        Assert.Empty(Type(Run(Source(name, "0", settings)).Output).GetTypeMembers("RnnLayouts"));
        IReadOnlyList<string> expected = Members(whole);
        Assert.Equal(expected, Members(Source(name, "0", settings)));

        // Whether a body that cannot be read is that of a stream is not known.
        if (name != "no stream")
            Assert.Equal(expected, Members(Source(name, "Other()", settings)));
        if (settings.Length == 0 && !name.StartsWith("a decoder", StringComparison.Ordinal))
            Assert.Equal(expected, Members(whole.Replace("SequenceLength = 3", "SequenceLength = 3, Weights = (WeightFormat)9", StringComparison.Ordinal)));
    }

    private static string Source(string name, string units, string settings, string members = "") => string.Concat(
        Usings,
        "[RnnModel(SequenceLength = 3",
        name.StartsWith("a decoder", StringComparison.Ordinal) ? ", Loss = Loss.CrossEntropy" : "",
        settings,
        ")] public sealed partial class Model { private static int Other() => 3; ",
        s_networks[name].Replace("UNITS", units, StringComparison.Ordinal),
        members,
        " }");

    private static (Compilation Output, IReadOnlyList<Diagnostic> Errors) Run(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return (output, [.. output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error)]);
    }

    private static INamedTypeSymbol Type(Compilation output) => output.GetTypeByMetadataName("Model")!;

    private static bool Written(ISymbol member) => !member.IsImplicitlyDeclared;

    private static IReadOnlyList<string> Members(string source)
    {
        (Compilation output, IReadOnlyList<Diagnostic> errors) = Run(source);
        Assert.Empty(errors);
        SymbolDisplayFormat format = SymbolDisplayFormat.CSharpErrorMessageFormat.WithMemberOptions(
            SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeModifiers).WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue);
        return [.. Of(Type(output)).Concat(Type(output).GetTypeMembers().Where(static t => t.DeclaredAccessibility == Accessibility.Public).SelectMany(Of))
            .Concat(Type(output).AllInterfaces.Select(static i => i.ToDisplayString())).Order(StringComparer.Ordinal)];

        IEnumerable<string> Of(INamedTypeSymbol type) => type.GetMembers().Where(static m => Written(m) && m.DeclaredAccessibility == Accessibility.Public)
            .Select(m => m.ToDisplayString(format)).Append($"{type} : {type.BaseType}");
    }
}
