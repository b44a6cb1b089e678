using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T>
{
    /// <summary>Sets the carried states of all rows to the initial values: all rows of the next call start new sequences.</summary>
    /// <exception cref="InvalidOperationException">The trainer carries no states.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ResetStates()
    {
        for (int row = 0; row < BatchSize; row++)
            ResetState(row);
    }

    /// <summary>Sets the carried states of a row to the initial values: this row of the next call starts a new sequence.</summary>
    /// <param name="row">The row, from 0 to <see cref="BatchSize"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The trainer carries no states.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ResetState(int row)
    {
        ThrowIfDisposed();
        TrainerChecks.CarriedRow(_options, BatchSize, row);
        _startsNext[row] = true;
    }

    /// <summary>Copies the states after the last call out: of each row those after its last step, or after <see cref="TrainerOptions.Advance"/> steps.</summary>
    /// <param name="destination">A row of StateLength elements for each row of the last call.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">There was no call yet, or the model is bidirectional.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadFinalStates(Span<T> destination)
    {
        ThrowIfDisposed();
        TrainerChecks.FinalStates(_plan.HasFinalStates, _lastRows);
        int length = _lastRows * _states.Length;
        Guard.Length(destination.Length, length, nameof(destination));
        _pass.FinalStates[..length].CopyTo(destination);
    }

    /// <summary>Copies ‖∂L/∂h_t‖₂ for each step t out, over all rows and units of the last call, as <see cref="ModelTrainer.ReadStepGradientNorms"/>.</summary>
    /// <param name="destination">SequenceLength elements; 0 for a step that no row has.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">The option is not set, or there was no call yet.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadStepGradientNorms(Span<T> destination)
    {
        ThrowIfDisposed();
        TrainerChecks.StepGradientNorms(_options, _lastRows);
        Guard.Length(destination.Length, _plan.Steps, nameof(destination));
        for (int t = 0; t < destination.Length; t++)
            destination[t] = T.CreateChecked(Math.Sqrt(_pass.StepGradientSquares[t]));
    }

    /// <summary>Returns the states that the rows of a call go on from.</summary>
    private RowStates<T> States(int rows, ReadOnlySpan<T> given)
    {
        if (!_options.CarryState)
            return Given(rows, given);
        if (!given.IsEmpty)
        {
            throw new ArgumentException(
                $"Expected no initial states, since {nameof(TrainerOptions.CarryState)} is set, but {given.Length} numbers were given.", "initialStates");
        }

        return new RowStates<T>(_carriedStates, _startsNext);
    }

    private RowStates<T> Given(int rows, ReadOnlySpan<T> states)
    {
        if (!states.IsEmpty && states.Length != (long)rows * _states.Length)
            throw new ArgumentException($"Expected {rows} rows of {_states.Length} states, but {states.Length} numbers were given.", "initialStates");
        return new RowStates<T>(states, default);
    }

    private static T[] Converted(ReadOnlyMemory<float> states)
    {
        T[] converted = states.IsEmpty ? [] : new T[states.Length];
        for (int i = 0; i < converted.Length; i++)
            converted[i] = T.CreateChecked(states.Span[i]);
        return converted;
    }

    /// <summary>Computes the states after the first steps of a window, which the next window goes on from.</summary>
    private void RunBegin<TRows>(TRows rows, RowStates<T> states, int advance)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        int[] lengths = new int[rows.Count];
        for (int row = 0; row < lengths.Length; row++)
            lengths[row] = Math.Min(advance, rows.Steps(row));
        _pass.RunStates(rows.WithLengths(lengths), states);
    }

    /// <summary>Makes the states after the last call those before the next one.</summary>
    private void Advance(int rows)
    {
        if (!_options.CarryState)
            return;
        _pass.FinalStates[..(rows * _states.Length)].CopyTo(_carriedStates);
        _startsNext.AsSpan(0, rows).Clear();
    }
}
