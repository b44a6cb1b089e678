using CharacterModel.Evaluation;

namespace CharacterModel.Tests;

/// <summary>The baselines.</summary>
public sealed class NGramTests
{
    private static readonly int[] s_text = [0, 1, 0, 2, 0, 1, 1, 0];

    [Fact]
    public void Counts_are_interpolated_by_the_rule_of_Witten_and_Bell()
    {
        // Of 8 characters, 4 are 0 and 3 are 1, of 3 kinds. After 0 come 1, 2, 1; after 1 come 0, 1, 0.
        NGram unigrams = new("unigrams", 1, 4, s_text);
        double p1 = (3 + 3 * 0.25) / (8 + 3), p3 = 3 * 0.25 / (8 + 3);
        Assert.Equal(p1, unigrams.Probability([0, 1], 1), 1e-15);
        Assert.Equal(p3, unigrams.Probability([0, 3], 1), 1e-15);
        NGram bigrams = new("bigrams", 2, 4, s_text);
        Assert.Equal((2 + 2 * p1) / (3 + 2), bigrams.Probability([0, 1], 1), 1e-15);
        Assert.Equal(p1, bigrams.Probability([3, 1], 1), 1e-15); // a context that was never seen
        Assert.Equal(p1, bigrams.Probability([1], 0), 1e-15);    // no context
        Assert.Equal(4 - 1, unigrams.Parameters);
        Assert.Equal(3 + 5, bigrams.Parameters); // 01, 10, 02, 20, 11
    }

    [Fact]
    public void Probabilities_sum_to_1()
    {
        Random random = new(1);
        int[] text = [.. Enumerable.Range(0, 400).Select(_ => random.Next(6) * random.Next(2))];
        NGram trigrams = new("trigrams", 3, 7, text);
        foreach (int[] context in new int[][] { [0, 0], [5, 0], [6, 6], [3, 6] })
            Assert.Equal(1, Enumerable.Range(0, 7).Sum(id => trigrams.Probability([.. context, id], 2)), 1e-12);
    }

    [Fact]
    public void The_cross_entropy_is_the_mean_from_the_second_character_on()
    {
        NGram trigrams = new("trigrams", 3, 4, s_text);
        double expected = -(Math.Log(trigrams.Probability([0, 1, 2], 1)) + Math.Log(trigrams.Probability([0, 1, 2], 2))) / 2;
        Assert.Equal(expected, trigrams.CrossEntropy([0, 1, 2]), 1e-15);
        Assert.Equal(Math.Exp(expected), Score.Of(trigrams, [0, 1, 2]).Perplexity, 1e-12);
    }
}
