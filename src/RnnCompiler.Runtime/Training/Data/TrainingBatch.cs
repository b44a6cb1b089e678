namespace RnnCompiler;

/// <summary>Rows of one call of a trainer: 1 to <see cref="ModelTrainer.BatchSize"/> sequences with their targets. Memory is not copied.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
public readonly struct TrainingBatch<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>The sequences, one after the other: [rows, steps, features], or [rows, steps] token ids.</summary>
    public ReadOnlyMemory<TInput> Inputs { get; init; }

    /// <summary>The targets, one after the other: [rows, output steps, outputs], or [rows, output steps] class ids.</summary>
    public ReadOnlyMemory<TTarget> Targets { get; init; }

    /// <summary>The steps of each row, from 0 to the sequence length; empty if all rows are full. A row of length 0 does not count.</summary>
    public ReadOnlyMemory<int> Lengths { get; init; }

    /// <summary>The weight of each row in the loss Σwℓ / Σw, finite and at least 0; empty for 1.</summary>
    public ReadOnlyMemory<float> Weights { get; init; }

    /// <summary>The states before the first step of each row, rows of StateLength floats; empty for the initial values.</summary>
    public ReadOnlyMemory<float> InitialStates { get; init; }
}
