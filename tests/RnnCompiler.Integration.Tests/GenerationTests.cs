using System.Reflection;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

/// <summary>Generation with generated and interpreted models that predict the next token.</summary>
public partial class GenerationTests
{
    private const ulong Seed = 3;

    private static readonly GenerationOptions[] s_options =
    [
        new(),
        new() { Temperature = 1, Seed = 9 },
        new() { Temperature = 0.7, TopK = 5, TopP = 0.9, Seed = 10 },
        new() { Beams = 4 },
        new() { Beams = 4, StopTokens = [1, 5] },
        new() { Temperature = 1.5, StopTokens = [2], Seed = 11 },
    ];

    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Greedy_tokens_are_those_of_a_loop_over_steps(Kind kind)
    {
        Tokens model = Of(kind);
        int[] tokens = new int[50];
        Assert.Equal(50, model.Generate([2, 0, 1], tokens, new GenerationOptions()));
        float[] outputs = model.Step([2, 0, 1]);
        List<int> read = [2, 0, 1];
        foreach (int token in tokens)
        {
            Assert.Equal(Array.IndexOf(outputs, outputs.Max()), token);
            read.Add(token);
            outputs = model.Step([.. read]);
        }

        int[] one = new int[50];
        Assert.Equal(50, model.Generate([2, 0, 1], one, new GenerationOptions { Beams = 1, TopK = 3, TopP = 0.5, Seed = 8 }));
        Assert.Equal(tokens, one);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Beams_find_the_best_of_all_sequences(Kind kind)
    {
        Tokens model = Of(kind);
        int vocabulary = model.Vocabulary;
        int[] tokens = new int[2];
        Assert.Equal(2, model.Generate([3], tokens, new GenerationOptions { Beams = vocabulary }));
        double[] first = LogProbabilities(model, [3]);
        (int A, int B) best = Enumerable.Range(0, vocabulary)
            .SelectMany(a => LogProbabilities(model, [3, a]).Select((log, b) => (Tokens: (a, b), Sum: first[a] + log))).MaxBy(static s => s.Sum).Tokens;
        Assert.Equal([best.A, best.B], tokens);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Interpreted_models_generate_the_same_tokens(Kind kind)
    {
        Tokens model = Of(kind);
        foreach (GenerationOptions options in s_options)
        {
            int[] tokens = Run(model.Generate, options);
            Assert.Equal(tokens, Run(model.Interpreted, options));
            Assert.Equal(tokens, Run(model.InterpretedDouble, options));
            Assert.Equal(tokens, Run(model.Generate, options));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_generate_the_same_tokens(Kind kind)
    {
        Tokens model = Of(kind);
        foreach (GenerationOptions options in s_options)
        {
            int[] tokens = Run(model.Generate, options);
            Parallel.For(0, 4, _ => Assert.Equal(tokens, Run(model.Generate, options)));
            model.SetThreads(2);
            Assert.Equal(tokens, Run(model.Generate, options));
            model.SetThreads(1);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_allocates_nothing(Kind kind)
    {
        Tokens model = Of(kind);
        foreach (GenerationOptions options in s_options.Where(static o => o.StopTokens.Count == 0))
        {
            // A beam search keeps the tokens of each step: two numbers for each beam.
            long few = Allocated(options, 100), many = Allocated(options, 900);
            Assert.Equal(options.Beams == 1 ? 0 : 800 * options.Beams * 2 * sizeof(int), many - few);
        }

        long Allocated(GenerationOptions options, int length)
        {
            int[] tokens = new int[length];
            long least = long.MaxValue;
            for (int run = 0; run < 4; run++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Equal(length, model.Generate([1], tokens, options));
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }
    }

    [Fact]
    public void Arguments_are_checked()
    {
        TokensEachStep model = TokensEachStep.Create(Seed);
        InterpretedModel<float> interpreted = InterpretedModel.CopyOf(model);
        foreach (Generation generate in new Generation[] { model.Generate, interpreted.Generate })
        {
            Assert.Throws<ArgumentException>("prompt", () => generate([], new int[1], new GenerationOptions()));
            Assert.Throws<ArgumentOutOfRangeException>("prompt", () => generate([30], new int[1], new GenerationOptions()));
            Assert.Throws<ArgumentOutOfRangeException>("StopTokens", () => generate([0], new int[1], new GenerationOptions { StopTokens = [30] }));
            Assert.Throws<ArgumentNullException>("options", () => generate([0], new int[1], null!));
            Assert.Throws<ArgumentException>("options", () => generate([0], new int[1], new GenerationOptions { Beams = 2, Temperature = 0.5 }));
            Assert.Equal(0, generate([0], [], new GenerationOptions()));
        }
    }

    [Fact]
    public void Outputs_that_are_not_a_number_are_reported()
    {
        TokensEachStep model = TokensEachStep.Create(Seed);
        float[] bias = new float[30];
        bias[4] = float.NaN;
        model.WriteParameter("dense.bias", bias);
        foreach (GenerationOptions options in new GenerationOptions[] { new(), new() { Temperature = 1 }, new() { Beams = 2 } })
            Assert.Contains("token 4", Assert.Throws<NotFiniteNumberException>(() => model.Generate([0], new int[1], options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_models_that_predict_the_next_token_generate()
    {
        Assert.NotNull(typeof(TokensEachStep).GetMethod("Generate", BindingFlags.Public | BindingFlags.Instance));
        foreach (Type type in new[] { typeof(TokensLast), typeof(TokensBoth), typeof(LstmLast), typeof(OtherVocabulary), typeof(Backwards), typeof(OtherLoss) })
            Assert.Null(type.GetMethod("Generate", BindingFlags.Public | BindingFlags.Instance));
        Throws<TokensLast>();
        Throws<LstmLast>();
        Throws<OtherVocabulary>();
        Throws<Backwards>();
        Throws<OtherLoss>();

        static void Throws<TModel>()
            where TModel : IRecurrentModel<TModel> => Assert.Contains(
                typeof(TModel).Name,
                Assert.Throws<NotSupportedException>(static () => InterpretedModel.Create<TModel>(1).Generate([0], new int[1], new GenerationOptions())).Message,
                StringComparison.Ordinal);
    }

    private static int[] Run(Generation generate, GenerationOptions options)
    {
        int[] tokens = new int[30];
        return tokens[..generate([4, 1], tokens, options)];
    }

    private static double[] LogProbabilities(Tokens model, int[] text)
    {
        float[] outputs = model.Step(text);
        double sum = model.AreProbabilities ? 0 : Math.Log(outputs.Sum(static l => Math.Exp(l)));
        return [.. outputs.Select(o => model.AreProbabilities ? Math.Log(o) : o - sum)];
    }
}
