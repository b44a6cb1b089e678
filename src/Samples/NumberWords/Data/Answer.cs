using System.Globalization;

namespace NumberWords.Data;

/// <summary>The digits of a number as tokens: a start and a stop token, then the ten digits.</summary>
internal static class Answer
{
    /// <summary>Number of ids.</summary>
    public const int Count = FirstDigit + 10;

    /// <summary>The token before the first digit.</summary>
    public const int Start = 0;

    /// <summary>The token after the last digit.</summary>
    public const int Stop = 1;

    /// <summary>The most tokens of an answer: six digits and the stop token.</summary>
    public const int MostTokens = 7;

    private const int FirstDigit = 2;

    /// <summary>Writes the digits of a number and the stop token.</summary>
    /// <param name="number">The number: 0 to 999,999.</param>
    /// <param name="ids">Receives the ids: [<see cref="MostTokens"/>]. What follows the stop token is not changed.</param>
    /// <returns>The number of ids, the stop token included.</returns>
    public static int Encode(int number, Span<int> ids)
    {
        string digits = number.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < digits.Length; i++)
            ids[i] = FirstDigit + (digits[i] - '0');
        ids[digits.Length] = Stop;
        return digits.Length + 1;
    }

    /// <summary>Returns the text of ids: digits, and ? for others.</summary>
    public static string Decode(ReadOnlySpan<int> ids)
    {
        char[] characters = new char[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            characters[i] = ids[i] >= FirstDigit ? (char)('0' + ids[i] - FirstDigit) : '?';
        return new string(characters);
    }
}
