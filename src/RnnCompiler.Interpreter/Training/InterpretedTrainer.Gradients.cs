using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T>
{
    /// <summary>
    /// Computes the gradients, which replace those of the last call, without clipping or update. Dropout masks are those of the next update, so repeated calls
    /// give the same result.
    /// </summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, a length does not fit, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Compute(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Compute(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Compute(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Compute(Rows(inputs, targets, lengths, default), initialStates);

    /// <summary>
    /// Computes the gradients and adds them to those of the calls since the last update; <see cref="ApplyGradients"/> then updates as one call with all these rows would
    /// do, masks of dropout included.
    /// </summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>The loss of this call, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, a length does not fit, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T AccumulateGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Accumulate(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="AccumulateGradients(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T AccumulateGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Accumulate(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="AccumulateGradients(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T AccumulateGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Accumulate(Rows(inputs, targets, lengths, default), initialStates);

    /// <inheritdoc cref="AccumulateGradients(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T AccumulateGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Accumulate(Rows(inputs, targets, lengths, default), initialStates);

    /// <summary>Clips the accumulated gradients and updates the parameters, as one call with all accumulated rows would do. The accumulated gradients are then 0.</summary>
    /// <returns>The loss before the update, a mean over all accumulated rows. 0 if none counts; then nothing is updated.</returns>
    /// <exception cref="InvalidOperationException">No gradients were accumulated.</exception>
    /// <exception cref="NonFiniteException">
    /// The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated, and the accumulated gradients were discarded.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ApplyGradients()
    {
        ThrowIfDisposed();
        if (_sum.Calls == 0)
            throw new InvalidOperationException("Expected a call of AccumulateGradients before gradients are applied, but there was none since the last update.");

        T loss = _sum.Loss;
        bool counts = _sum.Counts;
        if (counts)
            _sum.Write(_pass.Gradients);
        _sum.Clear();
        if (counts)
            TryUpdate(loss);
        return loss;
    }

    private T Compute<TRows>(TRows rows, ReadOnlySpan<T> initialStates)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        T loss = Gradients(rows, initialStates);
        Advance(rows.Count);
        return loss;
    }

    private T Accumulate<TRows>(TRows rows, ReadOnlySpan<T> initialStates)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        T loss = Gradients(rows, initialStates, _sum.Rows);
        _weights.CheckShares(_sum.Rows == 0);
        _sum.Add(_pass.Gradients, rows.Count, loss, _total);
        Advance(rows.Count);
        return loss;
    }
}
