using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Loss of a batch and its gradients, with dropout.</summary>
internal sealed class GradientPass<T> : LossPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TrainerOptions _options;
    private readonly int _inputLength;
    private readonly int _inputSize;
    private readonly NoiseMasks<T> _masks;
    private readonly (string Result, Range Place)[] _results;
    private readonly T[] _gradients;
    private readonly T[] _inputGradient;
    private long _updates;
    private int _firstRow;

    /// <summary>Allocates the gradients.</summary>
    /// <param name="module">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="weights">The weights of the terms of the loss.</param>
    /// <param name="plan">The sizes of a row.</param>
    /// <param name="batchSize">The maximum number of rows.</param>
    /// <param name="options">The options of the trainer, whose seed may change.</param>
    public GradientPass(Module module, ParameterValues<T> parameters, TermWeights<T> weights, TrainingPlan plan, int batchSize, TrainerOptions options)
        : base(module.Training!, parameters, weights)
    {
        _options = options;
        _inputLength = plan.InputLength;
        _inputSize = plan.InputLength / plan.Steps;
        _masks = new NoiseMasks<T>(module.Noises);
        _results = [.. module.Training!.ParametersOf(ParameterRole.Weight).Select(w => ($"{w.Name}_bar", parameters.Weight(w.Name!)))];
        _gradients = new T[parameters.All.Length];
        _inputGradient = new T[options.InputGradient ? batchSize * plan.InputLength : 0];
    }

    /// <summary>The gradients of the last batch, in the layout of the parameters.</summary>
    public Span<T> Gradients => _gradients;

    /// <summary>The gradient of the input, row by row, if the options request it.</summary>
    public ReadOnlySpan<T> InputGradient => _inputGradient;

    /// <summary>Computes the loss and the gradients of a batch, which replace those of the last one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="updates">The number of updates so far, which selects the masks of dropout.</param>
    /// <param name="firstRow">The number of rows of earlier calls for the same update.</param>
    /// <returns>The mean loss; 0 if no term counts.</returns>
    public T Run<TInput, TTarget>(BatchRows<TInput, TTarget> rows, long updates, int firstRow)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        Array.Clear(_gradients);
        Array.Clear(_inputGradient);
        (_updates, _firstRow) = (updates, firstRow);
        return Mean(rows);
    }

    /// <inheritdoc/>
    protected override void SetMasks(int row) => _masks.Draw(Function, _options.Seed, _updates, _firstRow + row);

    /// <inheritdoc/>
    protected override void Take(int row, int steps)
    {
        foreach ((string result, Range place) in _results)
        {
            Span<T> total = _gradients.AsSpan(place);
            TensorPrimitives.Add(total, Function.Result(result), total);
        }

        if (_options.InputGradient)
            Function.Result("input_bar")[..(steps * _inputSize)].CopyTo(_inputGradient.AsSpan(row * _inputLength));
    }
}
