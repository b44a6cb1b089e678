using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Weights of the terms of a loss, divided by their sum over a batch: the loss is the weighted mean over all elements that count, as in PyTorch, and of several outputs the sum
/// of their means. A row of length 0, a step behind the end of its row and a step of class −1 do not count. With a loss function it is the weighted mean over rows of at least one
/// step.
/// </summary>
internal sealed class LossWeights
{
    /// <summary>The class id of a step that does not count.</summary>
    public const int IgnoredClass = -1;

    private readonly TrainingPlan _plan;
    private readonly float[]? _classWeights;
    private readonly OutputTerms[] _outputs;
    private readonly double[] _totals;
    private readonly LossShares _shares;

    /// <summary>Prepares the weights of a model.</summary>
    /// <param name="plan">The sizes of the model.</param>
    /// <param name="classWeights">The weight of each class; null for 1.</param>
    public LossWeights(TrainingPlan plan, IReadOnlyList<float>? classWeights)
    {
        _plan = plan;
        _classWeights = classWeights is null ? null : [.. classWeights];
        bool hasClasses = plan.Classes > 0;
        _outputs = plan.CountsRows ? [new OutputTerms(0, 1, 1, HasClasses: false, EachStep: false, 0, plan.LossWeightOffset)]
            : plan.Layout is { } layout
            ? [.. layout.Targets.Zip(plan.LossWeightOffsets, static (port, offset) =>
                new OutputTerms(port.Offset, Math.Max(1, port.Steps), port.Size, port.Ids > 0, port.IsOverTime, port.Group, offset))]
            : [new OutputTerms(0, plan.OutputSteps, hasClasses ? 1 : plan.TargetLength / plan.OutputSteps, hasClasses, plan.OutputsEachStep, 0, plan.LossWeightOffset)];
        _totals = new double[_outputs.Length];
        _shares = new LossShares(_outputs.Length);
    }

    /// <summary>Checks that the last sums can be accumulated.</summary>
    /// <param name="isFirst">Whether it is the first call since the last update.</param>
    /// <exception cref="ArgumentException">The shares of the outputs differ from those of the first call.</exception>
    public void CheckShares(bool isFirst) => _shares.Check(_totals, isFirst);

    /// <summary>Sums the weights of all elements of a batch, of all outputs.</summary>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="targets">The targets of all rows.</param>
    /// <param name="lengths">The steps of each row.</param>
    /// <param name="groups">The steps of each row in the length groups other than that of the model, row after row; empty if there are none.</param>
    /// <param name="weights">The weight of each row; empty for 1.</param>
    public double Total<TTarget>(ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<int> groups, ReadOnlySpan<float> weights)
        where TTarget : unmanaged
    {
        double sum = 0;
        for (int i = 0; i < _outputs.Length; i++)
        {
            OutputTerms output = _outputs[i];
            double total = 0;
            for (int row = 0; row < lengths.Length; row++)
            {
                double counted = 0;
                int steps = Steps(output, lengths[row], groups, row);
                if (output.HasClasses)
                {
                    foreach (int id in Classes(targets, row, output)[..steps])
                        counted += Weight(id);
                }
                else
                {
                    counted = steps;
                }

                total += counted * output.Elements * (weights.IsEmpty ? 1 : weights[row]);
            }

            _totals[i] = total;
            sum += total;
        }

        return sum;
    }

    /// <summary>Writes the weights of a row, divided by the last sum over a batch.</summary>
    /// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
    /// <param name="workspace">The workspace of the row, which has a float for each output step, or one if rows count; those behind the end of the row are not written.</param>
    /// <param name="targets">The targets of all rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="length">Its steps.</param>
    /// <param name="groups">The steps of each row in the length groups other than that of the model, row after row; empty if there are none.</param>
    /// <param name="weight">Its weight.</param>
    public void Write<TTarget>(Span<float> workspace, ReadOnlySpan<TTarget> targets, int row, int length, ReadOnlySpan<int> groups, float weight)
        where TTarget : unmanaged
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            OutputTerms output = _outputs[i];
            double total = _totals[i] > 0 ? _totals[i] : 1;
            int steps = Steps(output, length, groups, row);
            Span<float> destination = workspace.Slice(output.WeightOffset, output.Steps);
            if (output.Group > 0)
                destination[steps..].Clear(); // all steps of another group are computed
            if (!output.HasClasses)
            {
                destination[..steps].Fill((float)(weight / total));
                continue;
            }

            ReadOnlySpan<int> classes = Classes(targets, row, output);
            for (int t = 0; t < steps; t++)
                destination[t] = (float)((double)weight * Weight(classes[t]) / total);
        }
    }

    private int Steps(OutputTerms output, int length, ReadOnlySpan<int> groups, int row) =>
        !output.EachStep || length == 0 ? Math.Min(1, length) : output.Group == 0 ? length : groups[(row * _plan.Layout!.Groups.Length) + output.Group - 1];

    private float Weight(int id) => id == IgnoredClass ? 0 : _classWeights is null ? 1 : _classWeights[id];

    private ReadOnlySpan<int> Classes<TTarget>(ReadOnlySpan<TTarget> targets, int row, OutputTerms output)
        where TTarget : unmanaged => MemoryMarshal.Cast<TTarget, int>(targets.Slice((row * _plan.TargetLength) + output.Offset, output.Steps));

    /// <summary>The terms of one output in the loss.</summary>
    private sealed record OutputTerms(int Offset, int Steps, int Elements, bool HasClasses, bool EachStep, int Group, int WeightOffset);
}
