using NumberWords.Data;

namespace NumberWords.Tests;

/// <summary>Numbers in words, and both as tokens.</summary>
public sealed class DataTests
{
    [Theory]
    [InlineData(0, "zero", "null")]
    [InlineData(1, "one", "eins")]
    [InlineData(16, "sixteen", "sechzehn")]
    [InlineData(101, "one hundred and one", "einhunderteins")]
    [InlineData(345_721, "three hundred and forty-five thousand seven hundred and twenty-one", "dreihundertfünfundvierzigtausendsiebenhunderteinundzwanzig")]
    public void A_number_has_words_in_each_language(int number, string english, string german)
    {
        Assert.Equal(english, Language.English.Words(number));
        Assert.Equal(german, Language.German.Words(number));
    }

    [Fact]
    public void Words_and_digits_are_read_back_from_their_ids()
    {
        int[] words = new int[Alphabet.MostCharacters], digits = new int[Answer.MostTokens];
        int longest = 0;
        foreach (Language language in Language.All)
        {
            HashSet<string> seen = [];
            for (int number = 0; number < 1_000_000; number += 7)
            {
                string text = language.Words(number);
                longest = Math.Max(longest, text.Length);
                Assert.True(seen.Add(text), text);
                Assert.Equal(text, Alphabet.Decode(words.AsSpan(0, Alphabet.Encode(text, words))));
                int count = Answer.Encode(number, digits);
                Assert.Equal(Answer.Stop, digits[count - 1]);
                Assert.Equal($"{number}", Answer.Decode(digits.AsSpan(0, count - 1)));
            }
        }

        Assert.InRange(longest, 1, Alphabet.MostCharacters);
        Assert.Equal(Alphabet.MostCharacters, Language.English.Words(777_777).Length);
    }

    [Fact]
    public void Each_id_of_the_alphabet_is_a_character() =>
        Assert.Equal(Alphabet.Count, Alphabet.Decode([.. Enumerable.Range(0, Alphabet.Count)]).Distinct().Count());

    [Fact]
    public void Other_characters_and_long_texts_are_refused()
    {
        Assert.Contains("'7'", Assert.Throws<ArgumentException>(static () => Alphabet.Encode("7", new int[1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => Alphabet.Encode("one", new int[2]));
    }

    [Fact]
    public void Numbers_that_are_held_out_are_never_drawn()
    {
        NumberSplit numbers = new(5, 300_000);
        Assert.Equal(300_000, numbers.HeldOut.Count);
        int[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => numbers.Next())];
        Assert.Empty(drawn.Intersect(numbers.HeldOut));
        Assert.All(drawn, static number => Assert.InRange(number, 0, 999_999));
        Assert.Contains(drawn, static number => number < 10);
        NumberSplit again = new(5, 300_000);
        Assert.Equal(drawn, Enumerable.Range(0, 20_000).Select(_ => again.Next()));
    }
}
