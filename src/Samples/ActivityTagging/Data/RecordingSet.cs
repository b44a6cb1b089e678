namespace ActivityTagging.Data;

/// <summary>
/// Recordings as a network reads them: a row for each, padded to the longest possible one. A step is a fifth of a second; its class is that of its samples, if all have
/// the same.
/// </summary>
internal sealed class RecordingSet
{
    /// <summary>Samples of a step.</summary>
    public const int SamplesPerStep = 10;

    /// <summary>Steps of a second.</summary>
    public const int StepsPerSecond = Recording.SamplesPerSecond / SamplesPerStep;

    /// <summary>Numbers of a step: vertical and horizontal acceleration of each sample.</summary>
    public const int Features = Gravity.Parts * SamplesPerStep;

    /// <summary>Steps of a padded row.</summary>
    public const int Steps = Recording.MostSeconds * Recording.SamplesPerSecond / SamplesPerStep;

    /// <summary>Converts recordings; samples after the last whole step are left out.</summary>
    public RecordingSet(IReadOnlyList<Recording> recordings)
    {
        Recordings = recordings;
        Lengths = [.. recordings.Select(static recording => recording.Samples.Length / SamplesPerStep)];
        Inputs = new float[recordings.Count * Steps * Features];
        Targets = new int[recordings.Count * Steps];
        Array.Fill(Targets, Activities.Unlabelled);
        for (int row = 0; row < recordings.Count; row++)
        {
            Recording recording = recordings[row];
            Gravity gravity = new();
            for (int sample = 0; sample < Lengths[row] * SamplesPerStep; sample++)
                gravity.Read(recording.Samples[sample], Inputs.AsSpan(row * Steps * Features + sample * Gravity.Parts, Gravity.Parts));
            for (int step = 0; step < Lengths[row]; step++)
                Targets[row * Steps + step] = ClassOf(recording.Labels.AsSpan(step * SamplesPerStep, SamplesPerStep));
        }
    }

    /// <summary>The recordings.</summary>
    public IReadOnlyList<Recording> Recordings { get; }

    /// <summary>[rows, steps, features].</summary>
    public float[] Inputs { get; }

    /// <summary>[rows, steps]: the class id of each step, <see cref="Activities.Unlabelled"/> for steps that do not count.</summary>
    public int[] Targets { get; }

    /// <summary>The steps of each row.</summary>
    public int[] Lengths { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Lengths.Length;

    /// <summary>Records persons, a number of times each.</summary>
    /// <param name="seed">The seed of all persons.</param>
    /// <param name="first">The number of the first person.</param>
    /// <param name="persons">Number of persons.</param>
    /// <param name="recordings">Recordings of each person.</param>
    public static RecordingSet Record(ulong seed, int first, int persons, int recordings) => new(
        [.. Enumerable.Range(first, persons)
            .Select(number => new Person(seed, number))
            .SelectMany(person => Enumerable.Range(0, recordings).Select(_ => person.Record()))]);

    /// <summary>Whether a step lies in the first second of an activity.</summary>
    public bool IsStart(int row, int step)
    {
        ReadOnlySpan<int> targets = Targets.AsSpan(row * Steps, Steps);
        int first = step - StepsPerSecond;
        return first < 0 || targets[first..step].ContainsAnyExcept(targets[step]);
    }

    private static int ClassOf(ReadOnlySpan<int> labels) => labels.ContainsAnyExcept(labels[0]) ? Activities.Unlabelled : labels[0];
}
