namespace CharacterModel.Corpora;

/// <summary>A text as ids of its characters; its last tenth is held out.</summary>
/// <param name="Name">Where the text is from, for reports.</param>
/// <param name="Training">The characters to learn from.</param>
/// <param name="HeldOut">The characters for the scores.</param>
internal sealed record Corpus(string Name, int[] Training, int[] HeldOut)
{
    /// <summary>The least characters: a few windows for each row of a batch.</summary>
    public const int LeastCharacters = 20_000;

    private const int HeldOutParts = 10;

    /// <summary>Splits a text.</summary>
    /// <param name="name">Where the text is from.</param>
    /// <param name="text">The text.</param>
    /// <param name="mostCharacters">The most characters that are used, from the start of the text.</param>
    /// <exception cref="CorpusException">The text is too short.</exception>
    public static Corpus Of(string name, string text, int mostCharacters)
    {
        int[] ids = Alphabet.Ids(text);
        if (ids.Length < LeastCharacters)
            throw new CorpusException($"Expected a text of at least {LeastCharacters:N0} characters, but {name} has {ids.Length:N0}.");
        int used = Math.Min(ids.Length, mostCharacters);
        int heldOut = used / HeldOutParts;
        return new Corpus(name, ids[..(used - heldOut)], ids[(used - heldOut)..used]);
    }
}
