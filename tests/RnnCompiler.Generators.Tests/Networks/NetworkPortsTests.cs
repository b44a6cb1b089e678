using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Tests.Harness;
using RnnCompiler.Networks;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>Inputs and outputs of networks: the generator reads those that the method records when it is called, and refuses others at their place.</summary>
public sealed class NetworkPortsTests
{
    [Theory]
    [InlineData("[Size(2)] Sequence x, [Size(3)] Features f", "Sequence", "return Lstm(x, 3) * f - f;",
        "sequence size=2 name=\"x\"\nfeatures size=3 name=\"f\"\nlstm units=3 from=\"x\"\nmultiply from=\"lstm f\"\nsubtract from=\"multiply f\"\n")]
    [InlineData("Features f, Sequence x", "(Sequence mask, Features speech)", "var y = Gru(x + f, 4); return (Dense(y, 2), Mean(y));",
        "features size=1 name=\"f\"\nsequence size=1 name=\"x\"\nadd from=\"x f\"\ngru units=4\ndense units=2\nmeanovertime from=\"gru\"\n"
        + "output from=\"dense\" name=\"mask\"\noutput from=\"meanovertime\" name=\"speech\"\n")]
    [InlineData("[Length(3)] Sequence x", "Sequence", "return Gru(x, 4);", "sequence size=1 length=3 name=\"x\"\ngru units=4\n")]
    [InlineData("[Length(5), Vocabulary(9)] Tokens x", "Sequence", "return Gru(Embedding(x, 2), 4);", "embedding vocabulary=9 dimension=2\ngru units=4\n")]
    [InlineData("[Vocabulary(9), Length(7)] Tokens a, [Length(5), Vocabulary(8)] Tokens b, [Size(2)] Features @in", "Features",
        "return Concat(Last(Gru(Embedding(b, 2), 4)), @in, Mean(Embedding(a, 3, name: \"e\")));",
        "tokens vocabulary=9 length=7 name=\"a\"\ntokens vocabulary=8 length=5 name=\"b\"\nfeatures size=2 name=\"in\"\nembedding vocabulary=8 dimension=2 from=\"b\"\n"
        + "gru units=4\nlaststep\nembedding vocabulary=9 dimension=3 from=\"a\" name=\"e\"\nmeanovertime\nconcat from=\"laststep in meanovertime\"\n")]
    [InlineData("[Size(3)] Sequence x", "(Sequence a, Sequence b)", "var y = Lstm(x, 3); var z = (y, -x); return z;",
        "lstm units=3\nmultiply right=-1 from=\"input\"\noutput from=\"lstm\" name=\"a\"\noutput from=\"multiply\" name=\"b\"\n")]
    [InlineData("[Size(3)] Features f", "Sequence", "return Gru(Repeat(Dense(f, 2)), 3);", "features size=3 name=\"f\"\ndense units=2\nrepeat\ngru units=3\n")]
    [InlineData("[Size(2), Length(4)] Sequence x, [Size(2)] Sequence y", "(Sequence a, Features b)", "return Both(Lstm(x, 3), Gru(y, 3));",
        "sequence size=2 length=4 name=\"x\"\nsequence size=2 name=\"y\"\nlstm units=3 from=\"x\"\ngru units=3 from=\"y\"\nlaststep from=\"lstm\"\nadd from=\"gru laststep\"\n"
        + "output from=\"add\" name=\"a\"\noutput from=\"laststep\" name=\"b\"\n")]
    public void A_method_gives_the_ports_that_it_records_when_it_is_called(string parameters, string output, string body, string expected)
    {
        string source = Source(parameters, output, body);
        int inputs = expected.StartsWith("lstm", StringComparison.Ordinal) ? 3 : 0;
        Assert.Equal($"model name=\"Model\"{(inputs > 0 ? " inputs=3" : "")} steps=5\n{expected}", NetworkReaderTests.Read(source));
        Assert.Equal(NetworkReaderTests.Read(source), Record(source, Loss.MeanSquaredError));
    }

