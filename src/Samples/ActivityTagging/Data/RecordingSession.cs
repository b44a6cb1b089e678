using System.Numerics;

namespace ActivityTagging.Data;

/// <summary>
/// Makes one recording: activities of some seconds with transitions between them, seen by a sensor of unknown orientation. Tempo and strength fluctuate; noise, an
/// offset of each axis and short knocks disturb the sensor.
/// </summary>
internal sealed class RecordingSession(Person person, Random random)
{
    private const double LeastSeconds = 3;
    private const double MostSeconds = 12;
    private const double LeastTransition = 0.5;
    private const double MostTransition = 1.5;
    private const double Noise = 0.03;
    private const double Offset = 0.03;
    private const double KnocksPerSecond = 0.05;
    private const double KnockSeconds = 0.06;

    private readonly Quaternion _orientation = random.Rotation();
    private readonly Vector3 _offset = random.NormalVector(Offset);
    private readonly double _placement = Math.Exp(random.Normal(0, 0.15)); // the same movement is weaker at the belt than at the ankle
    private readonly Fluctuation _tempo = new(0.05, random);
    private readonly Fluctuation _strength = new(0.15, random);
    private Vector3 _knock;
    private double _phase = random.Uniform(0, 2 * Math.PI);

    /// <summary>Records.</summary>
    /// <param name="count">Number of samples.</param>
    public Recording Record(int count)
    {
        Vector3[] samples = new Vector3[count];
        int[] labels = new int[count];
        Activity activity = (Activity)random.Next(Activities.Count);
        int done = 0;
        while (done < count)
        {
            int end = Math.Min(count, done + Samples(LeastSeconds, MostSeconds));
            for (; done < end; done++)
                (samples[done], labels[done]) = (Sample(activity, activity, 0), (int)activity);

            ReadOnlySpan<Activity> followers = Activities.After(activity);
            Activity next = followers[random.Next(followers.Length)];
            int start = done;
            int length = Samples(LeastTransition, MostTransition);
            for (end = Math.Min(count, start + length); done < end; done++)
                (samples[done], labels[done]) = (Sample(activity, next, (done - start + 1.0) / (length + 1)), Activities.Unlabelled);
            activity = next;
        }

        return new Recording(person.Number, samples, labels);
    }

    private int Samples(double least, double most) => (int)(random.Uniform(least, most) * Recording.SamplesPerSecond);

    // share: how far a transition from one activity to another has come.
    private Vector3 Sample(Activity from, Activity to, double share)
    {
        Motion before = person[from], after = person[to];
        double cycles = (1 - share) * before.Cycles + share * after.Cycles;
        double roughness = (1 - share) * before.Roughness + share * after.Roughness;
        _phase += 2 * Math.PI * cycles * _tempo.Next() / Recording.SamplesPerSecond;
        double strength = _placement * _strength.Next();
        Vector3 body = Vector3.Lerp(before.At(_phase, strength), after.At(_phase, strength), (float)share) + random.NormalVector(roughness * strength);
        return Vector3.Transform(body, _orientation) + _offset + Knock() + random.NormalVector(Noise);
    }

    private Vector3 Knock()
    {
        _knock *= (float)Math.Exp(-1 / (KnockSeconds * Recording.SamplesPerSecond));
        if (random.NextDouble() < KnocksPerSecond / Recording.SamplesPerSecond)
            _knock += random.NormalVector(0.6);
        return _knock;
    }
}
