using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class TokenSamplerTests
{
    private const int Draws = 100_000;

    // The 99.99th percentile of χ² with 7, 6, 5 … degrees of freedom; with 0 the only token must be drawn.
    private static readonly double[] s_limits = [0, 15.14, 18.42, 21.11, 23.51, 25.74, 27.86, 29.88];

    private static readonly float[] s_logits = [0.3f, -1.2f, 2f, 2f, -0.5f, 1.1f, -3f, 0.9f];

    [Theory]
    [InlineData(1.0, 0, 1.0)]
    [InlineData(0.5, 0, 1.0)]
    [InlineData(3.0, 0, 1.0)]
    [InlineData(1.0, 3, 1.0)]
    [InlineData(2.0, 1, 1.0)]
    [InlineData(1.0, 100, 1.0)]
    [InlineData(1.0, 0, 0.8)]
    [InlineData(1.0, 0, 0.01)]
    [InlineData(1.7, 6, 0.9)]
    [InlineData(0.7, 4, 0.99)]
    public void Draws_have_the_distribution_of_the_definition(double temperature, int topK, double topP)
    {
        double[] expected = Distribution(s_logits, temperature, topK, topP);
        float[] probabilities = [.. s_logits.Select(static l => (float)(Math.Exp(l) / s_logits.Sum(static o => Math.Exp(o))))];
        foreach ((float[] outputs, bool areProbabilities) in new[] { (s_logits, false), (probabilities, true) })
        {
            GenerationOptions options = new() { Temperature = temperature, TopK = topK, TopP = topP, Seed = 5 };
            TokenSampler sampler = new(new TextStreams(outputs.Length, 1, _ => outputs, areProbabilities), options);
            int[] counts = new int[outputs.Length];
            for (int i = 0; i < Draws; i++)
                counts[sampler.Draw(outputs)]++;
            double square = 0;
            for (int id = 0; id < counts.Length; id++)
            {
                if (expected[id] == 0)
                    Assert.Equal(0, counts[id]);
                else
                    square += Math.Pow(counts[id] - expected[id] * Draws, 2) / (expected[id] * Draws);
            }

            Assert.InRange(square, 0, s_limits[expected.Count(static p => p > 0) - 1]);
        }
    }

    [Fact]
    public void Equal_outputs_are_taken_by_their_ids()
    {
        float[] outputs = [1, 2, 0f, 2, -0f, 2];
        Assert.Equal([0, 0.5, 0, 0.5, 0, 0], Counts(new GenerationOptions { Temperature = 1, TopK = 2 }, outputs).Select(static f => Math.Round(f, 1)));
        Assert.Equal([3, 1, 4, 1, 4, 1], Run(new GenerationOptions(), 6, static text => Shifted(text.Count)));

        static float[] Shifted(int length) => length switch
        {
            1 => [0, 1, 2, 3, 3, 3],
            2 => [float.NegativeInfinity, 5, 5, 4, 4, 4],
            _ => length % 2 == 1 ? [-1, -1, -1, -1, 0f, -0f] : [-2, -1, -1, -1, -1, -1],
        };
    }

    [Fact]
    public void A_temperature_near_zero_is_greedy()
    {
        int[] greedy = Run(new GenerationOptions(), 40, static text => TextStreams.Mixed(text, 9, 3));
        Assert.Equal(greedy, Run(new GenerationOptions { Temperature = 1e-300, Seed = 3 }, 40, static text => TextStreams.Mixed(text, 9, 3)));
        Assert.Equal(greedy, Run(new GenerationOptions { Temperature = 5, TopK = 1, Seed = 3 }, 40, static text => TextStreams.Mixed(text, 9, 3)));
        Assert.Equal(greedy, Run(new GenerationOptions { Temperature = 5, TopP = 1e-9, Seed = 3 }, 40, static text => TextStreams.Mixed(text, 9, 3)));
    }

    [Fact]
    public void A_draw_is_a_function_of_the_seed_and_its_number()
    {
        const ulong Seed = 99;
        int[] tokens = Run(new GenerationOptions { Temperature = 1, Seed = Seed }, 50, static _ => new float[1024]);
        ulong key = SplitMix.Mix(unchecked(Seed + SplitMix.Increment));
        Assert.Equal(Enumerable.Range(1, 50).Select(t => (int)(SplitMix.Mix(unchecked(key + (ulong)t * SplitMix.Increment)) >> 54)), tokens); // u · 1024
    }

    [Fact]
    public void A_seed_gives_the_same_tokens_on_every_machine()
    {
        GenerationOptions options = new() { Temperature = 1, Seed = 42 };
        int[] tokens = Run(options, 12, static text => TextStreams.Mixed(text, 9, 3));
        Assert.Equal([4, 7, 4, 2, 6, 0, 3, 7, 0, 4, 4, 1], tokens);
        Assert.Equal(tokens, Run(options, 12, static text => TextStreams.Mixed(text, 9, 3)));
        Assert.NotEqual(tokens, Run(options with { Seed = 43 }, 12, static text => TextStreams.Mixed(text, 9, 3)));
    }

    [Fact]
    public void Tokens_are_written_up_to_the_stop_token()
    {
        List<int> seen = [];
        int[] tokens = [-1, -1, -1, -1, -1, -1];
        GenerationOptions options = new() { StopTokens = [6, 4], OnToken = token => { seen.Add(token); return true; } };
        Assert.Equal(3, new TokenSampler(Counting(), options).Run([0], tokens));
        Assert.Equal([1, 2, 3, -1, -1, -1], tokens);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(0, new TokenSampler(Counting(), options).Run([0, 1, 3], tokens));
        Assert.Equal(2, new TokenSampler(Counting(), options).Run([0], tokens.AsSpan(0, 2)));
    }

    [Fact]
    public void The_callback_may_end_the_sequence()
    {
        int[] tokens = [-1, -1, -1, -1];
        Assert.Equal(2, new TokenSampler(Counting(), new GenerationOptions { OnToken = static token => token < 2 }).Run([0], tokens));
        Assert.Equal([1, 2, -1, -1], tokens);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Outputs_that_are_not_finite_are_reported(float output)
    {
        foreach (GenerationOptions options in new GenerationOptions[] { new(), new() { Temperature = 1 } })
        {
            NotFiniteNumberException fault = Assert.Throws<NotFiniteNumberException>(() => new TokenSampler(Of([1, output, 2]), options).Run([0], new int[1]));
            Assert.Contains("token 1", fault.Message, StringComparison.Ordinal);
            Assert.Equal(output, fault.OffendingNumber);
            Assert.Throws<NotFiniteNumberException>(() => new TokenSampler(Of([float.NegativeInfinity, float.NegativeInfinity]), options).Run([0], new int[1]));
        }

        static TextStreams Of(float[] outputs) => new(outputs.Length, 1, _ => outputs);
    }

    /// <summary>Probabilities by the definition: sort, cut after k, normalise, cut where the sum reaches p, normalise.</summary>
    private static double[] Distribution(float[] logits, double temperature, int topK, double topP)
    {
        List<(int Id, double Weight)> tokens =
            [.. logits.Select((logit, id) => (Id: id, Weight: Math.Exp(logit / temperature))).OrderByDescending(static t => t.Weight).ThenBy(static t => t.Id)];
        if (topK > 0)
            tokens = [.. tokens.Take(topK)];
        double sum = tokens.Sum(static t => t.Weight);
        int kept = 1;
        while (tokens.Take(kept).Sum(static t => t.Weight) / sum < topP && kept < tokens.Count)
            kept++;
        double[] probabilities = new double[logits.Length];
        foreach ((int id, double weight) in tokens.Take(kept))
            probabilities[id] = weight / tokens.Take(kept).Sum(static t => t.Weight);
        return probabilities;
    }

    private static double[] Counts(GenerationOptions options, float[] outputs)
    {
        TokenSampler sampler = new(new TextStreams(outputs.Length, 1, _ => outputs), options);
        double[] counts = new double[outputs.Length];
        for (int i = 0; i < Draws; i++)
            counts[sampler.Draw(outputs)] += 1.0 / Draws;
        return counts;
    }

    private static int[] Run(GenerationOptions options, int length, Func<IReadOnlyList<int>, float[]> output)
    {
        int[] tokens = new int[length];
        Assert.Equal(length, new TokenSampler(new TextStreams(output([0]).Length, 1, output), options).Run([0], tokens));
        return tokens;
    }

    /// <summary>After a token follows the next id.</summary>
    private static TextStreams Counting() => new(8, 1, static text => [.. Enumerable.Range(0, 8).Select(id => id == (text[^1] + 1) % 8 ? 1f : 0f)]);
}
