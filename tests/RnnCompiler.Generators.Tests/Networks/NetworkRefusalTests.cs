using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>What networks do not have, and what their rules refuse, at the expression itself, which is marked by « and ».</summary>
public sealed class NetworkRefusalTests
{
    [Theory]
    [InlineData("for (int i = 0; «i < 3»; i++) { } return Lstm(x, 2);", "A loop is not part of the language of networks. Write the layers one after the other")]
    [InlineData("var y = x; if («true») y = Lstm(x, 3); return Gru(y, 1);", "A branch is not part of the language of networks. A network is the same for all inputs")]
    [InlineData("return «s_deep ? Lstm(x, 2) : Gru(x, 2)»;", "A choice is not part of the language of networks.")]
    [InlineData("«throw new System.InvalidOperationException();»", "An exception is not part of the language")]
    [InlineData("return Lstm(x, «s_units»);", "A field or property is not part of the language of networks. Make it a const or a local.")]
    [InlineData("return Lstm(x, «int.Parse(\"3\")»);", "A network cannot call Int32.Parse. Its source is not in this project")]
    [InlineData("return «Dense(x)» + Lstm(x, 1);", "A network cannot call Model.Dense. It hides Layers.Dense: write Layers.Dense if that is meant", null, true)]
    [InlineData("return Lstm(x, 2) + «MeanSquaredError(x, x)»;", "A network cannot call Layers.MeanSquaredError. Losses are for methods with [LossFunction].")]
    [InlineData("return Endless(Lstm(x, 2));", "Methods of a network should not call themselves; found Endless → Endless.", "Endless(v)")]
    [InlineData("return Lstm(x, 2, name: «x.ToString()»);", "A network cannot call")]
    [InlineData("return Recurrent(«typeof(int)», x, 3);", "The cell of a recurrent layer should be a type with [Cell]; found int.")]
    [InlineData("return «x»;", "A network should return the output of a layer; found an input.")]
    [InlineData("var y = Lstm(x, 2); var lost = «Gru(x, 3)»; return y;", "Each layer should be used by another one or be the output; \"lost\" is not.")]
    [InlineData("var y = Lstm(x, 2); var lost = «Dense(Gru(x, 3), 2)»; return y;", "\"lost\" is not.")]
    [InlineData("var lost = «Gru(x, 3)»; return Lstm(x, 2);", "\"lost\" is not.")]
    [InlineData("var lost = «DenseLayer(4)»; return Lstm(x, 2);", "Each layer should be used by another one or be the output; \"lost\" is not.")]
    [InlineData("_ = «LstmLayer(4)»; return Lstm(x, 2);", "\"LstmLayer(4)\" is not.")]
    [InlineData("System.Func<Sequence, Sequence> f = «s => Lstm(s, 2)»; return f(f(x));", "A delegate is not part of the language of networks. Call a static method by its name.")]
    [InlineData("System.Func<Sequence, Sequence> f = «Endless»; return f.Invoke(x);", "A delegate is not part of the language of networks.")]
    [InlineData("return «s_function»(x);", "A delegate is not part of the language of networks. Call a static method by its name.")]
    [InlineData("if («s_deep») x = Lstm(x, 2); return x;", "A branch is not part of the language of networks.")]
    [InlineData("return Twice(x) + Twice(Lstm(x, 3));", "A loop is not part of the language of networks.", "while («s_deep») { } return v;")]
    [InlineData("return Twice(x) + Twice(Lstm(x, 3));", "found 2 features of \"a\" and 4 of \"b\".", "Sequence a = Gru(v, 2), b = Gru(v, 4); return «a * b»;")]
    [InlineData("return Lstm(x, «0»);", "units should be from 1 to 65536; found 0.")]
    [InlineData("return Lstm(x, 2, layers: «100»);", "layers should be from 1 to 64; found 100.")]
    [InlineData("return Dropout(Lstm(x, 2), rate: «1.5») + 1;", "The rate of dropout should be at least 0 and below 1; found 1.5.")]
    [InlineData("return «x + Lstm(x, 2)»;", "The operands of \"+\" should have one size; found 3 features of \"x\" and 2 of \"Lstm(x, 2)\".")]
    [InlineData("var y = Lstm(x, 4); y *= 2; return «Max(y, Gru(x, 5))»;", "The operands of \"Max\" should have one size; found 4 features of \"y\" and 5 of \"Gru(x, 5)\".")]
    [InlineData("var y = Lstm(x, 4); var z = Gru(x, 5); return Max(«y + z», z) - y * 2;", "found 4 features of \"y\" and 5 of \"z\".")]
    [InlineData("var y = Slice(Lstm(x, 4), «3», 2); return Attention(y, Gru(x, 3), y + 1) * y;", "found 2 features from 3.")]
    [InlineData("return Conv(«x * Dense(Lstm(x, 2), 4, name: \"head\")», 2, kernel: 1);", "found 3 features of \"x\" and 4 of \"Dense(…)\".")]
    [InlineData("return Slice(Lstm(x, 4), «3», 2);", "A slice should be within the 4 features of \"Lstm(x, 4)\"; found 2 features from 3.")]
    [InlineData("return Lstm(x, 2, name: «\"1a\"»);", "The name of a layer should be letters")]
    [InlineData("var a = LstmLayer(4); return a.Apply(x) + «a.Apply(Gru(x, 2))»;", "A layer that shares the weights of \"a.Apply(x)\" should read 3 features; found 2.")]
    [InlineData("var s = Lstm(x, 4).WithState().Final; return Gru(x, 4, initial: «s»);", "Initial states should be those of a layer of the same cell")]
    public void What_a_network_cannot_have_is_refused_at_its_place(string body, string message, string? elsewhere = null, bool hides = false)
    {
        MarkedSource.Check(Source(body, elsewhere, hides), message);
    }

