using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class BeamSearchTests
{
    private const int Vocabulary = 4;
    private const int Length = 4;

    // Stop tokens of each case: with them, sequences of all lengths compete.
    public static TheoryData<int, int[]> Cases()
    {
        TheoryData<int, int[]> cases = [];
        for (int text = 0; text < 30; text++)
            cases.Add(text, (text % 3) switch { 0 => [], 1 => [2], _ => [0, 3] });
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Enough_beams_find_the_best_of_all_sequences(int text, int[] stops)
    {
        int beams = (int)Math.Pow(Vocabulary, Length);
        int[] tokens = new int[Length];
        GenerationOptions options = new() { Beams = beams, StopTokens = stops };
        int length = Search(options, tokens, text);
        Assert.Equal(Exhaustive([text], stops).MaxBy(static s => s.Mean).Tokens, tokens[..length]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_beam_is_greedy(int text, int[] stops)
    {
        int[] greedy = new int[40], tokens = new int[40];
        GenerationOptions options = new() { StopTokens = stops };
        int length = new TokenSampler(Streams(1), options).Run([text], greedy);
        Assert.Equal(length, Search(options, tokens, text));
        Assert.Equal(greedy, tokens);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_may_be_probabilities(int text, int[] stops)
    {
        int[] tokens = new int[12], others = new int[12];
        GenerationOptions options = new() { StopTokens = stops, Beams = 3 };
        TextStreams probabilities = new(Vocabulary, BeamSearch.Streams(3), static t => [.. LogProbabilities(t).Select(static l => (float)Math.Exp(l))], areProbabilities: true);
        Assert.Equal(Search(options, tokens, text), new BeamSearch(probabilities, options).Run([text], others));
        Assert.Equal(tokens, others);
    }

    [Fact]
    public void More_beams_find_what_greedy_choice_misses()
    {
        // The most probable first token, 0.6, is followed by even choices, 0.3 each; the other one, 0.4, by a certain token.
        static float[] Output(IReadOnlyList<int> text) => text[^1] switch { 0 => [0, 0.6f, 0.4f, 0], 1 => [0, 0.5f, 0, 0.5f], _ => [1, 0, 0, 0] };
        int[] tokens = new int[2];
        Assert.Equal(2, new TokenSampler(new TextStreams(4, 1, Output, areProbabilities: true), new GenerationOptions()).Run([0], tokens));
        Assert.Equal([1, 1], tokens);
        Assert.Equal(2, new BeamSearch(new TextStreams(4, 4, Output, areProbabilities: true), new GenerationOptions { Beams = 2 }).Run([0], tokens));
        Assert.Equal([2, 0], tokens);
    }

    [Fact]
    public void A_sequence_that_ended_is_compared_by_its_mean()
    {
        // Stopping at once has the probability 0.5; the best longer sequence 0.5 · 0.9³ = 0.36, which is 0.78 for each of its tokens.
        static float[] Output(IReadOnlyList<int> text) => text.Count == 1 ? [0.5f, 0.5f, 0] : [0.05f, 0.05f, 0.9f];
        int[] tokens = new int[4];
        GenerationOptions options = new() { Beams = 2, StopTokens = [0] };
        Assert.Equal(4, new BeamSearch(new TextStreams(3, 4, Output, areProbabilities: true), options).Run([1], tokens));
        Assert.Equal([1, 2, 2, 2], tokens);
        Assert.Equal(0, new BeamSearch(new TextStreams(3, 4, Output, areProbabilities: true), options).Run([1], tokens.AsSpan(0, 1)));
    }

    [Fact]
    public void The_search_ends_as_soon_as_no_beam_can_become_better()
    {
        int steps = 0;
        float[] Output(IReadOnlyList<int> text)
        {
            steps++;
            return text.Count == 3 ? [0.001f, 0.999f, 0] : [0.9f, 0, 0.1f];
        }

        int[] tokens = new int[10];
        Assert.Equal(2, new BeamSearch(new TextStreams(3, 4, Output, areProbabilities: true), new GenerationOptions { Beams = 2, StopTokens = [1] }).Run([0], tokens));
        Assert.Equal([0, 0], tokens[..2]);
        Assert.Equal(5, steps); // the prompt, then two steps of two beams
    }

    [Fact]
    public void Only_stop_tokens_may_be_possible()
    {
        GenerationOptions options = new() { Beams = 3, StopTokens = [1] };
        Assert.Equal(0, new BeamSearch(new TextStreams(3, 6, static _ => [0, 1, 0], areProbabilities: true), options).Run([0], new int[5]));
    }

    [Fact]
    public void The_callback_receives_the_tokens_after_the_search()
    {
        int[] tokens = new int[6], all = new int[6];
        List<int> seen = [];
        Assert.Equal(6, Search(new GenerationOptions { Beams = 3 }, all, 1));
        Assert.Equal(6, Search(new GenerationOptions { Beams = 3, OnToken = token => { seen.Add(token); return true; } }, tokens, 1));
        Assert.Equal(all, seen);
        seen.Clear();
        Assert.Equal(2, Search(new GenerationOptions { Beams = 3, OnToken = token => { seen.Add(token); return seen.Count < 2; } }, tokens, 1));
        Assert.Equal(all[..2], seen);
    }

    private static int Search(GenerationOptions options, Span<int> tokens, int text) =>
        new BeamSearch(Streams(BeamSearch.Streams(options.Beams)), options).Run([text], tokens);

    private static TextStreams Streams(int streams) => new(Vocabulary, streams, static text => TextStreams.Mixed(text, Vocabulary, 3));

    private static double[] LogProbabilities(IReadOnlyList<int> text)
    {
        float[] logits = TextStreams.Mixed(text, Vocabulary, 3);
        double sum = Math.Log(logits.Sum(static l => Math.Exp(l)));
        return [.. logits.Select(l => l - sum)];
    }

    private static IEnumerable<(int[] Tokens, double Mean)> Exhaustive(int[] prompt, int[] stops)
    {
        return Continue([], 0);

        IEnumerable<(int[] Tokens, double Mean)> Continue(int[] tokens, double sum)
        {
            double[] logs = LogProbabilities([.. prompt, .. tokens]);
            for (int id = 0; id < Vocabulary; id++)
            {
                double total = sum + logs[id];
                if (stops.Contains(id))
                {
                    yield return (tokens, total / (tokens.Length + 1));
                }
                else if (tokens.Length + 1 == Length)
                {
                    yield return ([.. tokens, id], total / Length);
                }
                else
                {
                    foreach ((int[] Tokens, double Mean) sequence in Continue([.. tokens, id], total))
                        yield return sequence;
                }
            }
        }
    }
}
