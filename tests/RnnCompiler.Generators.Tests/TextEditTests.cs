using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>While people type, source is broken most of the time; the generator must not mind.</summary>
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

    [Fact]
    public void Random_edits_never_make_the_generator_fail() => Edit(seed: 1, count: 300);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_edits_never_make_the_generator_fail() => Edit(seed: 2, count: 5_000);

    [Fact]
    public void Every_truncation_is_survived()
    {
        for (int length = 0; length < Source.Length; length += 7)
            Check(Source[..length]);
    }

    private static void Edit(int seed, int count)
    {
        Random random = new(seed);
        string[] tokens = [.. CSharpSyntaxTree.ParseText(Source).GetRoot().DescendantTokens().Select(static t => t.ToFullString())];
        for (int i = 0; i < count; i++)
        {
            List<string> edited = [.. tokens];
            for (int edits = random.Next(1, 4); edits > 0; edits--)
                Edit(edited, random);
            Check(string.Concat(edited));
        }
    }

    private static void Edit(List<string> tokens, Random random)
    {
        int place = random.Next(tokens.Count);
        switch (random.Next(5))
        {
            case 0:
                tokens.RemoveAt(place);
                break;
            case 1:
                tokens.Insert(place, " " + s_insertions[random.Next(s_insertions.Length)] + " ");
                break;
            case 2:
                tokens[place] = " " + s_insertions[random.Next(s_insertions.Length)] + " ";
                break;
            case 3:
                tokens.Insert(place, tokens[random.Next(tokens.Count)]);
                break;
            default:
                int other = random.Next(tokens.Count);
                (tokens[place], tokens[other]) = (tokens[other], tokens[place]);
                break;
        }
    }

    private static void Check(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        GeneratorDriverRunResult result = GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out _, out ImmutableArray<Diagnostic> diagnostics).GetRunResult();
        Assert.True(result.Results[0].Exception is null && diagnostics.IsEmpty, $"{diagnostics.FirstOrDefault()}\n{result.Results[0].Exception}\n{source}");
    }
}