    [Fact]
    public void Sizes_that_contradict_each_other_are_reported_with_the_places_of_both()
    {
        string source = Source("return Lstm(x, 4) * Gru(x, 5);", null, false);
        Diagnostic found = Assert.Single(AnalyzerRun.Analyze(GeneratorRun.Compile(source)));
        Assert.Equal(["Lstm(x, 4)", "Gru(x, 5)"], found.AdditionalLocations.Select(l => source[l.SourceSpan.Start..l.SourceSpan.End]));
    }

    [Theory]
    [InlineData("BothEnds", "«BothEnds(Conv(x, 4, 3))»", "found \"Conv(x, 4, 3)\".")]
    [InlineData("BothEnds", "«BothEnds(memory + 1)»", "found \"memory + 1\".")]
    [InlineData("BothEnds", "«BothEnds(memory)»", "found \"memory\", which reads in one direction.")]
    [InlineData("BothEnds", "«BothEnds(x)»", "found \"x\".")]
    public void What_both_ends_cannot_read_is_called_as_the_method_calls_it(string layer, string expression, string found) => MarkedSource.Check(
        Usings + "[RnnModel(SequenceLength = 5)] public sealed partial class Model { [Network] public static (Sequence a, Features b) Define(Sequence x) "
            + $"{{ var memory = Gru(x, 4); return (memory, {expression}); }} }}",
        $"{layer} should follow a recurrent layer with bidirectional: true, with at most a Dropout between them; {found}");

    [Theory]
    [InlineData("private static readonly DenseLayer s_head = «DenseLayer(3)»;", "\"s_head\" is not.")]
    [InlineData("private static GruLayer Memory { get; } = «GruLayer(3)»;", "\"Memory\" is not.")]
    [InlineData("private static ConvLayer Filter => «ConvLayer(3, 2)»;", "\"Filter\" is not.")]
    public void A_layer_that_no_code_of_the_class_applies_is_reported(string member, string message) => MarkedSource.Check(
        Usings + $"[RnnModel(SequenceLength = 5)] public sealed partial class Model {{ {member} [Network] public static Sequence Define(Sequence x) => Lstm(x, 2); }}",
        "Each layer should be used by another one or be the output; " + message);

