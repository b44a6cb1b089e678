using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T>
{
    /// <summary>Computes the gradients, clips them and updates the parameters.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>The loss before the update, a mean over the elements of all steps of all rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, a length does not fit, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Step(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Step(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Step(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Step(Rows(inputs, targets, lengths, default), initialStates);

    /// <summary>Computes the gradients of weighted rows, clips them and updates the parameters.</summary>
    /// <param name="batch">1 to <see cref="BatchSize"/> rows.</param>
    /// <returns>The loss Σwℓ / Σw before the update, over the elements of all steps of all rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, a length or a weight does not fit, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(TrainingBatch<T, T> batch) => Step(Rows(batch), Converted(batch.InitialStates));

    /// <inheritdoc cref="Step(TrainingBatch{T, T})"/>
    public T Step(TrainingBatch<T, int> batch) => Step(Rows(batch), Converted(batch.InitialStates));

    /// <inheritdoc cref="Step(TrainingBatch{T, T})"/>
    public T Step(TrainingBatch<int, T> batch) => Step(Rows(batch), Converted(batch.InitialStates));

    /// <inheritdoc cref="Step(TrainingBatch{T, T})"/>
    public T Step(TrainingBatch<int, int> batch) => Step(Rows(batch), Converted(batch.InitialStates));

    private T Step<TRows>(TRows rows, ReadOnlySpan<T> initialStates)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        T loss = Gradients(rows, initialStates);
        if (_total == 0 || TryUpdate(loss))
            Advance(rows.Count);
        return loss;
    }

    private BatchRows<T, TInput, TTarget> Rows<TInput, TTarget>(TrainingBatch<TInput, TTarget> batch)
        where TInput : unmanaged
        where TTarget : unmanaged => Rows(batch.Inputs.Span, batch.Targets.Span, batch.Lengths.Span, batch.Weights.Span);
}
