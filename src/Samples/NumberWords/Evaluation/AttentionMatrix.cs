using NumberWords.Data;
using NumberWords.Models;
using RnnCompiler;

namespace NumberWords.Evaluation;

/// <summary>The attention of one translation.</summary>
/// <param name="Words">The characters: the columns.</param>
/// <param name="Digits">The digits: the rows; the last row is the stop token's.</param>
/// <param name="Weights">[rows, columns]; each row sums to 1.</param>
internal sealed record AttentionMatrix(string Words, string Digits, double[,] Weights)
{
    /// <summary>Computes the weights with which each digit of a number reads the characters of its words.</summary>
    /// <param name="weightFile">The weights of a <see cref="NumberTranslator"/>.</param>
    /// <param name="number">The number.</param>
    /// <param name="language">The language of the words.</param>
    public static AttentionMatrix Of(string weightFile, int number, Language language)
    {
        using NumberAttention model = NumberAttention.Load(weightFile, new LoadOptions { IgnoreOthers = true, IgnoreDeclaration = true });
        Batch batch = new(1);
        batch.Write(0, number, language);
        int columns = batch.Lengths[0], rows = batch.AnswerLengths[0];
        float[] weights = new float[Answer.MostTokens * Alphabet.MostCharacters];
        model.Forward(batch.Words, Shifted(batch.Answers), Identity(Alphabet.MostCharacters), weights, 1, batch.Lengths, batch.AnswerLengths);

        double[,] matrix = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                matrix[row, column] = weights[row * Alphabet.MostCharacters + column];
        }

        return new AttentionMatrix(Alphabet.Decode(batch.Words.AsSpan(0, columns)), Answer.Decode(batch.Answers.AsSpan(0, rows - 1)), matrix);
    }

    /// <summary>Returns what the decoder reads: the start token, then each token but the last.</summary>
    private static int[] Shifted(int[] answer) => [Answer.Start, .. answer.AsSpan(0, answer.Length - 1)];

    private static float[] Identity(int size)
    {
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++)
            identity[i * size + i] = 1;
        return identity;
    }
}