    [Theory]
    [InlineData("[Vocabulary(4), Length(3), Generated(Start = 2, Stop = 1)] Tokens y", "return Dense(Gru(Embedding(y, 2), 3), 4);",
        "tokens vocabulary=4 length=3 start=2 stop=1 name=\"y\"\nembedding vocabulary=4 dimension=2\ngru units=3\ndense units=4\n")]
    [InlineData("Sequence x, [Generated(Stop = 1), Vocabulary(4)] Tokens y", "return Dense(Gru(Concat(Embedding(y, 2), Last(Lstm(x, 3))), 3), 4);",
        "sequence size=1 name=\"x\"\ntokens vocabulary=4 start=0 stop=1 name=\"y\"\nembedding vocabulary=4 dimension=2\nlstm units=3 from=\"x\"\nlaststep\n"
        + "concat from=\"embedding laststep\"\ngru units=3\ndense units=4\n")]
    public void An_input_that_the_network_writes_is_read_as_it_is_recorded(string parameters, string body, string expected)
    {
        string source = Source(parameters, "Sequence", body, ", Loss = Loss.CrossEntropy");
        Assert.Equal("model name=\"Model\" steps=5 loss=CrossEntropy\n" + expected, NetworkReaderTests.Read(source));
        Assert.Equal(NetworkReaderTests.Read(source), Record(source, Loss.CrossEntropy));
    }

    [Theory]
    [InlineData("Sequence x, [«Vocabulary(3)»] Sequence y", "The parameter y should have [Size], since it is a Sequence; found [Vocabulary].")]
    [InlineData("Sequence x, [«Vocabulary(3)»] Features f", "should have [Size], since it is Features; found [Vocabulary].")]
    [InlineData("Sequence x, [«Length(3)»] Features f", "The parameter f should be a Sequence or Tokens, since it has a length; found [Length].")]
    [InlineData("Sequence x, [«Generated»] Features f", "should be Tokens, since the network writes it; found [Generated].")]
    [InlineData("Sequence x, [«Size(3)», Vocabulary(2)] Tokens t", "should have [Vocabulary], since it is Tokens; found [Size].")]
    [InlineData("Sequence x, Tokens «t»", "should have [Vocabulary], since it is Tokens; found none.")]
    [InlineData("Sequence x, RecurrentSequence «y»", "should be a Sequence, Features or Tokens; found RecurrentSequence.")]
    [InlineData("Sequence x, Features «f» = null", "without a default; found a default.")]
    [InlineData("Sequence x, [Size(«0»)] Features f", "size should be from 1 to 65536; found 0.", "Concat(x, f)")]
    [InlineData("[Size(«0»)] Sequence x", "size should be from 1 to 65536; found 0.")]
    [InlineData("[Size(«-1»)] Sequence x", "size should be from 1 to 65536; found -1.")]
    [InlineData("[Size(1), Length(«-1»)] Sequence x", "length should be from 1 to 16777216; found -1.")]
    [InlineData("Sequence x, [Vocabulary(«0»)] Tokens t", "vocabulary should be from 1 to 16777216; found 0.", "Concat(x, Embedding(t, 2))")]
    [InlineData("[Vocabulary(«0»)] Tokens t", "vocabulary should be from 1 to 16777216; found 0.", "Embedding(t, 2)")]
    [InlineData("Sequence x, Sequence «y»", "Each input should be read by a layer; \"y\" is not.")]
    [InlineData("Sequence x, Sequence «input»", "\"input\" is what a trainer calls the gradient of the model's input; one of several inputs should", "Concat(x, input)")]
    [InlineData("Sequence x, Sequence «lstm»", "\"lstm\" is the name of \"Lstm(x + lstm, 3)\", which is given none; a layer should have another name", "x + lstm")]
    [InlineData("Sequence a, Sequence b, Sequence c, Sequence d, Sequence e, Sequence f, Sequence g, Sequence h, Sequence «i»", "A network should have 1 to 8 inputs; found 9.",
        "Concat(a, b, c, d, e, f, g, h, i)")]
    [InlineData("Sequence x, [Length(5)] Sequence y", "found \"x\" with the steps of the model and \"y\" with those of \"y\".", "«x + y»")]
    [InlineData("Sequence x, [Length(5)] Sequence y", "What \"+\" reads should have the steps of one input; found \"x\"", "Max(y, Gru(«x + y», 1) * y) - x")]
    [InlineData("Sequence x, [Length(3)] Sequence y", "found \"x\" with the steps of the model and \"y\" with those of \"y\".", "«x + y»")]
    [InlineData("Sequence x, [Size(2)] Features f", "The operands of \"+\" should have one size; found 1 features of \"x\" and 2 of \"f\".", "«x + f»")]
    [InlineData("Sequence x", "x should be a value of the network; found null.", "Gru(«null», 3)")]
    public void A_parameter_that_cannot_be_an_input_is_refused_at_its_place(string parameters, string message, string read = "x") =>
        MarkedSource.Check(Source(parameters, "Sequence", $"return Lstm({read}, 3);"), message);

