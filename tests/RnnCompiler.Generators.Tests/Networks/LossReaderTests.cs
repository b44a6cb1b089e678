using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Diagnostics;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>Methods with [LossFunction]: the declaration that is read of them, and what is reported.</summary>
public sealed class LossReaderTests
{
    private const string Usings = """
        using RnnCompiler;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        """;

    [Theory]
    [InlineData("Features Loss(Sequence y, Sequence t) => Mean(Sum(Square(y - t)));",
        "sequence size=2 name=\"output\"\nsequence size=2 name=\"target\"\nsubtract from=\"output target\"\nsquare\nsumovertime\nmean\n")]
    [InlineData("Features Loss(Sequence y, [Size(3)] Sequence t) { var error = Huber(y, Slice(t, 1, 2), delta: 0.5); return 2 * error; }",
        "sequence size=2 name=\"output\"\nsequence size=3 name=\"target\"\nslice start=1 length=2\nhuber delta=0.5 from=\"output slice\"\nmultiply left=2\n")]
    [InlineData("Features Loss(Sequence y, Tokens t) => CrossEntropy(y, t);",
        "sequence size=2 name=\"output\"\ntokens vocabulary=2 name=\"target\"\ncrossentropy from=\"output target\"\n")]
    [InlineData("Features Loss(Sequence y, [Vocabulary(2)] Tokens t) => Half(CrossEntropy(target: t, output: y)); static Features Half(Features x) => x / 2;",
        "sequence size=2 name=\"output\"\ntokens vocabulary=2 name=\"target\"\ncrossentropy from=\"output target\"\ndivide right=2\n")]
    [InlineData("Features Loss(Sequence y, Features t) => MeanAbsoluteError(Last(y), t);",
        "sequence size=2 name=\"output\"\nfeatures size=2 name=\"target\"\nlaststep from=\"output\"\nmeanabsoluteerror from=\"laststep target\"\n")]
    public void A_method_is_read_as_lines_after_those_of_the_network(string method, string lines)
    {
        const string Network = "model name=\"Model\" inputs=3 steps=30\ngru units=4\ndense units=2\nlossfunction\n";
        Assert.Equal(Network + lines, Read(Chain("[Gru(4), Dense(2)]", method)));
        string ofMethod = "[Network] public static Sequence Define([Size(3)] Sequence x) => Dense(Gru(x, 4), 2); [LossFunction] public static " + method;
        Assert.Equal(Network + lines, Read($"{Usings}[RnnModel(SequenceLength = 30)] public partial class Model {{ {ofMethod} }}"));
    }

    [Fact]
    public void Class_ids_of_one_output_are_one_for_each_example() => Assert.EndsWith(
        "dense units=4 activation=Softmax\nlossfunction\nfeatures size=4 name=\"output\"\nclass vocabulary=4 name=\"target\"\ncrossentropy from=\"output target\"\n",
        Read(Chain("[Gru(4), LastStep, Dense(4, Activation = Activation.Softmax)]", "Features Loss(Features y, Tokens t) => CrossEntropy(y, t);")),
        StringComparison.Ordinal);

    [Fact]
    public void Parameters_are_outputs_in_order_then_targets_of_their_own_kinds() => Assert.Equal(
        "model name=\"Model\" steps=5\nsequence size=2 name=\"x\"\nsequence size=1 length=4 name=\"y\"\ngru units=3 from=\"x\"\ndense units=2\nrnn units=2 from=\"y\"\n"
            + "dense units=4\nmeanovertime from=\"gru\"\noutput from=\"dense\" name=\"a\"\noutput from=\"dense_1\" name=\"b\"\noutput from=\"meanovertime\" name=\"c\"\n"
            + "lossfunction\nsequence size=2 name=\"output\"\nsequence size=4 name=\"output_1\"\nfeatures size=3 name=\"output_2\"\n"
            + "features size=2 name=\"target\"\ntokens vocabulary=4 name=\"target_1\"\nclass vocabulary=3 name=\"target_2\"\nmeanovertime from=\"output\"\n"
            + "meansquarederror from=\"meanovertime target\"\ncrossentropy from=\"output_1 target_1\"\nadd from=\"meansquarederror crossentropy\"\nmean from=\"output_2\"\n"
            + "add from=\"add mean\"\n",
        Read(Several("Sequence a, Sequence b, Features c, Features t, Tokens u, Tokens unread", "MeanSquaredError(Mean(a), t) + CrossEntropy(b, u) + Mean(c)")));

