using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Trains a model with one input and one output by backpropagation through time. It owns the model while it works: parameters may be read and written between two
/// calls, not during one. <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/> and
/// <see cref="ComputeGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/> allocate nothing.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
public abstract partial class Trainer<TInput, TTarget> : ModelTrainer
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private const string InputName = "input";
    private const string InitialStateName = "initial_state";

    private readonly TrainingPlan _plan;
    private readonly AlignedBuffer _inputGradient;
    private readonly TrainingPass<TInput, TTarget> _pass;
    private readonly RequestedResults _requested;

    // The sum of the weights of all elements of the last call.
    private double _total;

    /// <summary>Prepares training.</summary>
    /// <param name="parameters">The model's parameters, which training changes.</param>
    /// <param name="plan">Training kernel, and its sizes.</param>
    /// <param name="optimizer">The optimizer; its moments belong to this trainer.</param>
    /// <param name="batchSize">The most rows of one call; at least 1.</param>
    /// <param name="options">Clipping, seed and more; copied.</param>
    /// <exception cref="ArgumentException">
    /// The batch size is below 1, the gradient of token ids is asked for, class weights are not one for each class, a factor of the learning rate is for no parameter or
    /// out of range, or states cannot be carried.
    /// </exception>
    /// <exception cref="TapeTooLargeException">The tape would not fit in memory.</exception>
    protected Trainer(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options)
        : base(parameters, optimizer, batchSize, Checked(parameters, plan, optimizer, batchSize, options))
    {
        _plan = plan;
        _inputGradient = new AlignedBuffer(Options.InputGradient ? batchSize * plan.InputLength : 0);
        _pass = new TrainingPass<TInput, TTarget>(plan, Options, parameters, Gradients, _inputGradient, batchSize);
        _finalStates = new float[plan.HasFinalStates ? batchSize * plan.States.Length : 0];
        _carriedStates = new float[Options.CarryState ? _finalStates.Length : 0];
        _stateGradients = new float[Options.StateGradient ? batchSize * plan.States.Length : 0];
        _requested = RequestedResults.Gradients
            | (Options.InputGradient ? RequestedResults.InputGradient : RequestedResults.None)
            | (Options.StateGradient ? RequestedResults.StateGradients : RequestedResults.None)
            | (Options.StepGradientNorms ? RequestedResults.StepGradients : RequestedResults.None)
            | (plan.HasFinalStates ? RequestedResults.FinalStates : RequestedResults.None);
        _stepGradientNorms = new float[Options.StepGradientNorms ? plan.Steps : 0];
        _advanced = new int[Options.Advance is null ? 0 : batchSize];
    }

    private static TrainerOptions Checked(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        TrainerChecks.Types<TInput, TTarget>(plan);
        TrainerOptions copy = options is null ? new TrainerOptions() : options.Copy();
        TrainerChecks.InputGradient(copy, plan);
        TrainerChecks.States(copy, plan);
        TrainerChecks.StepGradients(copy, plan);
        TrainerChecks.ClassWeights(copy, plan);
        TrainerChecks.Moments(optimizer);
        TrainerChecks.Memory(plan, optimizer.MomentCount, parameters.Layout.StorageLength, batchSize, copy.InputGradient, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return copy;
    }

    /// <summary>Forward, backpropagation through time, clipping and update.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss before the update, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets) => Step(Rows(inputs, targets));

    /// <summary>As <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <returns>The loss before the update, a mean over the elements of all steps of all rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths) => Step(Rows(inputs, targets, lengths));

    /// <summary>As <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget}, ReadOnlySpan{int})"/>, with rows that start from given states.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss before the update, a mean over the elements of all steps of all rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="ArgumentException">
    /// A length does not fit, an id is out of range, or there are states although <see cref="TrainerOptions.CarryState"/> is set; nothing was changed.
    /// </exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Step(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) =>
        Step(Rows(inputs, targets, lengths, initialStates));

    /// <summary>As <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget}, ReadOnlySpan{int})"/>, with the rows of a batch and their weights.</summary>
    /// <param name="batch">1 to <see cref="ModelTrainer.BatchSize"/> rows.</param>
    /// <returns>The loss Σwℓ / Σw before the update, over the elements of all steps of all rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="ArgumentException">A length or a weight does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Step(TrainingBatch<TInput, TTarget> batch) => Step(Rows(batch));

    private float Step(TrainingSpans<TInput, TTarget> rows)
    {
        bool advances = !TryComputeGradients(rows, new MaskSelection(Updates), out float loss) || TryUpdate(loss);
        if (advances)
            Advance(rows);
        return loss;
    }

    /// <summary>
    /// Forward and backpropagation through time only: replaces the last gradients; no clipping, no update. Dropout masks are those of the
    /// update that would come next, so calls repeat exactly.
    /// </summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float ComputeGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets) => ComputeGradients(inputs, targets, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float ComputeGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths) =>
        ComputeGradients(inputs, targets, lengths, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget}, ReadOnlySpan{int})"/>, with rows that start from given states.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">
    /// A length does not fit, an id is out of range, or there are states although <see cref="TrainerOptions.CarryState"/> is set; nothing was changed.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float ComputeGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates)
    {
        TrainingSpans<TInput, TTarget> rows = Rows(inputs, targets, lengths, initialStates);
        TryComputeGradients(rows, new MaskSelection(Updates), out float loss);
        Advance(rows);
        return loss;
    }

    /// <summary>
    /// Computes gradients as <see cref="ComputeGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/> and adds them to those of the calls since the last update;
    /// <see cref="ModelTrainer.ApplyGradients"/> then updates as one call with all these rows would do, masks of dropout included. The first call allocates the sum.
    /// </summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss of this call, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float AccumulateGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets) => AccumulateGradients(inputs, targets, default);

    /// <summary>As <see cref="AccumulateGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <returns>The loss of this call, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float AccumulateGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths) =>
        AccumulateGradients(inputs, targets, lengths, default);

    /// <summary>As <see cref="AccumulateGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget}, ReadOnlySpan{int})"/>, with rows that start from given states.</summary>
    /// <param name="inputs">1 to <see cref="ModelTrainer.BatchSize"/> sequences, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss of this call, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">
    /// A length does not fit, an id is out of range, or there are states although <see cref="TrainerOptions.CarryState"/> is set; nothing was changed.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float AccumulateGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) =>
        AccumulateGradients(Rows(inputs, targets, lengths, initialStates));

    /// <summary>As <see cref="AccumulateGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with the rows of a batch, their weights and states.</summary>
    /// <param name="batch">1 to <see cref="ModelTrainer.BatchSize"/> rows.</param>
    /// <returns>The loss of this call Σwℓ / Σw, over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length or a weight does not fit or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float AccumulateGradients(TrainingBatch<TInput, TTarget> batch) => AccumulateGradients(Rows(batch));

    private float AccumulateGradients(TrainingSpans<TInput, TTarget> rows)
    {
        TryComputeGradients(rows, new MaskSelection(Updates, AccumulatedRows), out float loss);
        Accumulate(loss, _total);
        Advance(rows);
        return loss;
    }

    private protected override bool TryReadOtherGradient(string name, Span<float> destination) => name switch
    {
        InputName when Options.InputGradient => TryCopy(_inputGradient.Span[..(LastRows * _plan.InputLength)], destination),
        InitialStateName when Options.StateGradient => TryCopy(_stateGradients.AsSpan(0, LastRows * _plan.States.Length), destination),
        _ => false,
    };

    private protected override void DisposeThreads() => _pass.Dispose();

    private static bool TryCopy(ReadOnlySpan<float> gradient, Span<float> destination)
    {
        Guard.Length(destination.Length, gradient.Length, nameof(destination));
        gradient.CopyTo(destination);
        return true;
    }

    /// <summary>Computes the gradients of some rows.</summary>
    /// <returns>Whether an element counts in the loss; otherwise all gradients are 0.</returns>
    private bool TryComputeGradients(TrainingSpans<TInput, TTarget> rows, MaskSelection masks, out float loss)
    {
        Gradients.Span.Clear();
        bool counts = _pass.Run(rows, masks, _requested);
        LastRows = rows.Rows;
        loss = _pass.Loss;
        _total = _pass.Total;
        ReadStates(rows, masks);
        return counts;
    }
}