    [Theory]
    [InlineData("(Sequence a, «Features»)", "return (y, Last(y));", "Each of several outputs should have a name, as in (Sequence mask, Features speech); found none.")]
    [InlineData("(Sequence a, «Features Item2»)", "return (y, Last(y));", "should have a name")]
    [InlineData("(Sequence a, «int» b)", "return (y, 3);", "A network should return a tuple of Sequences and Features; found int.")]
    [InlineData("(Sequence a, «(Sequence b, Sequence c)» d)", "return (y, (y, y));", "should return a tuple of Sequences and Features; found (Sequence b, Sequence c).")]
    [InlineData("(Sequence a, Sequence b)", "return (y, «x»);", "An output should be what a layer computes; found \"b\", which is not.")]
    [InlineData("(Sequence a, Sequence b)", "return (y, «null»);", "A network should return the output of a layer; found null.")]
    [InlineData("Sequence", "return «x»;", "A network should return the output of a layer; found an input.")]
    [InlineData("Sequence", "return «null»;", "A network should return the output of a layer; found null.")]
    [InlineData("(Sequence a, Sequence «b\u203fc»)", "return (y, -y);", "The name of an output should be letters, digits and underscores")]
    [InlineData("(Sequence a, Sequence b)", "var lost = «Gru(x, 2)»; return (y, -y);", "Each layer should be used by another one or be the output; \"lost\" is not.")]
    public void What_cannot_be_an_output_is_refused_at_its_place(string output, string body, string message) =>
        MarkedSource.Check(Source("Sequence x, Sequence z", output, "var y = Lstm(x + z, 3); " + body), message);

    [Theory]
    [InlineData("[Generated(Start = «4»), Vocabulary(4)] Tokens y", "start should be a token id from 0 to 3; found 4.")]
    [InlineData("[Vocabulary(4), Generated(Stop = «-1»)] Tokens y", "stop should be a token id from 0 to 3; found -1.")]
    [InlineData("[Vocabulary(4), Generated] Tokens y", "so it should have 4 features at each step of \"y\"; found 5 features.", "«Dense(Gru(Embedding(y, 2), 3), 5)»")]
    [InlineData("[Vocabulary(4), Generated] Tokens y, [Vocabulary(4), Generated] Tokens «z»", "A network should write one input at most; found a second one after \"y\".",
        "Dense(Gru(Embedding(y, 2) + Embedding(z, 2), 3), 4)")]
    public void What_the_network_cannot_write_is_refused_at_its_place(
        string parameters, string message, string output = "Dense(Gru(Embedding(y, 2), 3), 4)") =>
        MarkedSource.Check(Source(parameters, "Sequence", $"return {output};", ", Loss = Loss.CrossEntropy"), message);

