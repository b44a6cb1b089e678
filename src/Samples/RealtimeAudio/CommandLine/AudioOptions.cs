namespace RealtimeAudio.CommandLine;

/// <summary>Options of the command line.</summary>
/// <param name="Output">The folder for sounds and weights.</param>
/// <param name="Seed">Of initial weights and of what the guitar plays.</param>
/// <param name="Size">How much is trained and measured.</param>
internal sealed record AudioOptions(string Output, ulong Seed, RunSize Size)
{
    /// <summary>Folder of the results; git ignores it.</summary>
    public static string DefaultOutput { get; } = Path.Combine("artifacts", "realtime-audio");
}

/// <summary>Size of a run.</summary>
/// <param name="Epochs">Passes over the training passage, for each network.</param>
/// <param name="TrainingSeconds">Length of the training passage.</param>
/// <param name="HeldOutSeconds">Length of the held-out passage.</param>
/// <param name="MeasuredSeconds">Seconds of sound in each measurement of time.</param>
internal sealed record RunSize(int Epochs, int TrainingSeconds, int HeldOutSeconds, int MeasuredSeconds)
{
    /// <summary>One to two minutes on two cores.</summary>
    public static RunSize Full { get; } = new(30, 60, 15, 600);

    /// <summary>A few seconds: the error is far from that of the full run.</summary>
    public static RunSize Quick { get; } = new(10, 8, 2, 10);
}
