namespace RnnCompiler;

/// <summary>How a trainer trains, beside its optimizer. A trainer copies them when it is made.</summary>
public sealed record TrainerOptions
{
    /// <summary>How gradients are clipped before an update; not at all by default.</summary>
    public GradientClipping? Clipping { get; set; }

    /// <summary>The seed of dropout masks.</summary>
    public ulong Seed { get; set; }

    /// <summary>The most threads that a call may use; results do not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Whether the gradient of the input is computed too: <c>ReadGradient("input", …)</c>.</summary>
    public bool InputGradient { get; set; }

    /// <summary>What the optimizer's learning rate is multiplied by at each update; 1 by default.</summary>
    public LearningRateSchedule? Schedule { get; set; }
}
