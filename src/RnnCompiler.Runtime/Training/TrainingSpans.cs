namespace RnnCompiler.CompilerServices;

/// <summary>Rows of one training call, checked.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
internal ref struct TrainingSpans<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>Rows of inputs.</summary>
    public ReadOnlySpan<TInput> Inputs;

    /// <summary>Rows of targets.</summary>
    public ReadOnlySpan<TTarget> Targets;

    /// <summary>The number of rows.</summary>
    public int Rows;

    /// <summary>The steps of each row; empty if all rows are full.</summary>
    public ReadOnlySpan<int> Lengths;

    /// <summary>The steps of each row in the length groups other than that of the model, row after row; empty if there are none.</summary>
    public ReadOnlyMemory<int> Groups;

    /// <summary>The weight of each row in the loss; empty for 1.</summary>
    public ReadOnlySpan<float> Weights;

    /// <summary>Whether the gradients are added to those of other calls.</summary>
    public bool IsAccumulated;

    /// <summary>Whether it is the first of the calls whose gradients are added.</summary>
    public bool IsFirst;

    /// <summary>The states before the first step of each row, without padding; empty for the initial values.</summary>
    public ReadOnlySpan<float> States;

    /// <summary>Whether each row starts from the initial values instead; empty if none does.</summary>
    public ReadOnlySpan<bool> Starts;
}
