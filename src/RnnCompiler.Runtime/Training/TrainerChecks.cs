using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>The checks of trainers: each names what was expected and what was given.</summary>
internal static class TrainerChecks
{
    public static void Types<TInput, TTarget>(TrainingPlan plan)
    {
        Type input = plan.Vocabulary > 0 ? typeof(int) : typeof(float);
        Type target = plan.Classes > 0 ? typeof(int) : typeof(float);
        if (typeof(TInput) != input || typeof(TTarget) != target)
        {
            throw new ArgumentException(
                $"Expected a trainer of {input.Name} inputs and {target.Name} targets, but it is of {typeof(TInput).Name} and {typeof(TTarget).Name}.", nameof(plan));
        }
    }

    public static void InputGradient(TrainerOptions options, TrainingPlan plan)
    {
        if (options.InputGradient && plan.Vocabulary > 0)
            throw new ArgumentException("Expected no gradient of the input, since token ids have none, but InputGradient is set.", nameof(options));
    }

    public static void ClassWeights(TrainerOptions options, TrainingPlan plan)
    {
        if (options.ClassWeights is not null && plan.CountsRows)
            throw new ArgumentException("Expected no class weights, since a loss function computes the loss of a row, but ClassWeights is set.", nameof(options));
        if (options.ClassWeights is not { } weights)
            return;
        if (plan.Layout is not { } layout)
            ClassWeights(weights.Count, plan.Classes, "");
        else
            Array.ForEach(layout.Targets, target => ClassWeights(weights.Count, target.Ids, layout.Targets.Length == 1 ? "" : $" of {target.Name}"));
    }

    private static void ClassWeights(int given, int classes, string output)
    {
        if (given == classes)
            return;
        string expected = classes > 0 ? $"{classes} class weights, one for each class{output}" : $"no class weights, since targets{output} are no class ids";
        throw new ArgumentException($"Expected {expected}, but {given} were given.", "options");
    }

    public static void States(TrainerOptions options, TrainingPlan plan)
    {
        if (options.CarryState && !plan.HasFinalStates)
        {
            throw new ArgumentException(
                "Expected a model that has Step, so that sequences can be continued, for CarryState: one without bidirectional layers, Reverse, attention or lengths of inputs.",
                nameof(options));
        }

        if (options.CarryState && options.StateGradient)
            throw new ArgumentException("Expected either CarryState or StateGradient, since gradients end at carried states, but both are set.", nameof(options));
        if (options.Advance is { } steps && !options.CarryState)
            throw new ArgumentException($"Expected Advance only together with CarryState, but it is {steps}, and no states are carried.", nameof(options));
        if (options.Advance > plan.Steps)
            throw new ArgumentException($"Expected Advance from 1 to {plan.Steps} steps, but it is {options.Advance}.", nameof(options));
    }

    public static void StepGradients(TrainerOptions options, TrainingPlan plan)
    {
        if (options.StepGradientNorms && plan.StepGradientLength == 0)
            throw new ArgumentException("Expected a model of at least 2 steps whose loss depends on its first recurrent layer for StepGradientNorms.", nameof(options));
    }

