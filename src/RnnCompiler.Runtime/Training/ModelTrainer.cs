using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Base class of all trainers: optimizer, gradients, updates, fitting and checkpoints. A trainer owns its model while it works: parameters may be read and written
/// between two calls, not during one. One call may run at a time.
/// </summary>
public abstract partial class ModelTrainer : IDisposable
{
    private readonly ParameterUpdate _update;
    private readonly GradientAccumulator _accumulator;
    private bool _disposed;

    /// <summary>Allocates gradients and moments.</summary>
    /// <param name="parameters">The model's parameters, which training changes.</param>
    /// <param name="optimizer">The optimizer; its moments belong to this trainer.</param>
    /// <param name="batchSize">The most rows of one call; at least 1.</param>
    /// <param name="options">The options, which belong to this trainer.</param>
    private protected ModelTrainer(ParameterStore parameters, Optimizer optimizer, int batchSize, TrainerOptions options)
    {
        Parameters = parameters;
        Optimizer = optimizer;
        BatchSize = batchSize;
        Options = options;
        Gradients = new AlignedBuffer(parameters.Layout.StorageLength);
        _update = new ParameterUpdate(parameters, optimizer, options.LearningRateFactors);
        _accumulator = new GradientAccumulator(parameters.Layout.StorageLength);
        StartsNext = new bool[options.CarryState ? batchSize : 0];
        Array.Fill(StartsNext, true);
    }

    /// <summary>The optimizer; its learning rate may be changed between two calls.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The most rows of one call.</summary>
    public int BatchSize { get; }

    /// <summary>Number of updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>The parameters that training changes.</summary>
    private protected ParameterStore Parameters { get; }

    /// <summary>The options of this trainer.</summary>
    private protected TrainerOptions Options { get; }

    /// <summary>The gradients of the last call, packed as the parameters.</summary>
    private protected AlignedBuffer Gradients { get; }

    /// <summary>Rows of the last call; 0 before the first one.</summary>
    private protected int LastRows { get; set; }

    /// <summary>Rows that were accumulated since the last update; they select the masks of dropout of the next ones.</summary>
    private protected int AccumulatedRows => _accumulator.Rows;

    /// <summary>Clips the accumulated gradients and updates the parameters, as one call with all accumulated rows would do. The accumulated gradients are then 0.</summary>
    /// <returns>The loss before the update, a mean over all accumulated rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="InvalidOperationException">No gradients were accumulated.</exception>
    /// <exception cref="NonFiniteException">
    /// The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated, and the accumulated gradients were discarded.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float ApplyGradients()
    {
        ThrowIfDisposed();
        if (_accumulator.Calls == 0)
            throw new InvalidOperationException("Expected a call of AccumulateGradients before gradients are applied, but there was none since the last update.");

        float loss = _accumulator.Loss;
        bool counts = _accumulator.Total > 0;
        if (counts)
            _accumulator.Write(Gradients.Span);
        _accumulator.Clear();
        if (counts)
            TryUpdate(loss);
        return loss;
    }

    /// <summary>Copies a gradient of the last call out; after an update, as it was clipped, and 0 for frozen parameters.</summary>
    /// <param name="name">The canonical name of a parameter, or <c>input</c> or <c>initial_state</c> where the options ask for it.</param>
    /// <param name="destination">As many floats as the parameter has; for the input and the states before the first step, those of the rows of the last call.</param>
    /// <exception cref="ArgumentException">There is no such gradient, or the length differs.</exception>
    /// <exception cref="InvalidOperationException">No gradient has been computed yet.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadGradient(string name, Span<float> destination)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(name);
        if (LastRows == 0)
            throw new InvalidOperationException("Expected a call of Step or ComputeGradients before gradients are read, but there was none.");

        if (!TryReadOtherGradient(name, destination))
            Parameters.Read(name, Gradients.Span, destination);
    }

    /// <summary>Waits for a call that its threads work on, and ends training; the model stays usable.</summary>
    public void Dispose()
    {
        _disposed = true;
        DisposeThreads();
        GC.SuppressFinalize(this);
    }

    /// <summary>Copies the gradient of an input or of the initial states, if the name is that of one and the options ask for it.</summary>
    private protected abstract bool TryReadOtherGradient(string name, Span<float> destination);

    /// <summary>Ends the threads of the trainer.</summary>
    private protected abstract void DisposeThreads();

    /// <summary>Throws if the trainer was disposed.</summary>
    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Adds the gradients of the last call to the accumulated ones.</summary>
    private protected void Accumulate(float loss, double total) => _accumulator.Add(Gradients.Span, LastRows, loss, total);

    /// <summary>Checks and clips the gradients, and updates the parameters.</summary>
    /// <param name="loss">The loss of these gradients.</param>
    /// <returns>Whether the parameters were updated; not if a number is not finite under <see cref="NonFinite.SkipUpdate"/>.</returns>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    private protected bool TryUpdate(float loss)
    {
        _update.ClearFrozen(Gradients.Span);
        if (Options.NonFinite != NonFinite.Propagate && !(float.IsFinite(loss) && FiniteCheck.AreFinite(Gradients.Span)))
        {
            if (Options.NonFinite == NonFinite.Throw)
                ThrowNonFinite(loss);
            return false;
        }

        float learningRate = LearningRateSchedule.RateAt(Options.Schedule, Optimizer.LearningRate, Updates);
        Options.Clipping?.Apply(Gradients.Span);
        _update.Apply(Gradients.Span, Updates + 1, learningRate);
        Updates++; // only now: an optimizer of the user's own may throw
        return true;
    }

    private void ThrowNonFinite(float loss)
    {
        if (float.IsFinite(loss) && FiniteCheck.Find(Parameters, Gradients.Span) is { } found)
            throw new NonFiniteException(found.Parameter, found.Index, found.Value, Updates + 1);
        throw new NonFiniteException(parameter: null, index: 0, loss, Updates + 1);
    }
}
