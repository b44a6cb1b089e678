namespace ActivityTagging.Data;

/// <summary>A person with a tempo, a vigour and a way of each activity.</summary>
internal sealed class Person
{
    private const double TempoDeviation = 0.07;
    private const double VigourDeviation = 0.2;

    private readonly Motion[] _motions;
    private readonly Random _random;

    /// <summary>Draws a person; equal seeds and numbers draw the same one.</summary>
    /// <param name="seed">The seed of all persons.</param>
    /// <param name="number">The number of this one.</param>
    public Person(ulong seed, int number)
    {
        Number = number;
        _random = new Random(unchecked((int)(seed * 1_000_003 + (ulong)number)));
        double tempo = Math.Exp(_random.Normal(0, TempoDeviation));
        double vigour = Math.Exp(_random.Normal(0, VigourDeviation));
        _motions = [.. Enum.GetValues<Activity>().Select(activity => new Motion(activity, tempo, vigour, _random))];
    }

    /// <summary>The number of the person.</summary>
    public int Number { get; }

    /// <summary>How this person does an activity.</summary>
    public Motion this[Activity activity] => _motions[(int)activity];

    /// <summary>Records the person from <see cref="Recording.LeastSeconds"/> to <see cref="Recording.MostSeconds"/> seconds. Each call records something else.</summary>
    public Recording Record()
    {
        int samples = _random.Next(Recording.LeastSeconds * Recording.SamplesPerSecond, Recording.MostSeconds * Recording.SamplesPerSecond + 1);
        return new RecordingSession(this, _random).Record(samples);
    }
}
