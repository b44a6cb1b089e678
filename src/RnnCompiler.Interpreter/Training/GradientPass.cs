using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Loss of a batch and its gradients, with dropout.</summary>
internal sealed class GradientPass<T> : LossPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TrainerOptions _options;
    private readonly int _inputLength;
    private readonly RowPort[] _inputs; // those of real numbers
    private readonly NoiseMasks<T> _masks;
    private readonly (string Result, Range Place)[] _results;
    private readonly T[] _gradients;
    private readonly T[] _inputGradient;
    private readonly T[] _stateGradients;
    private readonly T[] _finalStates;
    private readonly double[] _stepGradientSquares;
    private readonly int _stepUnits;
    private bool _takesGradients;
    private long _updates;
    private int _firstRow;

    /// <summary>Allocates the gradients.</summary>
    /// <param name="module">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="weights">The weights of the terms of the loss.</param>
    /// <param name="ports">Its inputs and outputs.</param>
    /// <param name="plan">The sizes of a row.</param>
    /// <param name="batchSize">The maximum number of rows.</param>
    /// <param name="options">The options of the trainer, whose seed may change.</param>
    /// <param name="states">The states of a row.</param>
    public GradientPass(
        Module module, ParameterValues<T> parameters, TermWeights<T> weights, RowPorts ports, TrainingPlan plan, int batchSize, TrainerOptions options, StateValues<T> states)
        : base(module.Training!, parameters, weights, states)
    {
        _options = options;
        _inputLength = plan.InputLength;
        _inputs = [.. ports.Inputs.Where(static input => !input.IsIds)];
        _masks = new NoiseMasks<T>(module.Noises);
        _results = [.. module.Training!.ParametersOf(ParameterRole.Weight).Select(w => ($"{w.Name}_bar", parameters.Weight(w.Name!)))];
        _gradients = new T[parameters.All.Length];
        _stateGradients = new T[options.StateGradient ? batchSize * states.Length : 0];
        _stepGradientSquares = new double[options.StepGradientNorms ? plan.Steps : 0];
        _stepUnits = plan.StepGradientLength / plan.Steps;
        _finalStates = new T[plan.HasFinalStates ? batchSize * states.Length : 0];
        _inputGradient = new T[options.InputGradient ? batchSize * plan.InputLength : 0];
    }

    /// <summary>The gradients of the last batch, in the layout of the parameters.</summary>
    public Span<T> Gradients => _gradients;

    /// <summary>Returns the gradient of an input of a row, if the options request it.</summary>
    public Span<T> InputGradient(int row, RowPort input) => _inputGradient.AsSpan((row * _inputLength) + input.Part.Offset, input.Length);

    /// <summary>The gradients of the states before the first step, row by row, if the options request them.</summary>
    public ReadOnlySpan<T> StateGradients => _stateGradients;

    /// <summary>The sum over rows and units of the squares of the gradients at each step, if the options request them.</summary>
    public ReadOnlySpan<double> StepGradientSquares => _stepGradientSquares;

    /// <summary>The states after the last step, row by row; empty for bidirectional models.</summary>
    public ReadOnlySpan<T> FinalStates => _finalStates;

    /// <summary>Computes the loss and the gradients of a batch, which replace those of the last one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="before">The states before their first steps.</param>
    /// <param name="updates">The number of updates so far, which selects the masks of dropout.</param>
    /// <param name="firstRow">The number of rows of earlier calls for the same update.</param>
    /// <returns>The mean loss; 0 if no term counts.</returns>
    public T Run<TRows>(TRows rows, RowStates<T> before, long updates, int firstRow)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        Array.Clear(_gradients);
        Array.Clear(_inputGradient);
        Array.Clear(_stateGradients);
        Array.Clear(_stepGradientSquares);
        (_updates, _firstRow) = (updates, firstRow);
        _takesGradients = true;
        T loss = Mean(rows, before, always: _options.CarryState);
        _takesGradients = false;
        KeepStates(rows, before);
        return loss;
    }

    /// <summary>Computes the states of a batch alone, with the masks of the last call.</summary>
    public void RunStates<TRows>(TRows rows, RowStates<T> before)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        Mean(rows, before, always: true);
        KeepStates(rows, before);
    }

    /// <inheritdoc/>
    protected override void SetMasks(int row) => _masks.Draw(Function, _options.Seed, _updates, _firstRow + row);

    /// <inheritdoc/>
    protected override void Take(int row, int steps)
    {
        if (_finalStates.Length > 0)
            States.TakeFrom(Function, Row(_finalStates, row));
        if (!_takesGradients || Total == 0)
            return;
        for (int t = 0; t < _stepGradientSquares.Length && t < steps; t++)
            _stepGradientSquares[t] += Squares(Function.Result("step_gradient").Slice(t * _stepUnits, _stepUnits));
        if (_options.StateGradient)
            States.TakeGradientsFrom(Function, Row(_stateGradients, row));
        foreach ((string result, Range place) in _results)
        {
            Span<T> total = _gradients.AsSpan(place);
            TensorPrimitives.Add(total, Function.Result(result), total);
        }

        for (int i = 0; i < _inputs.Length && _options.InputGradient; i++)
        {
            // The gradient is 0 at steps of another length group that the row does not have.
            ReadOnlySpan<T> gradient = Function.Result(_inputs[i].GradientKey);
            gradient[..(_inputs[i].Group == 0 ? steps * _inputs[i].StepLength : _inputs[i].Length)].CopyTo(InputGradient(row, _inputs[i]));
        }
    }

    private static double Squares(ReadOnlySpan<T> values)
    {
        double sum = 0;
        foreach (T value in values)
            sum += double.CreateChecked(value) * double.CreateChecked(value);
        return sum;
    }

    /// <summary>Copies the states of rows without steps.</summary>
    private void KeepStates<TRows>(TRows rows, RowStates<T> before)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        for (int row = 0; row < rows.Count && _finalStates.Length > 0; row++)
        {
            if (rows.Steps(row) == 0)
                States.Write(before, row, Row(_finalStates, row));
        }
    }

    private Span<T> Row(T[] states, int row) => states.AsSpan(row * States.Length, States.Length);
}
