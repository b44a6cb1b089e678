namespace NumberWords.Data;

/// <summary>The characters of numbers in English and German words, as ids.</summary>
internal static class Alphabet
{
    /// <summary>Number of ids.</summary>
    public const int Count = 31;

    /// <summary>The most characters of a number: "seven hundred and seventy-seven thousand seven hundred and seventy-seven".</summary>
    public const int MostCharacters = 72;

    private const string Characters = " -abcdefghijklmnopqrstuvwxyzßöü";

    /// <summary>Writes the ids of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Receives the ids: at least as many as the text has characters. What follows them is not changed.</param>
    /// <returns>The number of ids.</returns>
    /// <exception cref="ArgumentException">A character is not in the alphabet, or the text is too long.</exception>
    public static int Encode(string text, Span<int> ids)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, ids.Length, nameof(text));
        for (int i = 0; i < text.Length; i++)
        {
            int id = Characters.IndexOf(text[i], StringComparison.Ordinal);
            ids[i] = id >= 0 ? id : throw new ArgumentException($"Expected characters of \"{Characters}\", but found '{text[i]}'.", nameof(text));
        }

        return text.Length;
    }

    /// <summary>Returns the text of ids.</summary>
    public static string Decode(ReadOnlySpan<int> ids)
    {
        char[] characters = new char[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            characters[i] = Characters[ids[i]];
        return new string(characters);
    }
}
