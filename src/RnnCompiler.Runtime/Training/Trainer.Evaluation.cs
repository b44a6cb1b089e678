namespace RnnCompiler;

public abstract partial class Trainer<TInput, TTarget>
{
    /// <summary>
    /// Computes the loss as inference computes outputs: without dropout, with the expected value of zoneout, and with float parameters whatever format Forward reads.
    /// Nothing is updated; gradients, carried states and final states of the last call stay as they are.
    /// </summary>
    /// <param name="inputs">Any number of sequences, at least 1, one after the other; they are computed in blocks of <see cref="ModelTrainer.BatchSize"/> rows.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss, a mean over the rows given; cross entropies are computed from logits.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Evaluate(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets) => Evaluate(inputs, targets, default, default);

    /// <summary>As <see cref="Evaluate(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">Any number of sequences, at least 1, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Evaluate(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths) => Evaluate(inputs, targets, lengths, default);

    /// <summary>As <see cref="Evaluate(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget}, ReadOnlySpan{int})"/>, with rows that start from given states.</summary>
    /// <param name="inputs">Any number of sequences, at least 1, one after the other; nothing behind the end of a row is read.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length does not fit or an id is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Evaluate(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) =>
        EvaluateAll(Checked(inputs, targets, lengths, initialStates, default, int.MaxValue));

    /// <summary>As <see cref="Evaluate(ReadOnlySpan{TInput}, ReadOnlySpan{TTarget})"/>, with the rows of a batch, their weights and states.</summary>
    /// <param name="batch">Any number of rows, at least 1.</param>
    /// <returns>The loss Σwℓ / Σw, over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">A length or a weight does not fit or an id is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float Evaluate(TrainingBatch<TInput, TTarget> batch) => EvaluateAll(
        Checked(batch.Inputs.Span, batch.Targets.Span, batch.Lengths.Span, batch.InitialStates.Span, batch.Weights.Span, int.MaxValue));
}
