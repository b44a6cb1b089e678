using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Declarations;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Tests.Harness;
using RnnCompiler.Networks;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>Methods that are networks: the generator reads the declaration that the method records when it is called.</summary>
public sealed class NetworkReaderTests
{
    private const string Usings = """
        using RnnCompiler;
        using RnnCompiler.Cells;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        """;

    [Theory]
    [InlineData(8, "chains and graphs", 60)]
    [InlineData(9, "ports", 120)]
    [InlineData(10, "loss functions", 60)]
    public void Random_networks_are_read_as_they_were_declared(int seed, string kind, int total)
    {
        RandomNetworks networks = kind switch
        {
            "ports" => new RandomPortNetworks(seed),
            "loss functions" => new RandomLosses(seed),
            _ => new RandomNetworks(seed),
        };
        int count = 0;
        while (count < total)
        {
            ModelDeclaration declaration = networks.Next();
            if (!NetworkText.CanExpress(declaration))
                continue;
            string source = NetworkText.Of(declaration);
            Assert.Equal(DeclarationText.Write(declaration), Read(source));
            count++;
        }
    }

    [Fact]
    public void A_chain_and_the_same_network_as_a_method_are_one_declaration()
    {
        string chain = Read("""
            using RnnCompiler;
            [RnnModel(InputSize = 4, SequenceLength = 30, Loss = Loss.CrossEntropy)]
            [Lstm(32, Bidirectional = true), Dropout(0.1), Gru(8, Name = "second"), LastStep, Dense(5, Activation = Activation.Softmax)]
            public partial class Model;
            """);
        string method = Read(Class("[Size(4)] Sequence x", """
            var both = Dropout(Lstm(x, 32, bidirectional: true), 0.1);
            return Dense(Last(Gru(both, 8, name: "second")), 5, Activation.Softmax);
            """, "SequenceLength = 30, Loss = Loss.CrossEntropy", "Features"));
        Assert.Equal(chain, method);
    }

    [Theory]
    [InlineData("var (outputs, final) = Gru(x, 5).WithState(); var later = Gru(outputs + 1, 5); var other = Gru(x, 5, initial: final); return later * other;",
        "gru units=5\nadd right=1\ngru units=5\ngru units=5 from=\"input\" initial=\"gru\"\nmultiply from=\"gru_1 gru_2\"\n")]
    [InlineData("var cell = LstmLayer(4, name: \"shared\"); var a = cell.Apply(x); var b = cell.Apply(x * 2); return a - b;",
        "lstm units=4 name=\"shared\"\nmultiply right=2 from=\"input\"\nlstm units=4 shares=\"shared\"\nsubtract from=\"shared lstm\"\n")]
    [InlineData("const int units = 3; int twice = units * 2; var y = Lstm(x, twice + 1, layers: units - 1); y = Gru(y, units); return -y;",
        "lstm units=7 layers=2\ngru units=3\nmultiply right=-1\n")]
    [InlineData("return Block(Block(x, 4, Activation.Tanh), 2);", "gru units=4\ndense units=4 activation=Tanh\ngru units=2\ndense units=2 activation=Relu\n")]
    [InlineData("var y = Recurrent(typeof(Leaky), x, 6, name: \"leaky\"); return 1 / (Concat(x, y) + 0.5);", null)]
    [InlineData("var m = Mean(Gru(x, 4)); var y = Concat(x, m); return Repeat(m) * Slice(Lstm(y, 5), 1, 4);",
        "gru units=4\nmeanovertime\nconcat from=\"input meanovertime\"\nrepeat from=\"meanovertime\"\nlstm units=5 from=\"concat\"\nslice start=1 length=4\n"
        + "multiply from=\"repeat slice\"\n")]
    [InlineData("Sequence y; y = Conv(x, 4, 3, activation: Activation.Tanh); y += Delay(y, 2); return Rnn(LayerNorm(y), 2, Activation.Relu);",
        "conv channels=4 kernel=3 activation=Tanh\ndelay steps=2\nadd from=\"conv delay\"\nlayernorm\nrnn activation=Relu units=2\n")]
    [InlineData("return Max(Lstm(x, 3), 0.5) + Min(Dense(x, 3), Gru(x, 3, resetAfter: false));",
        "lstm units=3\nmax right=0.5\ndense units=3 from=\"input\"\ngru resetAfter=false units=3 from=\"input\"\nmin from=\"dense gru\"\nadd from=\"max min\"\n")]
    public void A_method_gives_the_declaration_that_it_records_when_it_is_called(string body, string? layers)
    {
        string source = Class("[Size(3)] Sequence x", body);
        string read = Read(source);
        if (layers is not null)
            Assert.Equal("model name=\"Model\" inputs=3 steps=5\n" + layers, read);

        MethodInfo define = Load(source).GetType("Model")!.GetMethod("Define")!;
        NetworkBuilder builder = new(sequenceLength: 5) { Name = "Model" };
        NetworkValue output = (NetworkValue)define.Invoke(null, [builder.Sequence(3, "x")])!;
        Assert.Equal(read, builder.Build(output).Text);
    }

    [Fact]
    public void Tokens_have_their_vocabulary_from_the_parameter()
    {
        string read = Read(Class("[Vocabulary(108)] Tokens text", "return Dense(Gru(Embedding(text, 16), 32), 108);", "SequenceLength = 5, Loss = Loss.CrossEntropy"));
        Assert.Equal("model name=\"Model\" steps=5 loss=CrossEntropy\nembedding vocabulary=108 dimension=16\ngru units=32\ndense units=108\n", read);
    }

    /// <summary>Returns a model whose network is a method with a body.</summary>
    internal static string Class(string parameter, string body, string model = "SequenceLength = 5", string output = "Sequence") => Usings + $$"""
        [RnnModel({{model}})]
        public sealed partial class Model
        {
            [Network]
            public static {{output}} Define({{parameter}})
            {
                {{body}}
            }

            private static Sequence Block(Sequence x, int units, Activation activation = Activation.Relu) => Dense(Gru(x, units), units, activation);
        }

        [Cell]
        public static class Leaky
        {
            public static Vector Step(Vector x, Vector h, Matrix W, Vector a) => a * h + W * x;
        }
        """;

    /// <summary>Returns the text of the declaration that the generator reads.</summary>
    internal static string Read(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        INamedTypeSymbol model = compilation.GetTypeByMetadataName("Model")!;
        TypeDeclarationSyntax part = (TypeDeclarationSyntax)model.DeclaringSyntaxReferences[0].GetSyntax();
        ParsedModel parsed = ModelParser.Parse(model, part, compilation, default);
        Assert.Empty(parsed.Problems);
        Assert.True(parsed.Declaration is not null, $"{string.Join('\n', compilation.GetDiagnostics())}\n{source}");
        return DeclarationText.Write(parsed.Declaration);
    }

    private static Assembly Load(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        Assert.DoesNotContain(GeneratorRun.Diagnostics(compilation, out _), static d => !d.Contains("CS1591", StringComparison.Ordinal));
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using MemoryStream stream = new();
        Assert.True(output.Emit(stream).Success);
        return Assembly.Load(stream.ToArray());
    }
}