    /// <summary>Checks that the state of a row can be reset.</summary>
    public static void CarriedRow(TrainerOptions options, int batchSize, int row)
    {
        if (!options.CarryState)
            throw new InvalidOperationException($"Expected a trainer that carries states, but its option {nameof(TrainerOptions.CarryState)} is not set.");
        if ((uint)row >= (uint)batchSize)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"Expected a row from 0 to {batchSize - 1}, but {row} was given.");
    }

    /// <summary>Checks that final states can be read.</summary>
    public static void FinalStates(bool areComputed, int lastRows)
    {
        if (!areComputed)
            throw new InvalidOperationException("Expected a model that has Step, so that sequences can be continued, but this one has none: its trainer computes no final states.");
        if (lastRows == 0)
            throw new InvalidOperationException("Expected a call of Step or ComputeGradients before final states are read, but there was none.");
    }

    /// <summary>Checks that norms of gradients at each step can be read.</summary>
    public static void StepGradientNorms(TrainerOptions options, int lastRows)
    {
        if (!options.StepGradientNorms)
            throw new InvalidOperationException($"Expected a trainer whose option {nameof(TrainerOptions.StepGradientNorms)} is set, but it is not.");
        if (lastRows == 0)
            throw new InvalidOperationException("Expected a call of Step or ComputeGradients before norms are read, but there was none.");
    }

    public static void Moments(Optimizer optimizer)
    {
        if (optimizer.MomentCount < 0)
            throw new ArgumentException($"Expected an optimizer with 0 or more moments, but {optimizer.GetType().Name} has {optimizer.MomentCount}.", nameof(optimizer));
    }

    /// <summary>Refuses what one array or the machine cannot hold.</summary>
    /// <param name="plan">The floats of a row.</param>
    /// <param name="momentCount">Moments that the optimizer keeps of each parameter.</param>
    /// <param name="storage">Floats of all parameters, padding included.</param>
    /// <param name="batchSize">The most rows of one call.</param>
    /// <param name="inputGradient">Whether the gradient of the input is kept.</param>
    /// <param name="available">Bytes of memory that the process may use.</param>
    /// <exception cref="TapeTooLargeException">It does not fit.</exception>
    public static void Memory(TrainingPlan plan, int momentCount, int storage, int batchSize, bool inputGradient, long available)
    {
        long tape = (long)plan.WorkspacePerRow * batchSize;
        long input = inputGradient ? (long)plan.InputLength * batchSize : 0;
        long sorted = input + ((long)(plan.InputLength + plan.TargetLength) * batchSize); // copies of rows that are not in order of their lengths
        long states = 6L * plan.States.StorageLength * batchSize; // before, after and gradients, as kernels and as callers see them
        long largest = Math.Max(Math.Max(tape, sorted), (long)storage * momentCount);
        Int128 bytes = sizeof(float) * ((Int128)tape + input + sorted + states + plan.PanelLength + (long)storage * (1 + momentCount));
        long limit = Math.Min((long)AlignedBuffer.MaxLength * sizeof(float), available);
        if (largest > AlignedBuffer.MaxLength || bytes > available)
            throw new TapeTooLargeException((long)Int128.Min(bytes, long.MaxValue), limit, batchSize);
    }

    /// <summary>Checks the spans of one call.</summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <param name="weights">The weight of each row; empty for 1.</param>
    /// <param name="initialStates">The states of each row; empty for the initial values.</param>
    /// <param name="plan">The sizes of the model.</param>
    /// <param name="batchSize">The most rows.</param>
    /// <returns>The rows that they hold.</returns>
    public static int Rows<TInput, TTarget>(
        ReadOnlySpan<TInput> inputs,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> initialStates,
        TrainingPlan plan,
        int batchSize)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        int rows = inputs.Length / plan.InputLength;
        if (rows < 1 || rows > batchSize || inputs.Length != (long)rows * plan.InputLength)
        {
            throw new ArgumentException(
                $"Expected 1 to {batchSize} rows of {plan.InputLength} elements, but {inputs.Length} elements were given.", nameof(inputs));
        }

        if (targets.Length != (long)rows * plan.TargetLength)
        {
            throw new ArgumentException(
                $"Expected {rows} rows of {plan.TargetLength} elements, as many rows as inputs, but {targets.Length} elements were given.", nameof(targets));
        }

        if (!lengths.IsEmpty)
            Guard.Lengths(lengths, rows, plan.Steps);
        Weights(weights, rows);
        if (!initialStates.IsEmpty && initialStates.Length != (long)rows * plan.States.Length)
        {
            throw new ArgumentException(
                $"Expected {rows} rows of {plan.States.Length} states, but {initialStates.Length} floats were given.", nameof(initialStates));
        }

        if (typeof(TInput) == typeof(int) && lengths.IsEmpty)
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(inputs), plan.Vocabulary);
        else if (typeof(TInput) == typeof(int))
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(inputs), plan.Vocabulary, lengths);

        if (typeof(TTarget) == typeof(int))
        {
            ReadOnlySpan<int> classes = MemoryMarshal.Cast<TTarget, int>(targets);
            for (int row = 0; row < rows; row++)
            {
                int steps = lengths.IsEmpty ? plan.TargetLength : plan.TargetsEachStep ? lengths[row] : Math.Min(1, lengths[row]);
                Guard.Classes(classes.Slice(row * plan.TargetLength, steps), plan.Classes, row * plan.TargetLength);
            }
        }

        return rows;
    }

    private static void Weights(ReadOnlySpan<float> weights, int rows)
    {
        if (!weights.IsEmpty && weights.Length != rows)
            throw new ArgumentException($"Expected {rows} weights, one for each row, but {weights.Length} were given.", nameof(weights));
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0) || float.IsInfinity(weights[row]))
                throw new ArgumentOutOfRangeException(nameof(weights), weights[row], $"Expected finite weights of at least 0, but {weights[row]} was given for row {row}.");
        }
    }
}
