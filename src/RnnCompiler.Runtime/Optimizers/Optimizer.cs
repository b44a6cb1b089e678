using System.Numerics;
using static System.Runtime.InteropServices.MemoryMarshal;

namespace RnnCompiler;

/// <summary>
/// Rule that turns gradients into updates. An optimizer contains only hyperparameters; the moments belong to the trainer that uses it, so several may
/// share one. Formulas and defaults are those of <c>torch.optim</c>. Derive from <see cref="ElementwiseOptimizer"/> for another rule.
/// </summary>
public abstract class Optimizer
{
    private float _learningRate;

    private protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>Learning rate; it can be changed during training, and 0 leaves the parameters unchanged.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or not a number.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = Hyperparameter.NonNegative(value, nameof(LearningRate));
    }

    /// <summary>Number of floats of state that a trainer keeps for each parameter, such as 2 for Adam. It does not change.</summary>
    public abstract int MomentCount { get; }

    /// <summary>Writes what the next update depends on besides parameters, gradients and moments, for a checkpoint: here, the learning rate.</summary>
    /// <param name="writer">The checkpoint. An override calls the base method first.</param>
    public virtual void WriteState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_learningRate);
    }

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <param name="reader">The checkpoint. An override calls the base method first, and reads as many bytes as it wrote.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative, infinite or not a number.</exception>
    public virtual void ReadState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        LearningRate = reader.ReadSingle();
    }

    /// <summary>Applies one update.</summary>
    /// <typeparam name="T">float, or double for the oracle.</typeparam>
    /// <param name="parameters">What is updated.</param>
    /// <param name="gradients">As many gradients.</param>
    /// <param name="moments"><see cref="MomentCount"/> times as many numbers, 0 before the first update.</param>
    /// <param name="step">Which update this is, from 1.</param>
    /// <param name="learningRate">The learning rate, schedule included.</param>
    internal void Update<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moments, long step, T learningRate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            UpdateRange(Cast<T, float>(parameters), Cast<T, float>(gradients), Cast<T, float>(moments), step, float.CreateChecked(learningRate));
        else
            UpdateRange(Cast<T, double>(parameters), Cast<T, double>(gradients), Cast<T, double>(moments), step, double.CreateChecked(learningRate));
    }

    // Two methods and not a generic virtual one, which would be looked up at run time.
    private protected abstract void UpdateRange(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long step, float learningRate);

    private protected abstract void UpdateRange(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long step, double learningRate);
}
