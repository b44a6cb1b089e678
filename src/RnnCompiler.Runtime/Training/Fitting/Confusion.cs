namespace RnnCompiler;

/// <summary>True and false positives and negatives of each class.</summary>
/// <param name="count">Number of classes or labels.</param>
internal sealed class Confusion(int count)
{
    private readonly long[] _truePositives = new long[count];
    private readonly long[] _falsePositives = new long[count];
    private readonly long[] _falseNegatives = new long[count];
    private readonly long[] _trueNegatives = new long[count];

    /// <summary>Number of classes or labels.</summary>
    public int Count => count;

    /// <summary>Forgets all answers.</summary>
    public void Clear()
    {
        foreach (long[] counts in (long[][])[_truePositives, _falsePositives, _falseNegatives, _trueNegatives])
            Array.Clear(counts);
    }

    /// <summary>Adds an answer of which exactly one class is right.</summary>
    /// <param name="expected">The right class.</param>
    /// <param name="answer">The class that was answered.</param>
    public void AddClass(int expected, int answer)
    {
        if (expected == answer)
        {
            _truePositives[expected]++;
        }
        else
        {
            _falseNegatives[expected]++;
            _falsePositives[answer]++;
        }
    }

    /// <summary>Adds an answer about a label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="expected">Whether it applies.</param>
    /// <param name="answer">Whether it was answered to apply.</param>
    public void AddLabel(int label, bool expected, bool answer)
    {
        long[] counts = (expected, answer) switch
        {
            (true, true) => _truePositives,
            (false, true) => _falsePositives,
            (true, false) => _falseNegatives,
            _ => _trueNegatives,
        };
        counts[label]++;
    }

    /// <summary>Mean of F1 = 2 TP / (2 TP + FP + FN) over classes.</summary>
    /// <param name="ofAll">Whether a class that never occurs counts, with 0; else it is left out.</param>
    public double MeanF1(bool ofAll)
    {
        double sum = 0;
        int classes = 0;
        for (int i = 0; i < count; i++)
        {
            long others = _falsePositives[i] + _falseNegatives[i];
            if (!ofAll && _truePositives[i] + others == 0)
                continue;
            sum += F1(_truePositives[i], others);
            classes++;
        }

        return sum / classes;
    }

    /// <summary>Mean of the F1 of a single label and of its opposite, over those of the two that occur.</summary>
    public double F1OfBoth()
    {
        long others = _falsePositives[0] + _falseNegatives[0];
        double[] values = [.. ((long[])[_truePositives[0], _trueNegatives[0]]).Where(right => right + others > 0).Select(right => F1(right, others))];
        return values.Length == 0 ? double.NaN : values.Average();
    }

    private static double F1(long right, long others) => right == 0 ? 0 : 2.0 * right / (2 * right + others);
}
