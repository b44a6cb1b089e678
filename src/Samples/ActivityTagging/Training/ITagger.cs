using ActivityTagging.Data;

namespace ActivityTagging.Training;

/// <summary>Predicts the activity of each step of recordings.</summary>
internal interface ITagger
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>Number of parameters that were learnt.</summary>
    int Parameters { get; }

    /// <summary>Tags recordings.</summary>
    /// <param name="set">The recordings.</param>
    /// <returns>Class ids: [rows, steps]; any behind the end of a row.</returns>
    int[] Tag(RecordingSet set);
}
