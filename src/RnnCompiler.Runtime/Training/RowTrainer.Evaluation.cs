namespace RnnCompiler.CompilerServices;

public abstract partial class RowTrainer<TInput, TTarget>
{
    /// <summary>Computes the loss of checked rows in blocks.</summary>
    private protected float EvaluateAll(TrainingSpans<TInput, TTarget> all)
    {
        double sum = 0, total = 0;
        for (int first = 0; first < all.Rows; first += BatchSize)
        {
            (float loss, double weight, _) = EvaluateBlock(Block(all, first, Math.Min(BatchSize, all.Rows - first)));
            sum += weight * loss;
            total += weight;
        }

        return total > 0 ? (float)(sum / total) : 0;
    }

    private (float Loss, double Weight, int Rows) EvaluateBlock(TrainingSpans<TInput, TTarget> rows)
    {
        _pass.Run(rows, new MaskSelection(Updates, AreMeans: true), RequestedResults.None);
        return (_pass.Loss, _pass.Total, rows.Rows);
    }

    private TrainingSpans<TInput, TTarget> Block(TrainingSpans<TInput, TTarget> all, int first, int count) => new()
    {
        Inputs = all.Inputs.Slice(first * _plan.InputLength, count * _plan.InputLength),
        Targets = all.Targets.Slice(first * _plan.TargetLength, count * _plan.TargetLength),
        Rows = count,
        Groups = all.Groups.IsEmpty ? all.Groups : all.Groups.Slice(first * _plan.Layout!.Groups.Length, count * _plan.Layout.Groups.Length),
        Lengths = all.Lengths.IsEmpty ? all.Lengths : all.Lengths.Slice(first, count),
        Weights = all.Weights.IsEmpty ? all.Weights : all.Weights.Slice(first, count),
        States = all.States.IsEmpty ? all.States : all.States.Slice(first * _plan.States.Length, count * _plan.States.Length),
    };
}
