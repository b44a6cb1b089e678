using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>While people type, source is broken most of the time; neither the generator nor the analyzer must mind, and they must agree.</summary>
public class TextEditTests
{
    private const string Source = """
        using RnnCompiler;

        namespace Outer
        {
            public partial class Container
            {
                [RnnModel(InputSize = 2, SequenceLength = 3, Loss = Loss.CrossEntropy, HuberDelta = 0.5f)]
                [Rnn(3, Activation = Activation.Relu, Layers = 2)]
                [Gru(2, ResetAfter = false, Bidirectional = true, Merge = Merge.Sum, Name = "first")]
                [Dropout(0.5)]
                [LastStep, Dense(2, Activation = Activation.Softmax, UseBias = false)]
                public sealed partial class Model;

                [RnnModel(SequenceLength = 2)]
                [Embedding(4, 2)]
                [Lstm(hiddenSize: 2)]
                [MeanOverTime]
                internal partial class Words { private int _x; }
            }
        }
        """;

    private static readonly string[] s_insertions =
    [
        "0", "-1", "2147483647", "99999999999", "1.5f", "\"\"", "null", "typeof(int)", "new[] { 1 }", "(Loss)7", "nameof(Model)", "x", "[RnnModel]", "[Lstm]",
        "[Dense(1)]", "[RnnModel(InputSize = 1, SequenceLength = 1)]", "partial", "static", "abstract", "record", "<T>", "(", ")", "[", "]", "{", "}", ",", "=", ";", "class", "\"",
        "class Model;", "partial class Model;", "file", "namespace N;", "//", "/*", "#if", "(int x)", ": Model", "@",
    ];

    private const string Cells = """
        using RnnCompiler;
        using RnnCompiler.Cells;
        using static RnnCompiler.Cells.CellMath;

        namespace Outer
        {
            public static partial class Container
            {
                private const double Keep = 0.9;

                [Cell]
                public static class Memory
                {
                    [return: Shape(Dimension.Hidden)]
                    public static (Vector h, Vector c) Step(
                        Vector x, Vector h, [Shape(3)] Vector c, [Initialize(Initializer.Orthogonal, 0.5)] Matrix U, Matrix W, [Shape(3, Dimension.Input)] Matrix V,
                        Scalar s, [Initialize(1)] Vector b)
                    {
                        const double half = 0.5;
                        var (f, n) = Gates(W * x + U * h + b, s);
                        Vector next = Keep * c + half * Squash(V * x, by: 2);
                        next += Max(next, 0) / (1 + Mean(next));
                        return (h: (1 - f) * h + f * n * Sum(c), next);
                    }

                    private static (Vector, Vector) Gates(Vector a, Scalar s) { return (Sigmoid(s * a), Tanh(-a)); }

                    private static Vector Squash(Vector v, double by = 1) => Tanh(by * v);
                }

                [RnnModel(InputSize = 2, SequenceLength = 3)]
                [Recurrent(typeof(Memory), 3, Zoneout = 0.1)]
                [Dense(1)]
                public sealed partial class Model;
            }
        }
        """;

    private static readonly string[] s_cellInsertions =
    [
        "for (;;) { }", "if (true)", "while (false)", "return h;", "return (h, c);", "x", "h", "c", "W", "W * h", "Squash(", "Math.Tanh(1)", "new Vector([1.0])", "x[0]",
            "h.Length", "? h : c",
        "=> x", "() => x", "var q = x;", "ref", "out", "params", "Matrix", "Scalar", "double", "1", "1.5f", "null", "default", "\"a\"", "+=", "*", "/", "-",
        "Step(x, h, c, U, W, V, s, b)",
        "Gates(x, s)", "[Cell]", "[Shape(0)]", "[Shape(\"k\")]", "[Initialize(double.NaN)]", "static", "this", "async", "await x", "throw null;", "yield return x;", "goto a;",
        "a:", "(", ")", "{", "}", ";", ",",
        "static Vector Local(Vector v) => v;", "Local(x)", "T", "<T>", "dynamic", "object", "Vector", "using", "lock", "try { }", "switch (1) { }", "x = h", "(x, h) = (h, x);",
        "_ = x;", "checked(1 + 1)", "is", "with",
    ];

