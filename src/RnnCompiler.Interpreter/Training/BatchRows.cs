using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Rows of one call of a trainer. Nothing behind the end of a row is part of its spans.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TInput">Real numbers, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget">Real numbers, or <see cref="int"/> for class ids.</typeparam>
internal readonly ref struct BatchRows<T, TInput, TTarget> : ITrainingRows<T, BatchRows<T, TInput, TTarget>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly TrainingPlan _plan;
    private readonly ReadOnlySpan<TInput> _inputs;
    private readonly ReadOnlySpan<TTarget> _targets;
    private readonly ReadOnlySpan<int> _lengths;
    private readonly ReadOnlySpan<float> _weights;

    /// <summary>Checks the rows.</summary>
    /// <param name="plan">The sizes of a row.</param>
    /// <param name="batchSize">The maximum number of rows.</param>
    /// <param name="inputs">The sequences, concatenated.</param>
    /// <param name="targets">The targets, concatenated.</param>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <param name="weights">The weight of each row; empty for 1.</param>
    /// <exception cref="ArgumentException">A length or a weight does not fit, or an id is out of range.</exception>
    public BatchRows(
        TrainingPlan plan, int batchSize, ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights)
    {
        Count = TrainerChecks.Rows(inputs, targets, lengths, weights, default, plan, batchSize);
        _plan = plan;
        _inputs = inputs;
        _targets = targets;
        _lengths = lengths;
        _weights = weights;
    }

    private BatchRows(BatchRows<T, TInput, TTarget> rows, ReadOnlySpan<int> lengths)
    {
        this = rows;
        _lengths = lengths;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public BatchRows<T, TInput, TTarget> WithLengths(ReadOnlySpan<int> lengths) => new(this, lengths);

    /// <inheritdoc/>
    public int Steps(int row) => _lengths.IsEmpty ? _plan.Steps : _lengths[row];

    /// <summary>The number of steps of a row for which there is an output.</summary>
    public int OutputSteps(int row) => OutputSteps(0, row);

    /// <inheritdoc/>
    public int OutputSteps(int output, int row) => _plan.OutputsEachStep ? Steps(row) : Math.Min(Steps(row), 1);

    /// <inheritdoc/>
    public float Weight(int row) => _weights.IsEmpty ? 1 : _weights[row];

    /// <summary>The input of a row.</summary>
    public ReadOnlySpan<TInput> Input(int row) => _inputs.Slice(row * _plan.InputLength, Steps(row) * (_plan.InputLength / _plan.Steps));

    /// <summary>The target of a row.</summary>
    public ReadOnlySpan<TTarget> Target(int row) => _plan.HasTargetPerRow
        ? _targets.Slice(row * _plan.TargetLength, Math.Min(Steps(row), 1) * _plan.TargetLength)
        : _targets.Slice(row * _plan.TargetLength, OutputSteps(row) * (_plan.TargetLength / _plan.OutputSteps));

    /// <inheritdoc/>
    public int Class(int output, int row, int step) => MemoryMarshal.Cast<TTarget, int>(Target(row))[step];

    /// <inheritdoc/>
    public void Write(FunctionRunner<T> function, int row)
    {
        function.Set("input", Input(row));
        function.Set("target", Target(row));
    }
}
