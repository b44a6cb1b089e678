namespace ActivityTagging.Data;

/// <summary>Recordings of three groups of persons. No person belongs to two groups, so scores are those for people whom the networks do not know.</summary>
/// <param name="Training">Recordings to learn from.</param>
/// <param name="Validation">Recordings that decide when training ends.</param>
/// <param name="Test">Recordings for the scores.</param>
internal sealed record PersonSplit(RecordingSet Training, RecordingSet Validation, RecordingSet Test)
{
    /// <summary>Number of persons to learn from.</summary>
    public const int TrainingPersons = 60;

    /// <summary>Number of persons for validation.</summary>
    public const int ValidationPersons = 20;

    /// <summary>Number of persons for the scores.</summary>
    public const int TestPersons = 40;

    /// <summary>Recordings of each person.</summary>
    public const int RecordingsPerPerson = 8;

    /// <summary>Records all persons; equal seeds give equal recordings.</summary>
    public static PersonSplit Record(ulong seed) => new(
        RecordingSet.Record(seed, 0, TrainingPersons, RecordingsPerPerson),
        RecordingSet.Record(seed, TrainingPersons, ValidationPersons, RecordingsPerPerson),
        RecordingSet.Record(seed, TrainingPersons + ValidationPersons, TestPersons, RecordingsPerPerson));
}