    private const string Networks = """
        using RnnCompiler;
        using RnnCompiler.Cells;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        namespace Shop
        {
            [RnnModel(SequenceLength = 4, Loss = Loss.MeanAbsoluteError)]
            public sealed partial class Amp
            {
                private const int Units = 3;

                [Network]
                public static Sequence Define([Size(2)] Sequence x)
                {
                    var shaped = Conv(x, channels: 2, kernel: 3, activation: Activation.Tanh, name: "shape");
                    var (memory, final) = Lstm(shaped, Units + 1).WithState();
                    var again = Lstm(Concat(x, memory), 4, initial: final);
                    var layer = DenseLayer(2, name: "head");
                    var y = Block(layer.Apply(again) * 0.5, rate: 0.1);
                    return x + y - layer.Apply(memory);
                }

                private static Sequence Block(Sequence x, double rate) => Max(Dropout(x, rate), Recurrent(typeof(Leaky), x, 2));
            }

            [RnnModel(SequenceLength = 3, Loss = Loss.CrossEntropy)]
            internal sealed partial class Words
            {
                [Network]
                public static Features Define([Vocabulary(5)] Tokens text) => Dense(Mean(Gru(Embedding(text, 2), 3, bidirectional: true)), 5);
            }

            [RnnModel(SequenceLength = 3)]
            internal sealed partial class Ports
            {
                [Network]
                public static (Sequence mask, Features speech) Define([Size(2)] Sequence x, [Length(4), Vocabulary(5)] Tokens words, [Size(2)] Features place)
                {
                    var memory = Gru(x + place, 2);
                    return (memory * Last(Embedding(words, 2)), speech: Dense(Mean(memory), 1));
                }
            }

            [Cell]
            public static class Leaky
            {
                public static Vector Step(Vector x, Vector h, Matrix W, Vector a) => a * h + W * x;
            }
        }
        """;

    private static readonly string[] s_networkInsertions =
    [
        "for (;;) { }", "if (true)", "return x;", "return (x, y);", "x", "y", "memory", "final", "Lstm(x, 3)", "Gru(", "Lstm", "Layers.",
        "Dense(x, 0)", ".WithState()", ".Apply(x)", "layer", "Units", "name: \"a\"", "name: null", "units: 3", "initial: final", "typeof(Leaky)",
        "typeof(", "new[] { x, y }", "[x, y]", "[Size(0)]", "[Size(\"a\")]", "[Vocabulary(3)]", "[Length(2)]", "[Length(0)]", "[Network]", "[LossFunction]",
        "[Generated]", "[Generated(Start = 1, Stop = 9)]", "[Generated(Stop = \"a\")]", "(Sequence a, Features b)", "(Sequence, Features)", "(x, memory)", "place", "words",
        ", Sequence y", ", [Size(2)] Features place", "input", "words: x",
        "Features", "Tokens", "Sequence", "LayerState", "double", "int", "1", "-1", "0.5", "1e300", "null", "default", "\"text\"", "+", "-", "*",
        "/", "%", "==", "? x : y", "??", "() => x", "var q = x;", "var q = Last(x);", "ref", "out", "params", "static", "this", "async", "await x",
        "throw null;", "yield return x;", "goto a;", "a:", "(", ")", "{", "}", ";", ",", "Block(x, 0.1)", "Block(Block(x, 0), 0)",
        "static Sequence Local(Sequence v) => v;", "Local(x)", "<T>", "dynamic", "object", "x = y", "(x, y) = (y, x);", "_ = x;", "checked(1 + 1)",
        "is", "with", "Activation.Softmax", "(Activation)9", "bidirectional: true", "[Lstm(3)]", "InputSize = 2", "Max(x, 1)", "Min(x, y)",
        "Slice(x, 1, 1)", "Repeat(Last(x))", "Delay(x, 1)", "BothEnds(x)", "Attention(x, x, x)", "Reverse(x)",
    ];

    [Fact]
    public void Random_edits_of_networks_never_make_the_generator_fail() => TextEdits.Edit(Networks, s_networkInsertions, seed: 5, count: 200, everyFile: false);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_edits_of_networks_never_make_the_generator_fail() => TextEdits.Edit(Networks, s_networkInsertions, seed: 6, count: 5_000, everyFile: true);

    [Fact]
    public void Random_edits_never_make_the_generator_fail() => TextEdits.Edit(Source, s_insertions, seed: 1, count: 200, everyFile: false);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_edits_never_make_the_generator_fail() => TextEdits.Edit(Source, s_insertions, seed: 2, count: 5_000, everyFile: true);

    [Fact]
    public void Random_edits_of_cells_never_make_the_generator_fail() => TextEdits.Edit(Cells, s_cellInsertions, seed: 3, count: 200, everyFile: false);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_edits_of_cells_never_make_the_generator_fail() => TextEdits.Edit(Cells, s_cellInsertions, seed: 4, count: 5_000, everyFile: true);

    [Fact]
    public void Every_truncation_is_survived()
    {
        foreach (string source in new[] { Source, Cells, Networks })
        {
            GeneratorDriver driver = TextEdits.Driver();
            for (int length = 0; length < source.Length; length += 7)
                TextEdits.Check(source[..length], everyFile: false, ref driver);
        }
    }
}
