namespace RnnCompiler.CompilerServices;

public abstract partial class RowTrainer<TInput, TTarget>
{
    // Rows of states without padding: after the last call, at the start of the next window, and their gradients of the last call.
    private readonly float[] _finalStates;
    private readonly float[] _carriedStates;
    private readonly float[] _stateGradients;
    private readonly float[] _stepGradientNorms;

    // The steps of each row after which its state is carried on.
    private readonly int[] _advanced;

    private protected override Span<float> FinalStates => _finalStates;

    private protected override Span<float> CarriedStates => _carriedStates;

    private protected override ReadOnlySpan<float> StepGradientNorms => _stepGradientNorms;

    private protected override StateLayout StateLayout => _plan.States;

    /// <summary>Checks the rows of a call, and gives them the states that they go on from.</summary>
    private protected TrainingSpans<TInput, TTarget> Rows(
        ReadOnlySpan<TInput> inputs,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<int> lengths = default,
        ReadOnlySpan<float> states = default,
        ReadOnlySpan<float> weights = default)
    {
        TrainingSpans<TInput, TTarget> rows = Checked(inputs, targets, lengths, states, weights, BatchSize);
        if (Options.CarryState && !states.IsEmpty)
        {
            throw new ArgumentException(
                $"Expected no initial states, since {nameof(TrainerOptions.CarryState)} is set, but {states.Length} floats were given.", "initialStates");
        }

        if (Options.CarryState)
        {
            rows.States = _carriedStates.AsSpan(0, rows.Rows * _plan.States.Length);
            rows.Starts = StartsNext.AsSpan(0, rows.Rows);
        }

        return rows;
    }

    private protected TrainingSpans<TInput, TTarget> Rows(TrainingBatch<TInput, TTarget> batch) =>
        Rows(batch.Inputs.Span, batch.Targets.Span, batch.Lengths.Span, batch.InitialStates.Span, batch.Weights.Span);

    /// <summary>Checks the rows of a call.</summary>
    private protected TrainingSpans<TInput, TTarget> Checked(
        ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> states, ReadOnlySpan<float> weights, int mostRows)
    {
        ThrowIfDisposed();
        int rows = TrainerChecks.Rows(inputs, targets, lengths, weights, states, _plan, mostRows);
        return new TrainingSpans<TInput, TTarget> { Inputs = inputs, Targets = targets, Rows = rows, Lengths = lengths, States = states, Weights = weights };
    }

    /// <summary>Reads the states and their gradients of the pass that has just run. Carried states that end before the window need a pass over its begin.</summary>
    private void ReadStates(TrainingSpans<TInput, TTarget> rows, MaskSelection masks)
    {
        if (Options.StepGradientNorms)
            _pass.ReadStepGradientNorms(_stepGradientNorms);
        if (Options.StateGradient)
            _pass.ReadStateGradients(_stateGradients.AsSpan(0, rows.Rows * _plan.States.Length));
        if (!_plan.HasFinalStates)
            return;
        if (Options.Advance is { } advance && advance < _plan.Steps)
        {
            Span<int> lengths = _advanced.AsSpan(0, rows.Rows);
            for (int row = 0; row < rows.Rows; row++)
                lengths[row] = Math.Min(advance, rows.Lengths.IsEmpty ? _plan.Steps : rows.Lengths[row]);
            rows.Lengths = lengths;
            _pass.Run(rows, masks, RequestedResults.FinalStates);
        }

        _pass.ReadFinalStates(rows, _finalStates);
    }

    /// <summary>Makes the states after the last call those before the next one.</summary>
    private void Advance(TrainingSpans<TInput, TTarget> rows)
    {
        if (!Options.CarryState)
            return;
        _finalStates.AsSpan(0, rows.Rows * _plan.States.Length).CopyTo(_carriedStates);
        StartsNext.AsSpan(0, rows.Rows).Clear();
    }
}