    [Fact]
    public void A_layer_that_other_code_applies_is_no_problem() => Assert.Empty(AnalyzerRun.Diagnostics(GeneratorRun.Compile(Usings + """
        [RnnModel(SequenceLength = 5)]
        public sealed partial class Model
        {
            private static readonly DenseLayer s_head = DenseLayer(3);
            private static Sequence Recorded(Sequence x) => s_head.Apply(x);
            [Network]
            public static Sequence Define(Sequence x) => Lstm(x, 2);
        }
        """)));

    [Fact]
    public void A_network_without_recurrent_layer_is_reported_at_its_method() => MarkedSource.Check(
        Usings + "[RnnModel(SequenceLength = 5)] public sealed partial class Model { [Network] public static Sequence «Define»(Sequence x) => Dense(x, 2); }",
        "only other layers were found");

    [Theory]
    [InlineData("[Network] public Sequence «Define»(Sequence x) => Lstm(x, 2);", "The method of a network should be static.")]
    [InlineData("[Network] public static Sequence «Define»<T>(Sequence x) => Lstm(x, 2);", "have no type parameters")]
    [InlineData("[Network] public static Sequence One(Sequence x) => Lstm(x, 2); [Network] public static Sequence «Two»(Sequence x) => Lstm(x, 2);",
        "be the only one with [Network]")]
    [InlineData("[Network] public static Sequence «Define»() => null!;", "have a parameter for each input, at least one")]
    [InlineData("[Network] public static Sequence Define(int «x») => null!;", "The parameter x should be a Sequence, Features or Tokens; found int.")]
    [InlineData("[Network] public static Sequence Define(Tokens «x») => Lstm(Embedding(x, 2), 2);", "The parameter x should have [Vocabulary], since it is Tokens; found none.")]
    [InlineData("[Network] public static Sequence Define(in Sequence «x») => Lstm(x, 2);", "should be passed by value, without a default; found by reference.")]
    [InlineData("[Network] public static int «Define»(Sequence x) => 3;", "A network should return a Sequence or Features, or a tuple of them; found int.")]
    public void A_method_that_cannot_be_a_network_is_reported(string member, string message) =>
        MarkedSource.Check(Usings + $"[RnnModel(SequenceLength = 5)] public sealed partial class Model {{ {member} }}", message);

    [Theory]
    [InlineData("[RnnModel(SequenceLength = 5), «Lstm(3)»]", "The method with [Network] says what the network is; leave out [Lstm].")]
    [InlineData("[RnnModel(SequenceLength = 5, InputSize = «3»)]", "leave out InputSize, which [Size] of the parameter gives.")]
    public void Layers_beside_a_network_are_reported(string attributes, string message) =>
        MarkedSource.Check(Usings + attributes + " public sealed partial class Model { [Network] public static Sequence Define(Sequence x) => Layers.Lstm(x, 2); }", message);

    private const string Usings = "using RnnCompiler; using RnnCompiler.Networks; using static RnnCompiler.Networks.Layers;\n";

    private static string Source(string body, string? elsewhere, bool hides) => Usings + $$"""
            [RnnModel(SequenceLength = 5)]
            public sealed partial class Model
            {
                private static readonly int s_units = 3;
                private static readonly bool s_deep = true;

                [Network]
                public static Sequence Define([Size(3)] Sequence x) { {{body}} }

                private static readonly System.Func<Sequence, Sequence> s_function = Endless;

                private static Sequence Twice(Sequence v) { {{(elsewhere?.EndsWith(';') ?? false ? elsewhere : "return v;")}} }
                private static Sequence Endless(Sequence v) => {{(elsewhere == "Endless(v)" ? "«Endless(v)»" : "Endless(v)")}};
                {{(hides ? "private static Sequence Dense<T>(T v) => null!;" : "")}}
            }
            """;
}
