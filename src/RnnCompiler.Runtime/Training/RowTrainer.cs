using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>What trainers of rows have in common: the pass over a batch, gradients, states and fitting.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget"><see cref="float"/>, or <see cref="int"/> for class ids.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class RowTrainer<TInput, TTarget> : ModelTrainer
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private const string InputName = "input";
    private const string InitialStateName = "initial_state";

    private readonly TrainingPlan _plan;
    private readonly AlignedBuffer _inputGradient;
    private readonly TrainingPass<TInput, TTarget> _pass;
    private readonly RequestedResults _requested;

    // The sum of the weights of all elements of the last call.
    private double _total;

    /// <summary>Prepares training.</summary>
    /// <param name="parameters">The model's parameters, which training changes.</param>
    /// <param name="plan">Training kernel, and its sizes.</param>
    /// <param name="optimizer">The optimizer; its moments belong to this trainer.</param>
    /// <param name="batchSize">The most rows of one call; at least 1.</param>
    /// <param name="options">Clipping, seed and more; copied.</param>
    /// <exception cref="ArgumentException">
    /// The batch size is below 1, the gradient of token ids is asked for, class weights are not one for each class, a factor of the learning rate is for no parameter or
    /// out of range, or states cannot be carried.
    /// </exception>
    /// <exception cref="TapeTooLargeException">The tape would not fit in memory.</exception>
    private protected RowTrainer(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options)
        : base(parameters, optimizer, batchSize, Checked(parameters, plan, optimizer, batchSize, options))
    {
        _plan = plan;
        _inputGradient = new AlignedBuffer(Options.InputGradient ? batchSize * plan.InputLength : 0);
        _pass = new TrainingPass<TInput, TTarget>(plan, Options, parameters, Gradients, _inputGradient, batchSize);
        _finalStates = new float[plan.HasFinalStates ? batchSize * plan.States.Length : 0];
        _carriedStates = new float[Options.CarryState ? _finalStates.Length : 0];
        _stateGradients = new float[Options.StateGradient ? batchSize * plan.States.Length : 0];
        _requested = RequestedResults.Gradients
            | (Options.InputGradient ? RequestedResults.InputGradient : RequestedResults.None)
            | (Options.StateGradient ? RequestedResults.StateGradients : RequestedResults.None)
            | (Options.StepGradientNorms ? RequestedResults.StepGradients : RequestedResults.None)
            | (plan.HasFinalStates ? RequestedResults.FinalStates : RequestedResults.None);
        _stepGradientNorms = new float[Options.StepGradientNorms ? plan.Steps : 0];
        _advanced = new int[Options.Advance is null ? 0 : batchSize];
    }

    private static TrainerOptions Checked(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        TrainerChecks.Types<TInput, TTarget>(plan);
        TrainerOptions copy = options is null ? new TrainerOptions() : options.Copy();
        TrainerChecks.InputGradient(copy, plan);
        TrainerChecks.States(copy, plan);
        TrainerChecks.StepGradients(copy, plan);
        TrainerChecks.ClassWeights(copy, plan);
        TrainerChecks.Moments(optimizer);
        TrainerChecks.Memory(plan, optimizer.MomentCount, parameters.Layout.StorageLength, batchSize, copy.InputGradient, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return copy;
    }

    /// <summary>Computes gradients of checked rows, clips and updates.</summary>
    private protected float Step(TrainingSpans<TInput, TTarget> rows)
    {
        bool advances = !TryComputeGradients(rows, new MaskSelection(Updates), out float loss) || TryUpdate(loss);
        if (advances)
            Advance(rows);
        return loss;
    }

    /// <summary>Computes gradients of checked rows.</summary>
    private protected float ComputeGradients(TrainingSpans<TInput, TTarget> rows)
    {
        TryComputeGradients(rows, new MaskSelection(Updates), out float loss);
        Advance(rows);
        return loss;
    }

    /// <summary>Computes gradients of checked rows and adds them to those since the last update.</summary>
    private protected float AccumulateGradients(TrainingSpans<TInput, TTarget> rows)
    {
        (rows.IsAccumulated, rows.IsFirst) = (true, AccumulatedRows == 0);
        TryComputeGradients(rows, new MaskSelection(Updates, AccumulatedRows), out float loss);
        Accumulate(loss, _total);
        Advance(rows);
        return loss;
    }

    private protected override bool TryReadOtherGradient(string name, Span<float> destination) => name switch
    {
        InitialStateName when Options.StateGradient => TryCopy(_stateGradients.AsSpan(0, LastRows * _plan.States.Length), destination),
        _ => Options.InputGradient && TryReadInputGradient(name, _inputGradient.Span[..(LastRows * _plan.InputLength)], destination),
    };

    /// <summary>Copies the gradient of an input, if the name is that of one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="gradient">The gradients of all inputs, rows as those of the inputs.</param>
    /// <param name="destination">Receives the gradient.</param>
    private protected virtual bool TryReadInputGradient(string name, ReadOnlySpan<float> gradient, Span<float> destination) =>
        name == InputName && TryCopy(gradient, destination);

    private protected override void DisposeThreads() => _pass.Dispose();

    private static bool TryCopy(ReadOnlySpan<float> gradient, Span<float> destination)
    {
        Guard.Length(destination.Length, gradient.Length, nameof(destination));
        gradient.CopyTo(destination);
        return true;
    }

    /// <summary>Computes the gradients of some rows.</summary>
    /// <returns>Whether an element counts in the loss; otherwise all gradients are 0.</returns>
    private bool TryComputeGradients(TrainingSpans<TInput, TTarget> rows, MaskSelection masks, out float loss)
    {
        Gradients.Span.Clear();
        bool counts = _pass.Run(rows, masks, _requested);
        LastRows = rows.Rows;
        loss = _pass.Loss;
        _total = _pass.Total;
        ReadStates(rows, masks);
        return counts;
    }
}
