using ActivityTagging.Data;

namespace ActivityTagging.Evaluation;

/// <summary>Numbers of steps by their true and their predicted activity, and the scores that follow from them.</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[,] _counts = new int[Activities.Count, Activities.Count];

    /// <summary>Number of steps.</summary>
    public int Steps { get; private set; }

    /// <summary>Fraction of the steps whose predicted activity is the true one.</summary>
    public double Accuracy => Enumerable.Range(0, Activities.Count).Sum(id => _counts[id, id]) / (double)Steps;

    /// <summary>Mean of <see cref="F1"/> over activities.</summary>
    public double MacroF1 => Enum.GetValues<Activity>().Average(F1);

    /// <summary>Number of steps of an activity that were predicted as one.</summary>
    public int this[Activity actual, Activity predicted] => _counts[(int)actual, (int)predicted];

    /// <summary>Counts labelled steps of recordings.</summary>
    /// <param name="set">The recordings.</param>
    /// <param name="predictions">The predicted class of each step of the padded rows: [rows, steps].</param>
    /// <param name="counts">Whether a step counts, by its row and its number.</param>
    public static ConfusionMatrix Of(RecordingSet set, ReadOnlySpan<int> predictions, Func<int, int, bool> counts)
    {
        ConfusionMatrix matrix = new();
        for (int row = 0; row < set.Rows; row++)
        {
            for (int step = 0; step < set.Lengths[row]; step++)
            {
                int i = row * RecordingSet.Steps + step;
                if (set.Targets[i] != Activities.Unlabelled && counts(row, step))
                    matrix.Add((Activity)set.Targets[i], (Activity)predictions[i]);
            }
        }

        return matrix;
    }

    /// <summary>Counts a step.</summary>
    public void Add(Activity actual, Activity predicted)
    {
        _counts[(int)actual, (int)predicted]++;
        Steps++;
    }

    /// <summary>Number of steps of an activity.</summary>
    public int StepsOf(Activity actual) => Enum.GetValues<Activity>().Sum(predicted => this[actual, predicted]);

    /// <summary>Fraction of the steps predicted as an activity that are of it; 0 if there is none.</summary>
    public double Precision(Activity activity) => Fraction(this[activity, activity], Enum.GetValues<Activity>().Sum(actual => this[actual, activity]));

    /// <summary>Fraction of the steps of an activity that are predicted as it; 0 if there is none.</summary>
    public double Recall(Activity activity) => Fraction(this[activity, activity], StepsOf(activity));

    /// <summary>Harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>; 0 if both are.</summary>
    public double F1(Activity activity)
    {
        double sum = Precision(activity) + Recall(activity);
        return sum == 0 ? 0 : 2 * Precision(activity) * Recall(activity) / sum;
    }

    private static double Fraction(int part, int whole) => whole == 0 ? 0 : part / (double)whole;
}