    [Theory]
    [InlineData("«RnnModel(SequenceLength = 5)»", "found Loss.MeanSquaredError.", "")]
    [InlineData("RnnModel(SequenceLength = 5, Loss = «Loss.Huber»)", "found Loss.Huber.", "")]
    [InlineData("RnnModel(SequenceLength = 5, Loss = «Loss.Huber»)", "found Loss.Huber.", "", "Activation.Softmax")]
    [InlineData("RnnModel(SequenceLength = 5)", "found a loss function.", "«Own»")]
    [InlineData("RnnModel(SequenceLength = 5, Loss = Loss.CrossEntropy)", "found a loss function.", "«Own»")]
    [InlineData("RnnModel(SequenceLength = 5, Loss = Loss.Huber, HuberDelta = 2f)", "found a loss function.", "«Own»", "Activation.Softmax")]
    public void The_loss_of_what_the_network_writes_is_refused_once_where_it_is_declared(string model, string message, string loss, string activation = "Activation.None") =>
        MarkedSource.Check($$"""
            using RnnCompiler;
            using RnnCompiler.Networks;
            using static RnnCompiler.Networks.Layers;
            [{{model}}]
            public sealed partial class Model
            {
                [Network]
                public static Sequence Define([Vocabulary(4), Generated] Tokens y) => Dense(Gru(Embedding(y, 2), 3), 4, {{activation}});
                {{(loss.Length > 0 ? $"[LossFunction] public static Features {loss}(Sequence output, Tokens target) => CrossEntropy(output, target);" : "")}}
            }
            """, "A network that writes token ids should be trained with Loss.CrossEntropy; " + message);

    [Theory]
    [InlineData("Sequence x, [Length(3)] Sequence y", "return Lstm(x, 3) * Gru(y, 3);", "Lstm(x, 3)", "Gru(y, 3)")]
    [InlineData("Sequence x, [Size(2)] Features f", "return Lstm(x + f, 3);", "x", "f")]
    [InlineData("[Size(2)] Sequence x", "var y = Lstm(x, 3); return y + x;", "Lstm(x, 3)", "x")]
    [InlineData("[Size(2)] Sequence x", "var cell = LstmLayer(3); return cell.Apply(x) + cell.Apply(Gru(x, 3));", "cell.Apply(x)")]
    public void Contradictions_are_reported_with_the_places_of_both(string parameters, string body, params string[] places)
    {
        string source = Source(parameters, "Sequence", body);
        Diagnostic found = Assert.Single(AnalyzerRun.Analyze(GeneratorRun.Compile(source)));
        Assert.Equal(places, found.AdditionalLocations.Select(l => source[l.SourceSpan.Start..l.SourceSpan.End]));
    }

    private static string Source(string parameters, string output, string body, string model = "") => $$"""
        using RnnCompiler;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        [RnnModel(SequenceLength = 5{{model}})]
        public sealed partial class Model
        {
            [Network]
            public static {{output}} Define({{parameters}})
            {
                {{body}}
            }

            private static (Sequence Sum, Features Last) Both(Sequence a, Sequence b)
            {
                var last = Last(a);
                return (b + last, last);
            }
        }
        """;

    /// <summary>Returns the text that a method records. The method is compiled without what the generator adds.</summary>
    private static string Record(string source, Loss loss)
    {
        using MemoryStream stream = new();
        Assert.True(GeneratorRun.Compile(source).Emit(stream).Success, source);
        MethodInfo define = Assembly.Load(stream.ToArray()).GetType("Model")!.GetMethod("Define")!;
        NetworkBuilder builder = new(sequenceLength: 5) { Name = "Model", Loss = loss };
        object output = define.Invoke(null, [.. define.GetParameters().Select(parameter => Input(parameter, builder))])!;
        if (output is NetworkValue single)
            return builder.Build(single).Text;
        ITuple tuple = (ITuple)output;
        IList<string?> names = define.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()!.TransformNames;
        return builder.Build([.. Enumerable.Range(0, tuple.Length).Select(i => (names[i]!, (NetworkValue)tuple[i]!))]).Text;
    }

    private static object Input(ParameterInfo parameter, NetworkBuilder builder)
    {
        string name = parameter.Name!;
        int size = parameter.GetCustomAttribute<SizeAttribute>()?.Size ?? 1, vocabulary = parameter.GetCustomAttribute<VocabularyAttribute>()?.Vocabulary ?? 0;
        int? length = parameter.GetCustomAttribute<LengthAttribute>()?.Length;
        if (parameter.GetCustomAttribute<GeneratedAttribute>() is { } generated)
            return builder.GeneratedTokens(vocabulary, generated.Start, generated.Stop, name, length);
        return vocabulary > 0 ? builder.Tokens(vocabulary, name, length)
            : parameter.ParameterType == typeof(Features) ? builder.Features(size, name) : builder.Sequence(size, name, length);
    }
}
