using System.Numerics;
using ActivityTagging.Data;

namespace ActivityTagging.Tests;

/// <summary>Recordings as rows of a network.</summary>
public sealed class RecordingSetTests
{
    [Fact]
    public void A_step_has_the_class_of_its_samples_if_it_is_one()
    {
        int[] labels = [.. Enumerable.Repeat(2, 20), .. Enumerable.Repeat(Activities.Unlabelled, 5), .. Enumerable.Repeat(4, 15), .. Enumerable.Repeat(4, 9)];
        RecordingSet set = Set(labels);
        Assert.Equal([4], set.Lengths);
        Assert.Equal([2, 2, Activities.Unlabelled, 4], set.Targets[..4]);
        Assert.All(set.Targets[4..], static id => Assert.Equal(Activities.Unlabelled, id));
        Assert.All(set.Inputs[(4 * RecordingSet.Features)..], static x => Assert.Equal(0, x));
    }

    [Fact]
    public void The_first_second_of_an_activity_is_its_start()
    {
        int[] labels = [.. Enumerable.Repeat(2, 70), .. Enumerable.Repeat(Activities.Unlabelled, 10), .. Enumerable.Repeat(4, 70)];
        RecordingSet set = Set(labels);
        int[] starts = [.. Enumerable.Range(0, set.Lengths[0]).Where(step => set.Targets[step] >= 0 && set.IsStart(0, step))];
        Assert.Equal([0, 1, 2, 3, 4, 8, 9, 10, 11, 12], starts);
    }

    [Fact]
    public void Features_do_not_depend_on_the_orientation_of_the_sensor()
    {
        Recording recording = new Person(1, 2).Record();
        Quaternion rotation = new Random(5).Rotation();
        RecordingSet set = new([recording, recording with { Samples = Array.ConvertAll(recording.Samples, sample => Vector3.Transform(sample, rotation)) }]);
        int length = set.Inputs.Length / 2;
        for (int i = 0; i < length; i++)
            Assert.Equal(set.Inputs[i], set.Inputs[length + i], 1e-3f);
    }

    [Fact]
    public void Features_of_a_step_do_not_depend_on_later_samples()
    {
        Recording recording = new Person(1, 2).Record();
        int half = recording.Samples.Length / 2 / RecordingSet.SamplesPerStep;
        Recording changed = recording with { Samples = [.. recording.Samples.Select((sample, i) => i < half * RecordingSet.SamplesPerStep ? sample : 9 * sample)] };
        Assert.Equal(new RecordingSet([recording]).Inputs[..(half * RecordingSet.Features)], new RecordingSet([changed]).Inputs[..(half * RecordingSet.Features)]);
    }

    [Fact]
    public void Groups_of_persons_have_no_person_in_common()
    {
        int[][] persons = [.. new[] { (0, 3), (3, 2), (5, 4) }.Select(static group =>
            RecordingSet.Record(1, group.Item1, group.Item2, 2).Recordings.Select(static recording => recording.Person).Distinct().ToArray())];
        Assert.Equal([0, 1, 2], persons[0]);
        Assert.Equal([3, 4], persons[1]);
        Assert.Equal([5, 6, 7, 8], persons[2]);
    }

    private static RecordingSet Set(int[] labels) => new([new Recording(0, Array.ConvertAll(labels, static _ => Vector3.UnitY), labels)]);
}
