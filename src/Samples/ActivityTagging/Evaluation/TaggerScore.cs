using System.Diagnostics;
using ActivityTagging.Data;
using ActivityTagging.Training;

namespace ActivityTagging.Evaluation;

/// <summary>Scores of a tagger on recordings.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="All">The confusion of all labelled steps.</param>
/// <param name="Starts">The confusion of the steps in the first second of an activity.</param>
/// <param name="Microseconds">Time for a recording in µs: the mean over the recordings, on one thread.</param>
internal sealed record TaggerScore(string Name, int Parameters, ConfusionMatrix All, ConfusionMatrix Starts, double Microseconds)
{
    private const int Rounds = 16;

    /// <summary>Tags recordings several times, for the scores and for the time of the fastest round.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="set">The recordings.</param>
    /// <param name="cancellation">Ends the rounds.</param>
    public static TaggerScore Of(ITagger tagger, RecordingSet set, CancellationToken cancellation)
    {
        int[] predictions = [];
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Stopwatch watch = Stopwatch.StartNew();
            predictions = tagger.Tag(set);
            best = Math.Min(best, watch.Elapsed.TotalMicroseconds);
        }

        ConfusionMatrix all = ConfusionMatrix.Of(set, predictions, static (_, _) => true);
        ConfusionMatrix starts = ConfusionMatrix.Of(set, predictions, set.IsStart);
        return new TaggerScore(tagger.Name, tagger.Parameters, all, starts, best / set.Rows);
    }
}
