using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T>
{
    private Evaluation<T>? _evaluation;

    /// <summary>
    /// Computes the loss as inference computes outputs: without dropout, with the expected value of zoneout, and with the parameters as they are whatever format Forward
    /// reads. Nothing is updated; gradients, carried states and final states of the last call stay as they are.
    /// </summary>
    /// <param name="inputs">Any number of sequences, at least 1, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, a length does not fit, or an id is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Evaluate(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Evaluate(AnyRows(inputs, targets, lengths), initialStates);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T Evaluate(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Evaluate(AnyRows(inputs, targets, lengths), initialStates);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T Evaluate(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Evaluate(AnyRows(inputs, targets, lengths), initialStates);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{int}, ReadOnlySpan{T})"/>
    public T Evaluate(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths = default, ReadOnlySpan<T> initialStates = default) =>
        Evaluate(AnyRows(inputs, targets, lengths), initialStates);

    private Evaluation<T> Evaluation => _evaluation ??= new Evaluation<T>(_module, _parameters, _weights, _states);

    private T Evaluate<TRows>(TRows rows, ReadOnlySpan<T> initialStates)
        where TRows : ITrainingRows<T, TRows>, allows ref struct => Evaluation.Run(rows, Given(rows.Count, initialStates));

    private BatchRows<T, TInput, TTarget> AnyRows<TInput, TTarget>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ThrowIfDisposed();
        ArgumentChecks.Plain(_module.Declaration);
        ArgumentChecks.Kind<TInput>(_module.Declaration.HasTokenInput, "token ids", nameof(inputs));
        ArgumentChecks.Kind<TTarget>(_module.Declaration.HasClassTargets, "class ids", nameof(targets));
        return new BatchRows<T, TInput, TTarget>(_plan, int.MaxValue, inputs, targets, lengths, default);
    }
}
