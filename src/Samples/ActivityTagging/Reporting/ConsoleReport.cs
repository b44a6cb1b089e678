using ActivityTagging.Data;
using ActivityTagging.Evaluation;
using ActivityTagging.Training;
using RnnCompiler;
using Spectre.Console;
using static Samples.ReportTables;

namespace ActivityTagging.Reporting;

/// <summary>Prints the results of the sample.</summary>
internal sealed class ConsoleReport
{
    /// <summary>The console.</summary>
    public IAnsiConsole Console { get; } = Open();

    /// <summary>Prints the sizes of the data.</summary>
    public void Data(PersonSplit split)
    {
        Say($"{Described(split.Training, PersonSplit.TrainingPersons)} to learn from, {Described(split.Validation, PersonSplit.ValidationPersons)} for validation, "
            + $"{Described(split.Test, PersonSplit.TestPersons)} held out.");
        int steps = split.Training.Lengths.Sum();
        int labelled = split.Training.Targets.Count(static id => id != Activities.Unlabelled);
        Say($"A recording has {split.Training.Lengths.Min()} to {split.Training.Lengths.Max()} steps of {1.0 / RecordingSet.StepsPerSecond} s; "
            + $"{(double)(steps - labelled) / steps:P1} of the steps lie in transitions and have no label.");
    }

    /// <summary>Prints the end of a training.</summary>
    public void Trained(ITagger tagger, FitResult result)
    {
        string reason = result.StoppedBecause == FitStop.Patience ? "as the validation loss no longer improved" : "with all epochs";
        string best = result.BestEpoch < 0 ? "none" : $"{result.BestEpoch + 1}, with a validation loss of {result.Epochs[result.BestEpoch].ValidationLoss:F3}";
        Say($"{tagger.Name}: {result.Epochs.Count} epochs in {result.Epochs.Sum(static epoch => epoch.Seconds):F0} s, ended {reason}; best epoch: {best}.");
    }

    /// <summary>Prints the scores of all taggers.</summary>
    public void Scores(RecordingSet test, IReadOnlyList<TaggerScore> scores)
    {
        Say($"\nHeld-out persons: {scores[0].All.Steps:N0} labelled steps");
        Table table = Columns("tagger", ">parameters", ">accuracy", ">macro F1", ">at starts", ">µs");
        foreach (TaggerScore score in scores)
            Row(table, score.Name, $"{score.Parameters:N0}", $"{score.All.Accuracy:P1}", $"{score.All.MacroF1:F3}", $"{score.Starts.Accuracy:P1}", $"{score.Microseconds:N0}");
        Console.Write(table);
        Say($"at starts: accuracy of the {scores[0].Starts.Steps:N0} steps in the first second of an activity.");
        Say($"µs: time for a recording, on average {test.Lengths.Average() / RecordingSet.StepsPerSecond:F0} s long, if all are tagged in one call on one thread.");
    }

    /// <summary>Prints the scores of each activity.</summary>
    public void Classes(TaggerScore score)
    {
        Say($"\n{score.Name}");
        Table table = Columns("activity", ">steps", ">precision", ">recall", ">F1");
        foreach (Activity activity in Enum.GetValues<Activity>())
        {
            Row(table, $"{activity}".ToLowerInvariant(), $"{score.All.StepsOf(activity):N0}", $"{score.All.Precision(activity):F3}", $"{score.All.Recall(activity):F3}",
                $"{score.All.F1(activity):F3}");
        }

        Console.Write(table);
    }

    /// <summary>Prints the paths of the results.</summary>
    public void Files(string picture, string weights) => Say($"Confusion matrix: {picture}\nWeights: {weights}");

    private static string Described(RecordingSet set, int persons) =>
        $"{set.Rows} recordings of {persons} persons ({set.Lengths.Sum() / (3600.0 * RecordingSet.StepsPerSecond):F1} h)";

    // The project is culture-invariant, so numbers look the same everywhere.
    private void Say(string text) => Console.WriteLine(text);
}
