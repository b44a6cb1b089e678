namespace RnnCompiler;

/// <summary>
/// Factor of the optimizer's learning rate, as a function of the number of updates so far. The factor is 1 where a schedule
/// has not begun to change it. Derive from this class for another schedule.
/// </summary>
public abstract class LearningRateSchedule
{
    /// <summary>Creates a schedule.</summary>
    protected LearningRateSchedule()
    {
    }

    /// <summary>The learning rate as it is.</summary>
    public static LearningRateSchedule Constant { get; } = new Function(_ => 1);

    /// <summary>factor^⌊n / every⌋, as <c>StepLR</c>.</summary>
    /// <param name="every">Updates between two changes; at least 1.</param>
    /// <param name="factor">What the rate is multiplied by at each.</param>
    public static LearningRateSchedule StepDecay(long every, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Hyperparameter.NonNegative(factor, nameof(factor));
        return new Function(n => Math.Pow(factor, n / every));
    }

    /// <summary>factorⁿ, as <c>ExponentialLR</c>.</summary>
    /// <param name="factor">What the rate is multiplied by at each update.</param>
    public static LearningRateSchedule Exponential(double factor)
    {
        Hyperparameter.NonNegative(factor, nameof(factor));
        return new Function(n => Math.Pow(factor, n));
    }

    /// <summary>Half a cosine from 1 down to <paramref name="floor"/>, as <c>CosineAnnealingLR</c>, and then the floor (Loshchilov, Hutter 2017).</summary>
    /// <param name="updates">Updates until the floor; at least 1.</param>
    /// <param name="floor">The last factor.</param>
    public static LearningRateSchedule Cosine(long updates, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(updates, 1);
        Hyperparameter.NonNegative(floor, nameof(floor));
        return new Function(n => n >= updates ? floor : floor + (1 - floor) * 0.5 * (1 + Math.Cos(Math.PI * n / updates)));
    }

    /// <summary>A straight line up to 1 over the first updates, then another schedule from its start.</summary>
    /// <param name="updates">Updates until the full rate; at least 1. The first update has 1 / <paramref name="updates"/> of it.</param>
    /// <param name="then">What follows; constant by default.</param>
    public static LearningRateSchedule LinearWarmUp(long updates, LearningRateSchedule? then = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(updates, 1);
        return new WarmUp(updates, then ?? Constant);
    }

    /// <summary>The factor of an update.</summary>
    /// <param name="update">How many updates were made before; 0 for the first.</param>
    /// <returns>The factor; finite and never negative.</returns>
    public abstract double FactorAt(long update);

    /// <summary>Writes state that <see cref="FactorAt"/> depends on besides the number of updates, for a checkpoint. A schedule without such state writes nothing.</summary>
    /// <param name="writer">The checkpoint.</param>
    public virtual void WriteState(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <param name="reader">The checkpoint. An override reads as many bytes as it wrote.</param>
    public virtual void ReadState(BinaryReader reader)
    {
    }

    /// <summary>The learning rate of an update.</summary>
    /// <param name="schedule">The schedule; null for a constant rate.</param>
    /// <param name="learningRate">The learning rate of the optimizer.</param>
    /// <param name="update">How many updates were made before.</param>
    /// <exception cref="InvalidOperationException">The factor of the schedule is negative, infinite or not a number.</exception>
    internal static float RateAt(LearningRateSchedule? schedule, float learningRate, long update)
    {
        if (schedule is null)
            return learningRate;
        double factor = schedule.FactorAt(update);
        return factor >= 0 && double.IsFinite(factor)
            ? (float)(learningRate * factor)
            : throw new InvalidOperationException($"Expected a finite factor of at least 0 from the schedule, but it is {factor} after {update} updates.");
    }

    private sealed class Function(Func<long, double> factor) : LearningRateSchedule
    {
        public override double FactorAt(long update)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(update);
            return factor(update);
        }
    }

    private sealed class WarmUp(long updates, LearningRateSchedule rest) : LearningRateSchedule
    {
        public override double FactorAt(long update)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(update);
            return update < updates ? (update + 1) / (double)updates : rest.FactorAt(update - updates);
        }

        public override void WriteState(BinaryWriter writer) => rest.WriteState(writer);

        public override void ReadState(BinaryReader reader) => rest.ReadState(reader);
    }
}