    [Theory]
    [InlineData("Sequence a, Sequence b, Sequence t, Tokens u", "MeanSquaredError(a, t) + CrossEntropy(b, u)", "RNN0171")]
    [InlineData("Sequence a, Features c, Sequence b, Sequence t, Sequence u, Features v", "Mean(Mean(a)) + Mean(Mean(b)) + Mean(c)", "RNN0172")]
    [InlineData("Sequence a, Sequence b, Features c, Sequence t, Tokens u, Sequence v", "Mean(Mean(a)) + Mean(Mean(b)) + Mean(c)", "RNN0172")]
    [InlineData("Sequence a, [Size(3)] Sequence b, Features c, Sequence t, Tokens u, Features v", "Mean(Mean(a)) + Mean(Mean(b)) + Mean(c)", "RNN0172")]
    [InlineData("Sequence a, Sequence b, Features c, Sequence t, Tokens u, Features v", "MeanSquaredError(a, t) + Mean(Mean(b))", "RNN0174")]
    [InlineData("Sequence a, Sequence b, Features c, Sequence t, Tokens u, Features v", "Mean(Mean(a)) + CrossEntropy(a, u) + Mean(Mean(b)) + Mean(c)", "RNN0160")]
    public void What_does_not_fit_several_outputs_is_reported(string parameters, string loss, string id) =>
        Assert.Contains(id, AnalyzerRun.Diagnostics(GeneratorRun.Compile(Several(parameters, loss))).Select(static d => d.Id));

    [Theory]
    [InlineData("Features Loss(Sequence y, Sequence t = null) => MeanSquaredError(y, t);", "RNN0310")]
    [InlineData("Features Loss(Sequence y) => Mean(Mean(y));", "RNN0310")]
    [InlineData("Features Loss(Tokens y, Sequence t) => Mean(Mean(t));", "RNN0310")]
    [InlineData("Features Loss(Sequence y, [Size(2)] Tokens t) => CrossEntropy(y, t);", "RNN0310")]
    [InlineData("Features Loss(Sequence y, [Length(3)] Sequence t) => MeanSquaredError(y, t);", "RNN0310")]
    [InlineData("Features Loss(Sequence y, [Generated] Tokens t) => CrossEntropy(y, t);", "RNN0310")]
    [InlineData("Features Loss(Sequence y, Sequence z, Sequence t, Sequence u) => MeanSquaredError(y, t) + MeanSquaredError(z, u);", "RNN0171")]
    [InlineData("Features Loss<T>(Sequence y, Sequence t) => MeanSquaredError(y, t);", "RNN0310")]
    [InlineData("Features Loss(Features y, Features t) => t;", "RNN0310")]
    [InlineData("Features Loss(Sequence y, Sequence t) { if (y == t) return Sum(Sum(y)); return Sum(Sum(t)); }", "RNN0303")]
    [InlineData("Features Loss(Sequence y, Sequence t) { var unused = y * t; return MeanSquaredError(y, t); }", "RNN0147")]
    [InlineData("Features Loss(Sequence y, Sequence t) => Loss(y, t);", "RNN0306")]
    [InlineData("Features Loss(Sequence y, Sequence t) => MeanSquaredError(Gru(y, 2), t);", "RNN0173")]
    [InlineData("Features A(Sequence y, Sequence t) => MeanSquaredError(y, t); [LossFunction] public static Features B(Sequence y, Sequence t) => Huber(y, t);", "RNN0310")]
    public void What_is_no_loss_function_is_reported_once(string method, string id) =>
        Assert.Equal([id], AnalyzerRun.Diagnostics(GeneratorRun.Compile(Chain("[Gru(4), Dense(2)]", method))).Select(static d => d.Id).Distinct());

