namespace CharacterModel.CommandLine;

/// <summary>Options of the command line.</summary>
/// <param name="Text">The text file; null for the sources of this repository.</param>
/// <param name="Output">The folder for the generated text, the picture and the weights.</param>
/// <param name="Seed">Seed of the order of sources, of initial weights, dropout and generated text.</param>
/// <param name="Size">How much is trained.</param>
internal sealed record CharacterOptions(string? Text, string Output, ulong Seed, RunSize Size)
{
    /// <summary>Folder of the results; git ignores it.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "character-model");
}

/// <summary>Size of a run.</summary>
/// <param name="Epochs">Passes over the training text.</param>
/// <param name="MostCharacters">Characters of the text that are used at most.</param>
internal sealed record RunSize(int Epochs, int MostCharacters)
{
    /// <summary>A few minutes on two cores, with the sources of this repository.</summary>
    public static RunSize Full { get; } = new(3, 20_000_000);

    /// <summary>A few seconds: the network does not reach the trigrams.</summary>
    public static RunSize Quick { get; } = new(2, 200_000);
}
