using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>While people type a loss function, neither the generator nor the analyzer may fail, and they must agree.</summary>
public sealed class LossEditTests
{
    private const string Losses = """
        using RnnCompiler;
        using RnnCompiler.Networks;
        using static RnnCompiler.Networks.Layers;

        namespace Shop
        {
            [RnnModel(InputSize = 2, SequenceLength = 3)]
            [Gru(2), Dense(3, Activation = Activation.Softmax)]
            public sealed partial class Classes
            {
                private const double Weight = 0.1;

                [LossFunction]
                public static Features Loss(Sequence output, Tokens target)
                {
                    var confident = Mean(Mean(Square(output)));
                    return CrossEntropy(output, target) + Weight * confident;
                }
            }

            [RnnModel(SequenceLength = 3)]
            internal sealed partial class Several
            {
                [Network]
                public static (Sequence path, Features kind) Define([Size(2)] Sequence x, [Length(4)] Sequence y)
                {
                    var memory = Gru(x, 2);
                    return (memory, Dense(Concat(Last(memory), Mean(Rnn(y, 2))), 3));
                }

                [LossFunction]
                public static Features Loss(Sequence path, Features kind, [Size(3)] Sequence wanted, [Vocabulary(3)] Tokens chosen)
                {
                    var error = Filtered(path) - Filtered(Slice(wanted, 1, length: 2));
                    var (ratio, more) = (Sum(Sum(Square(error))) / (Sum(Max(Abs(wanted))) + 0.5), CrossEntropy(output: kind, target: chosen));
                    return ratio + Huber(Mean(path), Mean(Slice(wanted, 0, 2)), delta: 0.5) - more;
                }

                private static Sequence Filtered(Sequence x) => x - 0.85 * Delay(x, 1);
            }
        }
        """;

    private static readonly string[] s_insertions =
    [
        "output", "target", "path", "kind", "wanted", "chosen", "error", "Loss(path, kind, wanted, chosen)", "Filtered(path)", "CrossEntropy(kind, chosen)",
        "CrossEntropy", "MeanSquaredError(path, path)", "BinaryCrossEntropy(output, output)", "Huber(path, path, 0)", "delta: -1", "Dense(path, 1)", "Gru(path, 2)",
        "Dropout(path, 0.5)", "Embedding(chosen, 2)", "Last(path)", "Sum(path)", "Max(wanted)", "Mean(kind)", "BothEnds(path)", "Reverse(path)",
        "Attention(path, path, path)", "Repeat(kind)", "Slice(path, 0, 9)", "Delay(kind, 1)", "[LossFunction]", "[Network]", "[Size(0)]", "[Size(2)]", "[Vocabulary(3)]",
        "[Length(3)]", "[Generated]", "Tokens", "Sequence", "Features", "Loss = Loss.Huber", "HuberDelta = 2f", ", Sequence more", "Features[]", "double", "1", "-1",
        "0.5", "1e300", "null", "default", "+", "-", "*", "/", "%", "? 1 : 2", "return path;", "var q = Last(path);", "static", "this", "ref", "out", "async", "=> kind",
        "(", ")", "{", "}", ";", ",", "<T>", "name: \"a\"", "if (true)", "x => x", "new()", "[", "]",
    ];

    [Fact]
    public void Random_edits_of_loss_functions_never_make_the_generator_fail() => TextEdits.Edit(Losses, s_insertions, seed: 7, count: 200, everyFile: false);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_edits_of_loss_functions_never_make_the_generator_fail() => TextEdits.Edit(Losses, s_insertions, seed: 8, count: 5_000, everyFile: true);

    [Fact]
    public void Every_truncation_is_survived()
    {
        GeneratorDriver driver = TextEdits.Driver();
        for (int length = 0; length < Losses.Length; length += 7)
            TextEdits.Check(Losses[..length], everyFile: false, ref driver);
    }
}