    [Theory]
    [InlineData("Sequence way, Sequence tags, Features «level»", "Mean(Mean(way)) + Mean(Mean(tags))", "used by the loss function; \"level\" is not")]
    [InlineData("Sequence way, Features «tags», Features level", "Mean(Mean(way)) + Mean(tags) + Mean(level)", "The parameter \"tags\" of a loss function should be")]
    [InlineData("Sequence way, Sequence tags, Features level", "Mean(Sum(Square(«way - Slice(tags, 0, 2)»))) + Mean(level)",
        "What \"-\" reads should have the steps of one input; found \"way\" with the steps of the model and \"Slice(tags, 0, 2)\" with those of \"tags\"")]
    [InlineData("Sequence way, Sequence tags, Features level", "Mean(Mean(way)) + Mean(Mean(tags)) + Mean(«Dense(level, 2)»)", "found \"Dense\".")]
    public void Outputs_are_called_as_the_loss_function_calls_them(string outputs, string loss, string message) =>
        MarkedSource.Check(Several(outputs + ", Sequence t, Tokens u, Features v", loss), message);

    [Theory]
    [InlineData("Loss = «Loss.Huber», HuberDelta = 2f", "found Loss beside a loss function.")]
    [InlineData("Loss = «Loss.MeanSquaredError»", "found Loss beside a loss function.")]
    [InlineData("HuberDelta = «2f»", "found HuberDelta beside a loss function.")]
    public void A_loss_by_name_beside_a_loss_function_is_reported_once(string settings, string message) => MarkedSource.Check(
        $"{Usings}[RnnModel(InputSize = 3, SequenceLength = 30, {settings})] [Gru(4)] public partial class Model "
            + "{ [LossFunction] public static Features Own(Sequence y, Sequence t) => Huber(y, t); }",
        message);

    [Fact]
    public void An_unfinished_method_is_left_to_the_compiler()
    {
        const string Method = "Features Loss(Sequence output, Tokens target) => 0.5 * CrossEntropy(Slice(output, 0, 2), target) + Mean(Mean(Square(output)));";
        for (int length = 0; length < Method.Length; length++)
        {
            CSharpCompilation compilation = GeneratorRun.Compile(Chain("[Gru(4), Dense(2)]", Method[..length]));
            Assert.DoesNotContain(AnalyzerRun.Diagnostics(compilation), static d => d.Id == InternalErrors.Descriptor.Id);
        }
    }

    [Fact]
    public void A_network_cannot_call_a_loss() => Assert.Equal(["RNN0304"], AnalyzerRun.Diagnostics(GeneratorRun.Compile($$"""
        {{Usings}}
        [RnnModel(SequenceLength = 3)]
        public partial class Model { [Network] public static Features Define(Sequence x) => MeanSquaredError(Gru(x, 1), x); }
        """)).Select(static d => d.Id));

    private static string Several(string parameters, string loss) => $$"""
        {{Usings}}
        [RnnModel(SequenceLength = 5)]
        public partial class Model
        {
            [Network]
            public static (Sequence a, Sequence b, Features c) Define([Size(2)] Sequence x, [Length(4)] Sequence y)
            {
                var memory = Gru(x, 3);
                return (Dense(memory, 2), Dense(Rnn(y, 2), 4), Mean(memory));
            }

            [LossFunction]
            public static Features Loss({{parameters}}) => {{loss}};
        }
        """;

    private static string Chain(string layers, string method) =>
        $"{Usings}[RnnModel(InputSize = 3, SequenceLength = 30)] {layers} public partial class Model {{ [LossFunction] public static {method} }}";

    private static string Read(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        ClassDeclarationSyntax part = compilation.SyntaxTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes()).OfType<ClassDeclarationSyntax>()
            .First(static declaration => declaration.Identifier.Text == "Model");
        ParsedModel parsed = ModelParser.Parse(compilation.GetTypeByMetadataName("Model")!, part, compilation, CancellationToken.None);
        Assert.Empty(parsed.Problems);
        return DeclarationText.Write(parsed.Declaration!);
    }
}
