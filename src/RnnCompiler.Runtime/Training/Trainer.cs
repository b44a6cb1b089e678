using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Trains a model with one input and one output by backpropagation through time. It owns the model while it works: parameters may be read and written between two
/// calls, not during one. <see cref="Step(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/> and
/// <see cref="ComputeGradients(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/> allocate nothing.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
public abstract partial class Trainer<TInput, TTarget> : RowTrainer<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
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
        : base(parameters, plan, optimizer, batchSize, options)
    {
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
    public float ComputeGradients(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) =>
        ComputeGradients(Rows(inputs, targets, lengths, initialStates));

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
}
