using RnnCompiler.CompilerServices;

namespace RnnCompiler;

public abstract partial class ModelTrainer
{
    /// <summary>The states after the last step of each row of the last call, without padding; empty for bidirectional models.</summary>
    private protected abstract Span<float> FinalStates { get; }

    /// <summary>The states before the next call of each row, without padding; empty unless <see cref="TrainerOptions.CarryState"/> is set.</summary>
    private protected abstract Span<float> CarriedStates { get; }

    /// <summary>The states of a row.</summary>
    private protected abstract StateLayout StateLayout { get; }

    /// <summary>The norms of the gradients at each step of the last call; empty unless <see cref="TrainerOptions.StepGradientNorms"/> is set.</summary>
    private protected abstract ReadOnlySpan<float> StepGradientNorms { get; }

    /// <summary>Whether each row of the next call starts a new sequence.</summary>
    private protected bool[] StartsNext { get; }

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
        TrainerChecks.CarriedRow(Options, BatchSize, row);
        StartsNext[row] = true;
    }

    /// <summary>
    /// Copies ‖∂L/∂h_t‖₂ for each step t out, over all rows and units of the last call: h is the first state of the first recurrent layer's first level, forward
    /// direction. It shows gradients that vanish or explode (Pascanu et al. 2013).
    /// </summary>
    /// <param name="destination">SequenceLength floats; 0 for a step that no row has.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">The option is not set, or there was no call yet.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadStepGradientNorms(Span<float> destination)
    {
        ThrowIfDisposed();
        TrainerChecks.StepGradientNorms(Options, LastRows);
        Guard.Length(destination.Length, StepGradientNorms.Length, nameof(destination));
        StepGradientNorms.CopyTo(destination);
    }

    /// <summary>
    /// Copies the states after the last call out, as training computed them, masks included: of each row those after its last step, or after
    /// <see cref="TrainerOptions.Advance"/> steps.
    /// </summary>
    /// <param name="destination">A row of StateLength floats for each row of the last call.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    /// <exception cref="InvalidOperationException">There was no call yet, or the model is bidirectional.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadFinalStates(Span<float> destination)
    {
        ThrowIfDisposed();
        TrainerChecks.FinalStates(StateLayout.Length == 0 || !FinalStates.IsEmpty, LastRows);
        int length = LastRows * StateLayout.Length;
        Guard.Length(destination.Length, length, nameof(destination));
        FinalStates[..length].CopyTo(destination);
    }
}
