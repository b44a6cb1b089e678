namespace ActivityTagging.CommandLine;

/// <summary>Options of the command line.</summary>
/// <param name="Output">The folder for the picture and the weights.</param>
/// <param name="Seed">Seed of persons, recordings, initial weights, dropout and the order of recordings.</param>
/// <param name="Epochs">The most epochs of each network.</param>
internal sealed record TaggingOptions(string Output, ulong Seed, int Epochs)
{
    /// <summary>Folder of the results; git ignores it.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "activity-tagging");

    /// <summary>More than the networks need: patience ends their training.</summary>
    public const int DefaultEpochs = 100;
}
