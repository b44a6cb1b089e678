using ActivityTagging.Data;
using ActivityTagging.Evaluation;

namespace ActivityTagging.Tests;

/// <summary>Scores and the baseline.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void Scores_follow_from_the_numbers_of_steps()
    {
        ConfusionMatrix matrix = new();
        Add(matrix, Activity.Still, Activity.Still, 6);
        Add(matrix, Activity.Still, Activity.Walking, 2);
        Add(matrix, Activity.Walking, Activity.Still, 4);
        Add(matrix, Activity.Walking, Activity.Walking, 8);
        Assert.Equal(20, matrix.Steps);
        Assert.Equal(8, matrix.StepsOf(Activity.Still));
        Assert.Equal(14.0 / 20, matrix.Accuracy, 1e-12);
        Assert.Equal(6.0 / 10, matrix.Precision(Activity.Still), 1e-12);
        Assert.Equal(6.0 / 8, matrix.Recall(Activity.Still), 1e-12);
        Assert.Equal(12.0 / 18, matrix.F1(Activity.Still), 1e-12);
        Assert.Equal(0, matrix.F1(Activity.Cycling));
        Assert.Equal((12.0 / 18 + 16.0 / 22) / 6, matrix.MacroF1, 1e-12);
    }

    [Fact]
    public void Steps_without_a_label_and_behind_the_end_do_not_count()
    {
        RecordingSet set = RecordingSet.Record(1, 0, 3, 2);
        ConfusionMatrix matrix = ConfusionMatrix.Of(set, set.Targets, static (_, _) => true);
        Assert.Equal(set.Targets.Count(static id => id >= 0), matrix.Steps);
        Assert.Equal(1, matrix.Accuracy);
    }

    [Fact]
    public void The_baseline_is_right_on_most_steps_of_other_persons()
    {
        NaiveBayes baseline = new(RecordingSet.Record(1, 0, 20, 4));
        RecordingSet test = RecordingSet.Record(1, 20, 10, 4);
        double accuracy = ConfusionMatrix.Of(test, baseline.Tag(test), static (_, _) => true).Accuracy;
        Assert.InRange(accuracy, 0.65, 0.9);
    }

    private static void Add(ConfusionMatrix matrix, Activity actual, Activity predicted, int times)
    {
        for (int i = 0; i < times; i++)
            matrix.Add(actual, predicted);
    }
}
