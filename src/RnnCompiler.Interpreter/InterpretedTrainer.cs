using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler;

/// <summary>
/// Trains an interpreted model by backpropagation through time, row by row. It owns the model while it works: parameters may be read and
/// written between two calls, not during one. Nothing is allocated after construction.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class InterpretedTrainer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string InputName = "input";

    private readonly Module _module;
    private readonly ParameterValues<T> _parameters;
    private readonly TrainerOptions _options;
    private readonly TrainingPlan _plan;
    private readonly FunctionRunner<T> _runner;
    private readonly NoiseMasks<T> _masks;
    private readonly (string Result, Range Place)[] _weightGradients;
    private readonly T[] _gradients;
    private readonly T[] _moments;
    private readonly T[] _inputGradient;
    private int _lastRows;
    private bool _disposed;

    internal InterpretedTrainer(Module module, ParameterValues<T> parameters, Optimizer optimizer, int batchSize, TrainerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Function training = module.Training ?? throw new InvalidOperationException($"Expected a training function of {module.Declaration.Name}, but there is none.");
        _module = module;
        _parameters = parameters;
        _options = options is null ? new TrainerOptions() : options with { };
        _plan = TrainingRows.PlanOf(module);
        TrainerChecks.InputGradient(_options, _plan);
        int inputGradient = _options.InputGradient ? batchSize : 0;
        TrainingRows.CheckMemory<T>(training, parameters.All.Length, optimizer.MomentCount, inputGradient * (long)_plan.InputLength, batchSize);

        Optimizer = optimizer;
        BatchSize = batchSize;
        _runner = new FunctionRunner<T>(training, parameters, null);
        _masks = new NoiseMasks<T>(module.Noises, _options.Seed);
        _weightGradients = [.. training.ParametersOf(ParameterRole.Weight).Select(w => ($"{w.Name}_bar", parameters.Weight(w.Name!)))];
        _gradients = new T[parameters.All.Length];
        _moments = new T[parameters.All.Length * optimizer.MomentCount];
        _inputGradient = new T[inputGradient * _plan.InputLength];
    }

    /// <summary>How gradients become updates; its learning rate may change at any time between two calls.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The most rows of one call.</summary>
    public int BatchSize { get; }

    /// <summary>How many updates have been made.</summary>
    public long Updates { get; private set; }

    /// <summary>Forward, backpropagation through time, clipping and update.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss before the update, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">The model has ids there, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => Update(Gradients(inputs, targets));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets) => Update(Gradients(inputs, targets));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets) => Update(Gradients(inputs, targets));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets) => Update(Gradients(inputs, targets));

    /// <summary>
    /// Forward and backpropagation through time only: replaces the last gradients; no clipping, no update. Dropout masks are those of the
    /// update that would come next, so calls repeat exactly.
    /// </summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, one after the other.</param>
    /// <param name="targets">As many targets.</param>
    /// <returns>The loss, a mean over the rows given.</returns>
    /// <exception cref="ArgumentException">The model has ids there, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => Gradients(inputs, targets);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets) => Gradients(inputs, targets);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets) => Gradients(inputs, targets);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets) => Gradients(inputs, targets);

    /// <summary>Copies a gradient of the last call out; after <c>Step</c>, as it was clipped.</summary>
    /// <param name="name">The canonical name of a parameter, or <c>input</c> where the options ask for it.</param>
    /// <param name="destination">As many numbers as the parameter has; for the input, those of the rows of the last call.</param>
    /// <exception cref="ArgumentException">There is no such gradient, or the length differs.</exception>
    /// <exception cref="InvalidOperationException">No gradient has been computed yet.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void ReadGradient(string name, Span<T> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(name);
        if (_lastRows == 0)
            throw new InvalidOperationException("Expected a call of Step or ComputeGradients before gradients are read, but there was none.");

        if (name == InputName && _options.InputGradient)
        {
            ReadOnlySpan<T> gradient = _inputGradient.AsSpan(0, _lastRows * _plan.InputLength);
            Guard.Length(destination.Length, gradient.Length, nameof(destination));
            gradient.CopyTo(destination);
            return;
        }

        _parameters.Read(name, _gradients, destination);
    }

    /// <summary>Ends training; the model stays usable.</summary>
    public void Dispose() => _disposed = true;

    private T Gradients<TInput, TTarget>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentChecks.Kind<TInput>(_module.Declaration.HasTokenInput, "token ids", nameof(inputs));
        ArgumentChecks.Kind<TTarget>(_module.Declaration.HasClassTargets, "class ids", nameof(targets));
        int rows = TrainerChecks.Rows(inputs, targets, _plan, BatchSize);

        Array.Clear(_gradients);
        _runner.Interpreter.Argument("loss_bar")[0] = T.One / T.CreateChecked(rows);
        double loss = 0;
        for (int row = 0; row < rows; row++)
        {
            _runner.Set(InputName, inputs.Slice(row * _plan.InputLength, _plan.InputLength));
            _runner.Set("target", targets.Slice(row * _plan.TargetLength, _plan.TargetLength));
            _masks.Draw(_runner.Interpreter, Updates, row);
            _runner.Run();
            loss += double.CreateChecked(_runner.Interpreter.Result("loss")[0]);
            AddGradients(row);
        }

        _lastRows = rows;
        return T.CreateChecked(loss / rows);
    }

    private void AddGradients(int row)
    {
        foreach ((string result, Range place) in _weightGradients)
        {
            Span<T> total = _gradients.AsSpan(place);
            TensorPrimitives.Add(total, _runner.Interpreter.Result(result), total);
        }

        if (_options.InputGradient)
            _runner.Interpreter.Result("input_bar").CopyTo(_inputGradient.AsSpan(row * _plan.InputLength));
    }

    private T Update(T loss)
    {
        _options.Clipping?.Apply<T>(_gradients);
        float rate = Optimizer.LearningRate;
        if (_options.Schedule is { } schedule)
            rate = (float)(rate * schedule.FactorAt(Updates));

        Updates++;
        Optimizer.Update<T>(_parameters.All, _gradients, _moments, Updates, T.CreateChecked(rate));
        _parameters.Touch();
        return loss;
    }
}
