namespace RnnCompiler.CompilerServices;

public abstract partial class RowTrainer<TInput, TTarget>
{
    private float[] _outputs = [];
    private Workspace? _inference;

    private protected override bool HasOutputs => _plan.Inference is not null;

    private protected override bool TargetsDiffer => _plan.TargetsDiffer;

    private protected override BatchSource Open(TrainingData data, string name) =>
        TrainingData<TInput, TTarget>.Checked(data, name).Open(name, _plan.InputLength, _plan.TargetLength, BatchSize);

    private protected override int Classes => _plan.Classes;

    private protected override int OutputsPerStep => _plan.Classes > 0 ? _plan.Classes : Math.Max(1, _plan.TargetLength / _plan.OutputSteps);

    private protected override BatchLoss StepOn(BatchSource source)
    {
        TrainingBatch<TInput, TTarget> batch = ((BatchSource<TInput, TTarget>)source).Current;
        float loss = Step(Rows(batch));
        return new BatchLoss(loss, _total, LastRows);
    }

    private protected override BatchLoss EvaluateOn(BatchSource source, MetricSet metrics)
    {
        TrainingBatch<TInput, TTarget> batch = ((BatchSource<TInput, TTarget>)source).Current;
        (float loss, double weight, int rows) = EvaluateBlock(
            Checked(batch.Inputs.Span, batch.Targets.Span, batch.Lengths.Span, batch.InitialStates.Span, batch.Weights.Span, BatchSize));
        if (metrics.NeedsOutputs)
            AddTo(metrics, batch, rows);
        return new BatchLoss(loss, weight, rows);
    }

    private void AddTo(MetricSet metrics, TrainingBatch<TInput, TTarget> batch, int rows)
    {
        ReadOnlySpan<int> lengths = batch.Lengths.Span;
        int rowLength = _plan.OutputSteps * OutputsPerStep;
        if (_outputs.Length < rows * rowLength)
            _outputs = new float[BatchSize * rowLength];
        Span<float> outputs = _outputs.AsSpan(0, rows * rowLength);
        ComputeOutputs(batch.Inputs.Span, rows, lengths, batch.InitialStates.Span, outputs);
        for (int row = 0; row < rows; row++)
        {
            int length = lengths.IsEmpty ? _plan.Steps : lengths[row];
            int steps = _plan.OutputsEachStep ? length : Math.Min(1, length);
            ReadOnlySpan<TTarget> targets = batch.Targets.Span.Slice(row * _plan.TargetLength, steps * (_plan.TargetLength / _plan.OutputSteps));
            metrics.Add(outputs.Slice(row * rowLength, steps * OutputsPerStep), targets);
        }
    }

    /// <summary>Computes the outputs of rows as inference does; probabilities for sigmoid and softmax heads.</summary>
    /// <param name="inputs">The inputs of the rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <param name="states">The states of each row before its first step; empty for the initial values.</param>
    /// <param name="outputs">The outputs: [rows, output steps, outputs].</param>
    private protected virtual void ComputeOutputs(
        ReadOnlySpan<TInput> inputs, int rows, ReadOnlySpan<int> lengths, ReadOnlySpan<float> states, Span<float> outputs)
    {
        SequencePlan plan = _plan.Inference ?? throw new NotSupportedException("Expected a trainer that computes outputs, but this one computes losses alone.");
        _inference ??= new Workspace(plan);
        StateSpans given = new(states, default);
        if (lengths.IsEmpty)
            RowBlocks.Run(plan, Parameters, _inference, inputs, outputs, rows, given);
        else
            RowBlocks.Run(plan, Parameters, _inference, inputs, outputs, lengths, given);
        if (!_plan.OutputsAreLogits)
            return;
        foreach (ref float output in outputs)
            output = 1 / (1 + MathF.Exp(-output));
    }
}
