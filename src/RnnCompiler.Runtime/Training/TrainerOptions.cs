namespace RnnCompiler;

/// <summary>Options of a trainer. A trainer copies them when it is created.</summary>
public sealed record TrainerOptions
{
    /// <summary>Clipping of gradients before an update; none by default.</summary>
    public GradientClipping? Clipping { get; set; }

    /// <summary>The seed of dropout masks.</summary>
    public ulong Seed { get; set; }

    /// <summary>
    /// The most threads of a call; results do not depend on it. A call uses at most one for each processor, and only the caller's if it has too little work.
    /// </summary>
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

    /// <summary>Whether the gradient of the input is computed: <c>ReadGradient("input", …)</c>.</summary>
    public bool InputGradient { get; set; }

    /// <summary>Whether the gradients of the states before the first step are computed: <c>ReadGradient("initial_state", …)</c>.</summary>
    public bool StateGradient { get; set; }

    /// <summary>Whether the norms of the gradients at each step are computed, which <see cref="ModelTrainer.ReadStepGradientNorms"/> copies out.</summary>
    public bool StepGradientNorms { get; set; }

    /// <summary>
    /// Whether each call goes on where the one before ended: truncated backpropagation through time (Williams and Peng 1990). Row r of a call is the next window of
    /// the sequence of row r, and starts from the state after <see cref="Advance"/> steps of the window before; gradients end at the begin of the window. Not for
    /// bidirectional models.
    /// </summary>
    public bool CarryState { get; set; }

    /// <summary>
    /// With <see cref="CarryState"/>, the steps from the begin of a window to that of the next one, from 1 to the sequence length; null for all steps. Windows overlap
    /// if it is less: the loss is over whole windows, and one more forward pass computes the state.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Advance
    {
        get;
        set
        {
            if (value is { } steps)
                ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
            field = value;
        }
    }

    /// <summary>Schedule of the learning rate; the factor is 1 by default.</summary>
    public LearningRateSchedule? Schedule { get; set; }

    /// <summary>
    /// Schedule of the probability that the decoder of a network that writes tokens itself reads the true token before, not one that the network predicted (scheduled sampling,
    /// Bengio and others 2015); null for always. Of other networks it has no effect.
    /// </summary>
    public LearningRateSchedule? TeacherForcing { get; set; }

    /// <summary>
    /// Weight of each class in the loss of class ids; null for 1. The loss is then Σwℓ / Σw. A trainer refuses weights that are not one for each class, or beside a loss function.
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public IReadOnlyList<float>? ClassWeights
    {
        get;
        set
        {
            if (value is not null && (value.Any(static w => !(w >= 0) || float.IsInfinity(w)) || !value.Any(static w => w > 0)))
                throw new ArgumentException($"Expected finite class weights of at least 0, and one above it, but {string.Join(", ", value)} were given.", nameof(value));
            field = value is null ? null : [.. value];
        }
    }

    /// <summary>Reaction to a loss or a gradient that is infinite or not a number; <see cref="NonFinite.Throw"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the members of the enumeration.</exception>
    public NonFinite NonFinite
    {
        get;
        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected a member of {nameof(RnnCompiler.NonFinite)}, but {value} was given.");
            field = value;
        }
    }

    /// <summary>
    /// Factors of the learning rate by prefix of canonical parameter names, such as <c>["embedding."] = 0.1f</c>; the longest prefix of a name applies, and without
    /// one the factor is 1. The factor 0 freezes parameters: they, their moments and their weight decay are not computed, and clipping does not count their gradients.
    /// </summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public IDictionary<string, float> LearningRateFactors
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new Dictionary<string, float>(StringComparer.Ordinal);

    /// <summary>Copies the options, and checks the factors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A factor of the learning rate is negative, infinite or not a number.</exception>
    internal TrainerOptions Copy()
    {
        Dictionary<string, float> factors = new(LearningRateFactors, StringComparer.Ordinal);
        foreach (float factor in factors.Values)
            Hyperparameter.NonNegative(factor, nameof(LearningRateFactors));
        return this with { LearningRateFactors = factors };
    }
}
