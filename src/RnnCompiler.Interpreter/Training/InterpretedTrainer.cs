using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Generation;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Rows;
using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

/// <summary>
/// Trainer of an interpreted model by back-propagation through time, row by row. It has the members of the trainers of generated models. Parameters of the model may be
/// read and written between two calls, not during one. <c>Step</c>, <c>ComputeGradients</c> and, after its first call, <c>AccumulateGradients</c> do not allocate.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class InterpretedTrainer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string InitialStateName = "initial_state";

    private readonly Module _module;
    private readonly ParameterValues<T> _parameters;
    private readonly TrainerOptions _options;
    private readonly RowPorts _ports;
    private readonly TrainingPlan _plan;
    private readonly GradientPass<T> _pass;
    private readonly ParameterUpdate<T> _update;
    private readonly GradientSum<T> _sum;
    private readonly TermWeights<T> _weights;
    private readonly StateValues<T> _states;
    private readonly InterpretedSampling<T>? _sampling;
    private readonly T[] _carriedStates;
    private readonly bool[] _startsNext;
    private double _total;
    private int _lastRows;
    private bool _disposed;

    internal InterpretedTrainer(Module module, ParameterValues<T> parameters, Optimizer optimizer, int batchSize, TrainerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Function training = module.Training ?? throw new InvalidOperationException($"Expected a training function of {module.Declaration.Name}, but there is none.");
        _module = module;
        _parameters = parameters;
        _options = options is null ? new TrainerOptions() : options.Copy();
        _ports = RowPorts.OfSequences(module);
        _plan = TrainingRows.PlanOf(module, _ports.Inputs);
        TrainerChecks.InputGradient(_options, _plan);
        TrainerChecks.ClassWeights(_options, _plan);
        TrainingRows.CheckClasses(_options, _ports);
        TrainerChecks.States(_options, _plan);
        TrainerChecks.StepGradients(_options, _plan);
        TrainerChecks.Moments(optimizer);
        int inputGradient = _options.InputGradient ? batchSize : 0;
        TrainingRows.CheckMemory<T>(training, parameters.All.Length, optimizer.MomentCount, inputGradient * (long)_plan.InputLength, batchSize);

        Optimizer = optimizer;
        BatchSize = batchSize;
        _weights = new TermWeights<T>(module, _options.ClassWeights);
        _states = new StateValues<T>(module.States, parameters);
        _carriedStates = new T[_options.CarryState ? batchSize * _states.Length : 0];
        _startsNext = new bool[_options.CarryState ? batchSize : 0];
        Array.Fill(_startsNext, true);
        _pass = new GradientPass<T>(module, parameters, _weights, _ports, _plan, batchSize, _options, _states);
        _update = new ParameterUpdate<T>(parameters, optimizer, _options.LearningRateFactors);
        _sum = new GradientSum<T>(parameters.All.Length);
        _sampling = _options.TeacherForcing is not null && module.IsDecoder ? new InterpretedSampling<T>(module, parameters, _states) : null;
    }

    /// <summary>The optimizer. Its learning rate may be changed between two calls.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Maximum number of rows of one call.</summary>
    public int BatchSize { get; }

    /// <summary>Number of updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Copies a gradient of the last call; after an update, the clipped one, and 0 for frozen parameters.</summary>
    /// <param name="name">
    /// The canonical name of a parameter, or that of an input if the options request that gradient: <c>input</c> if the network has a single one without a name.
    /// </param>
    /// <param name="destination">A span of exactly as many elements as the parameter has; for the input, those of the rows of the last call.</param>
    /// <exception cref="ArgumentException">There is no such gradient, or the length differs.</exception>
    /// <exception cref="InvalidOperationException">No gradient has been computed yet.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadGradient(string name, Span<T> destination)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(name);
        if (_lastRows == 0)
            throw new InvalidOperationException("Expected a call of Step or ComputeGradients before gradients are read, but there was none.");

        if (_options.InputGradient && _ports.Inputs.FirstOrDefault(input => input.Name == name && !input.IsIds) is { } port)
        {
            Guard.Length(destination.Length, _lastRows * port.Length, nameof(destination));
            for (int row = 0; row < _lastRows; row++)
                _pass.InputGradient(row, port).CopyTo(destination[(row * port.Length)..]);
            return;
        }

        if (name == InitialStateName && _options.StateGradient)
        {
            ReadOnlySpan<T> gradient = _pass.StateGradients[..(_lastRows * _states.Length)];
            Guard.Length(destination.Length, gradient.Length, nameof(destination));
            gradient.CopyTo(destination);
            return;
        }

        _parameters.Read(name, _pass.Gradients, destination);
    }

    /// <summary>Ends training; the model can still be used.</summary>
    public void Dispose() => _disposed = true;

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private BatchRows<T, TInput, TTarget> Rows<TInput, TTarget>(
        ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weights)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ThrowIfDisposed();
        ArgumentChecks.Plain(_module.Declaration);
        ArgumentChecks.Kind<TInput>(_module.Declaration.HasTokenInput, "token ids", nameof(inputs));
        ArgumentChecks.Kind<TTarget>(_module.Declaration.HasClassTargets, "class ids", nameof(targets));
        return new BatchRows<T, TInput, TTarget>(_plan, BatchSize, inputs, targets, lengths, weights);
    }

    private T Gradients<TRows>(TRows rows, ReadOnlySpan<T> initialStates, int firstRow = 0)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        RowStates<T> states = States(rows.Count, initialStates);
        T loss = _pass.Run(rows, states, Updates, firstRow);
        _total = _pass.Total;
        _lastRows = rows.Count;
        if (_options.Advance is { } advance && advance < _plan.Steps)
            RunBegin(rows, states, advance);
        return loss;
    }

    /// <summary>Checks and clips the gradients, and updates the parameters.</summary>
    /// <param name="loss">The loss of these gradients.</param>
    /// <returns>Whether the parameters were updated.</returns>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    private bool TryUpdate(T loss)
    {
        Span<T> gradients = _pass.Gradients;
        _update.ClearFrozen(gradients);
        if (_options.NonFinite != NonFinite.Propagate && !(T.IsFinite(loss) && TensorPrimitives.IsFiniteAll<T>(gradients)))
        {
            if (_options.NonFinite == NonFinite.Throw)
                throw Refusal(loss);
            return false;
        }

        float rate = LearningRateSchedule.RateAt(_options.Schedule, Optimizer.LearningRate, Updates);
        _options.Clipping?.Apply(gradients);
        _update.Apply(gradients, Updates + 1, rate);
        Updates++;
        return true;
    }

    private NonFiniteException Refusal(T loss)
    {
        foreach (ModelParameter parameter in _parameters.Parameters)
        {
            for (int i = 0; i < parameter.Length && T.IsFinite(loss); i++)
            {
                T value = _pass.Gradients[parameter.Offset + i];
                if (!T.IsFinite(value))
                    return new NonFiniteException(parameter.Name, i, float.CreateChecked(value), Updates + 1);
            }
        }

        return new NonFiniteException(parameter: null, index: 0, float.CreateChecked(loss), Updates + 1);
    }
}
