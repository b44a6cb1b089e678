namespace CustomCell.CommandLine;

/// <summary>Options of the command line.</summary>
/// <param name="Output">The folder for the picture.</param>
/// <param name="Seed">Of first weights and sequences.</param>
/// <param name="Updates">The most batches for training each network.</param>
internal sealed record AddingOptions(string Output, ulong Seed, int Updates)
{
    /// <summary>Folder of the results; git ignores it.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "custom-cell");

    /// <summary>Enough for those that solve it.</summary>
    public const int DefaultUpdates = 4000;
}
