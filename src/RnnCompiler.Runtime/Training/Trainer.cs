using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Trains a model by backpropagation through time. It owns the model while it works: parameters may be read and written between two calls,
/// not during one. Nothing is allocated after construction.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
public abstract class Trainer<TInput, TTarget> : IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private const string InputName = "input";

    private readonly ParameterStore _parameters;
    private readonly TrainingPlan _plan;
    private readonly TrainerOptions _options;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _moments;
    private readonly AlignedBuffer _inputGradient;
    private readonly TrainingPass<TInput, TTarget> _pass;
    private int _lastRows;
    private bool _disposed;

    /// <summary>Prepares training.</summary>
    /// <param name="parameters">The model's parameters, which training changes.</param>
    /// <param name="plan">Training kernel, and its sizes.</param>
    /// <param name="optimizer">The optimizer; its moments belong to this trainer.</param>
    /// <param name="batchSize">The most rows of one call; at least 1.</param>
    /// <param name="options">Clipping, seed and more; copied.</param>
    /// <exception cref="ArgumentException">The batch size is below 1, or the gradient of token ids is asked for.</exception>
    /// <exception cref="TapeTooLargeException">The tape would not fit in memory.</exception>
    protected Trainer(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        TrainerChecks.Types<TInput, TTarget>(plan);
        _options = options is null ? new TrainerOptions() : options with { };
        TrainerChecks.InputGradient(_options, plan);
        TrainerChecks.Memory(plan, optimizer.MomentCount, parameters.Layout.StorageLength, batchSize, _options.InputGradient, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

        _parameters = parameters;
        _plan = plan;
        Optimizer = optimizer;
        BatchSize = batchSize;
        int storage = parameters.Layout.StorageLength;
        _gradients = new AlignedBuffer(storage);
        _moments = new AlignedBuffer(storage * optimizer.MomentCount);
        _inputGradient = new AlignedBuffer(_options.InputGradient ? batchSize * plan.InputLength : 0);
        _pass = new TrainingPass<TInput, TTarget>(plan, _options, parameters, _gradients, _inputGradient, batchSize);
    }

    /// <summary>The optimizer; its learning rate may be changed between two calls.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The most rows of one call.</summary>
    public int BatchSize { get; }

    /// <summary>Number of updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Forward, backpropagation through time, clipping and update.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss before the update, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets) => Step(inputs, targets, default, default);

    /// <summary>As <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <returns>The loss before the update, a mean over the elements of all steps of all rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths) => Step(inputs, targets, lengths, default);

    private float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights)
    {
        if (!TryComputeGradients(inputs, targets, lengths, weights, out float loss))
            return loss;
        _options.Clipping?.Apply(_gradients.Span);
        float learningRate = Optimizer.LearningRate;
        if (_options.Schedule is { } schedule)
            learningRate = (float)(learningRate * schedule.FactorAt(Updates));

        Updates++;
        Optimizer.Update(_parameters.Span, _gradients.Span, _moments.Span, Updates, learningRate);
        _parameters.RenewReduced();
        return loss;
    }

    /// <summary>
    /// Forward and backpropagation through time only: replaces the last gradients; no clipping, no update. Dropout masks are those of the
    /// update that would come next, so calls repeat exactly.
    /// </summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float ComputeGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets) => ComputeGradients(inputs, targets, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float ComputeGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths)
    {
        TryComputeGradients(inputs, targets, lengths, default, out float loss);
        return loss;
    }

    private bool TryComputeGradients(
        ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights, out float loss)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int rows = TrainerChecks.Rows(inputs, targets, lengths, weights, _plan, BatchSize);
        _gradients.Span.Clear();
        bool counts = _pass.Run(inputs, targets, rows, lengths, weights, Updates);
        _lastRows = rows;
        loss = _pass.Loss();
        return counts;
    }

    /// <summary>Copies a gradient of the last call out; after <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, as it was clipped.</summary>
    /// <param name="name">The canonical name of a parameter, or <c>input</c> where the options ask for it.</param>
    /// <param name="destination">As many floats as the parameter has; for the input, those of the rows of the last call.</param>
    /// <exception cref="ArgumentException">There is no such gradient, or the length differs.</exception>
    /// <exception cref="InvalidOperationException">No gradient has been computed yet.</exception>
    public void ReadGradient(string name, Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(name);
        if (_lastRows == 0)
            throw new InvalidOperationException("Expected a call of Step or ComputeGradients before gradients are read, but there was none.");

        if (name == InputName && _options.InputGradient)
        {
            int length = _lastRows * _plan.InputLength;
            Guard.Length(destination.Length, length, nameof(destination));
            _inputGradient.Span[..length].CopyTo(destination);
            return;
        }

        _parameters.Read(name, _gradients.Span, destination);
    }

    /// <summary>Waits for a call that its threads work on, and ends training; the model stays usable.</summary>
    public void Dispose()
    {
        _disposed = true;
        _pass.Dispose();
        GC.SuppressFinalize(this);
    }
}
