namespace RnnCompiler;

/// <summary>
/// Rows for <c>Fit</c>, which checks their type. Arrays are not copied, and their rows are counted by the trainer, which knows the length of a row.
/// </summary>
public abstract class TrainingData
{
    private protected TrainingData()
    {
    }

    /// <summary>Creates data from arrays.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="inputs">The sequences, one after the other: [rows, steps, features], or [rows, steps] token ids.</param>
    /// <param name="targets">The targets, one after the other: [rows, output steps, outputs], or [rows, output steps] class ids.</param>
    /// <param name="lengths">The steps of each row; null if all rows are full.</param>
    /// <param name="weights">The weight of each row in the loss Σwℓ / Σw; null for 1.</param>
    public static TrainingData From<TInput, TTarget>(TInput[] inputs, TTarget[] targets, int[]? lengths = null, float[]? weights = null)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new ArrayData<TInput, TTarget>(inputs, targets, lengths, weights, split: null);
    }

    /// <summary>Creates data from arrays with weights and full rows.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="inputs">The sequences, one after the other.</param>
    /// <param name="targets">The targets, one after the other.</param>
    /// <param name="weights">The weight of each row in the loss Σwℓ / Σw.</param>
    public static TrainingData From<TInput, TTarget>(TInput[] inputs, TTarget[] targets, float[] weights)
        where TInput : unmanaged
        where TTarget : unmanaged => From(inputs, targets, lengths: null, weights);

    /// <summary>Creates data from batches, for what does not fit in memory.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="batches">
    /// The batches of an epoch, each with at most as many rows as the trainer's batch size. They are enumerated once in each epoch, and never shuffled. The memory of a
    /// batch may be reused for the next one. For a run that can be resumed they are the same in each enumeration.
    /// </param>
    public static TrainingData From<TInput, TTarget>(IEnumerable<TrainingBatch<TInput, TTarget>> batches)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new BatchData<TInput, TTarget>(batches);
    }

    /// <summary>Divides rows in their order, so that in time series the validation data lies after the training data.</summary>
    /// <param name="fraction">Fraction of the training data, above 0 and below 1.</param>
    /// <returns>The first ⌊fraction · rows⌋ rows, and the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and below 1.</exception>
    /// <exception cref="NotSupportedException">The data is an enumeration of batches.</exception>
    public (TrainingData Train, TrainingData Validation) Split(double fraction) => Divide(Checked(fraction), seed: null);

    /// <summary>Divides rows in a random order, which is a function of the seed and the number of rows.</summary>
    /// <param name="fraction">Fraction of the training data, above 0 and below 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>⌊fraction · rows⌋ rows, and the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and below 1.</exception>
    /// <exception cref="NotSupportedException">The data is an enumeration of batches.</exception>
    public (TrainingData Train, TrainingData Validation) SplitRandom(double fraction, ulong seed) => Divide(Checked(fraction), seed);

    private protected abstract (TrainingData Train, TrainingData Validation) Divide(double fraction, ulong? seed);

    private static double Checked(double fraction) => fraction is > 0 and < 1
        ? fraction
        : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"Expected a fraction above 0 and below 1, but {fraction} was given.");
}

/// <summary>Training data of a model with one input and one output.</summary>
internal abstract class TrainingData<TInput, TTarget> : TrainingData
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>Checks the types of the elements of data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="name">The name of the argument, for messages.</param>
    /// <exception cref="ArgumentException">They are other types.</exception>
    public static TrainingData<TInput, TTarget> Checked(TrainingData data, string name) => data as TrainingData<TInput, TTarget>
        ?? throw new ArgumentException($"Expected data of {typeof(TInput).Name} inputs and {typeof(TTarget).Name} targets, but its type is {Describe(data)}.", name);

    /// <summary>Counts the rows and makes their batches.</summary>
    /// <param name="name">The name of the argument, for messages.</param>
    /// <param name="inputLength">Elements of the input of one row.</param>
    /// <param name="targetLength">Elements of the target of one row.</param>
    /// <param name="batchSize">The most rows of a batch.</param>
    /// <exception cref="ArgumentException">The arrays do not hold rows of these lengths, or no row.</exception>
    public abstract BatchSource<TInput, TTarget> Open(string name, int inputLength, int targetLength, int batchSize);

    private static string Describe(TrainingData data) => data.GetType() is { IsGenericType: true } type
        ? $"{type.GenericTypeArguments[0].Name} inputs and {type.GenericTypeArguments[1].Name} targets"
        : data.GetType().Name;
}
