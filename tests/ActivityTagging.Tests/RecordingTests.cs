using System.Numerics;
using ActivityTagging.Data;

namespace ActivityTagging.Tests;

/// <summary>The recordings that the sample makes.</summary>
public sealed class RecordingTests
{
    private static readonly Recording[] s_recordings = [.. Enumerable.Range(0, 20).Select(static number => new Person(1, number).Record())];

    [Fact]
    public void Equal_seeds_record_the_same() => Assert.Equal(new Person(3, 5).Record().Samples, new Person(3, 5).Record().Samples);

    [Fact]
    public void Each_recording_and_each_person_differs()
    {
        Person person = new(3, 5);
        Vector3[] first = person.Record().Samples;
        Assert.NotEqual(first, person.Record().Samples);
        Assert.NotEqual(first, new Person(3, 6).Record().Samples);
        Assert.NotEqual(first, new Person(4, 5).Record().Samples);
    }

    [Fact]
    public void Lengths_are_within_their_limits() => Assert.All(s_recordings, static recording =>
    {
        Assert.InRange(recording.Samples.Length, Recording.LeastSeconds * Recording.SamplesPerSecond, Recording.MostSeconds * Recording.SamplesPerSecond);
        Assert.Equal(recording.Samples.Length, recording.Labels.Length);
    });

    [Fact]
    public void A_transition_without_a_label_lies_between_two_activities_that_can_follow_each_other() => Assert.All(s_recordings, static recording =>
    {
        int[] runs = [.. recording.Labels.Where((label, i) => i == 0 || label != recording.Labels[i - 1])];
        for (int i = 1; i < runs.Length; i++)
            Assert.NotEqual(runs[i] == Activities.Unlabelled, runs[i - 1] == Activities.Unlabelled);
        for (int i = 2; i < runs.Length; i += 2)
            Assert.Contains((Activity)runs[i], Activities.After((Activity)runs[i - 2]).ToArray());
    });

    [Fact]
    public void A_sensor_at_rest_measures_gravity_and_a_running_one_much_more()
    {
        Assert.Equal(1, Of(Activity.Still).Average(), 0.1);
        Assert.InRange(Deviation(Of(Activity.Still)), 0.01, 0.12);
        Assert.InRange(Deviation(Of(Activity.Running)), 0.4, 2);
    }

    [Fact]
    public void Tempo_differs_between_persons_by_some_percent()
    {
        double[] cycles = [.. Enumerable.Range(0, 200).Select(static number => new Person(1, number)[Activity.Walking].Cycles)];
        Assert.Equal(0.92, cycles.Average(), 0.03);
        Assert.InRange(Deviation(cycles), 0.06, 0.13);
    }

    private static double[] Of(Activity activity) =>
        [.. s_recordings.SelectMany(recording => recording.Samples.Where((_, i) => recording.Labels[i] == (int)activity)).Select(static sample => (double)sample.Length())];

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
