namespace NumberWords.Data;

/// <summary>Rows of examples: characters of words, tokens of digits, and the lengths of both.</summary>
/// <param name="rows">Number of rows.</param>
internal sealed class Batch(int rows)
{
    /// <summary>Ids of characters: [rows, <see cref="Alphabet.MostCharacters"/>].</summary>
    public int[] Words { get; } = new int[rows * Alphabet.MostCharacters];

    /// <summary>Ids of digits, with the stop token: [rows, <see cref="Answer.MostTokens"/>].</summary>
    public int[] Answers { get; } = new int[rows * Answer.MostTokens];

    /// <summary>Characters of each row.</summary>
    public int[] Lengths { get; } = new int[rows];

    /// <summary>Tokens of each row, the stop token included.</summary>
    public int[] AnswerLengths { get; } = new int[rows];

    /// <summary>Writes a number in words and in digits.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">The number.</param>
    /// <param name="language">The language of the words.</param>
    public void Write(int row, int number, Language language)
    {
        Lengths[row] = Alphabet.Encode(language.Words(number), Words.AsSpan(row * Alphabet.MostCharacters, Alphabet.MostCharacters));
        AnswerLengths[row] = Answer.Encode(number, Answers.AsSpan(row * Answer.MostTokens, Answer.MostTokens));
    }

    /// <summary>Writes each row anew, each in a language that is drawn.</summary>
    /// <param name="numbers">Gives the numbers.</param>
    public void Draw(NumberSplit numbers)
    {
        for (int row = 0; row < rows; row++)
            Write(row, numbers.Next(), numbers.Choose(Language.All));
    }
}
