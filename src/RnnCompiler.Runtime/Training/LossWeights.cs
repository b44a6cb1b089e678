using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Weights of the terms of a loss, divided by their sum over a batch: the loss is the weighted mean over all elements that count, as in PyTorch. A row of length
/// 0, a step behind the end of its row and a step of class −1 do not count. With a loss function it is the weighted mean over rows of at least one step.
/// </summary>
/// <param name="plan">The sizes of the model.</param>
/// <param name="classWeights">The weight of each class; null for 1.</param>
internal sealed class LossWeights(TrainingPlan plan, IReadOnlyList<float>? classWeights)
{
    /// <summary>The class id of a step that does not count.</summary>
    public const int IgnoredClass = -1;

    private readonly float[]? _classWeights = classWeights is null ? null : [.. classWeights];
    private readonly int _elements = plan.Classes > 0 ? 1 : plan.TargetLength / plan.OutputSteps;

    /// <summary>Sums the weights of all elements of a batch.</summary>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="targets">The targets of all rows.</param>
    /// <param name="lengths">The steps of each row.</param>
    /// <param name="weights">The weight of each row; empty for 1.</param>
    public double Total<TTarget>(ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights)
        where TTarget : unmanaged
    {
        double total = 0;
        for (int row = 0; row < lengths.Length; row++)
        {
            double counted = 0;
            int steps = Steps(lengths[row]);
            if (plan.CountsRows)
            {
                counted = Math.Min(1, lengths[row]);
            }
            else if (typeof(TTarget) == typeof(int))
            {
                foreach (int id in Classes(targets, row)[..steps])
                    counted += Weight(id);
            }
            else
            {
                counted = steps;
            }

            total += counted * (plan.CountsRows ? 1 : _elements) * (weights.IsEmpty ? 1 : weights[row]);
        }

        return total;
    }

    /// <summary>Writes the weights of a row.</summary>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="destination">A float for each output step, of which those behind the end of the row are not written, or one float if rows count.</param>
    /// <param name="targets">The targets of all rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="length">Its steps.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="total">The sum over the batch.</param>
    public void Write<TTarget>(Span<float> destination, ReadOnlySpan<TTarget> targets, int row, int length, float weight, double total)
        where TTarget : unmanaged
    {
        int steps = plan.CountsRows ? 1 : Steps(length);
        if (plan.CountsRows || typeof(TTarget) != typeof(int))
        {
            destination[..steps].Fill((float)(weight / total));
            return;
        }

        ReadOnlySpan<int> classes = Classes(targets, row);
        for (int t = 0; t < steps; t++)
            destination[t] = (float)((double)weight * Weight(classes[t]) / total);
    }

    private int Steps(int length) => plan.OutputsEachStep ? length : Math.Min(1, length);

    private float Weight(int id) => id == IgnoredClass ? 0 : _classWeights is null ? 1 : _classWeights[id];

    private ReadOnlySpan<int> Classes<TTarget>(ReadOnlySpan<TTarget> targets, int row)
        where TTarget : unmanaged => MemoryMarshal.Cast<TTarget, int>(targets.Slice(row * plan.TargetLength, plan.TargetLength));
}
