namespace NumberWords.CommandLine;

/// <summary>Options of the command line.</summary>
/// <param name="Output">The folder for the picture and the weights.</param>
/// <param name="Seed">Seed of the numbers and of initial weights.</param>
/// <param name="Updates">Updates of the weights.</param>
/// <param name="Seconds">The most seconds of training.</param>
internal sealed record WordsOptions(string Output, ulong Seed, int Updates, int Seconds)
{
    /// <summary>Updates by default.</summary>
    public const int DefaultUpdates = 3200;

    /// <summary>Seconds by default.</summary>
    public const int DefaultSeconds = 300;

    /// <summary>Folder of the results; git ignores it.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "number-words");
}
