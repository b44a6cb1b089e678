using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler;

/// <summary>
/// Trainer of an interpreted model by back-propagation through time, row by row. Parameters of the model may be read and written between two calls, not during
/// one. Calls do not allocate.
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

    /// <summary>The optimizer. Its learning rate may be changed between two calls.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Maximum number of rows of one call.</summary>
    public int BatchSize { get; }

    /// <summary>Number of updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Computes the gradients, clips them and updates the parameters.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <returns>The loss before the update, a mean over the rows of the call.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => Update(Gradients(inputs, targets));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets) => Update(Gradients(inputs, targets));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets) => Update(Gradients(inputs, targets));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets) => Update(Gradients(inputs, targets));

    /// <summary>
    /// Computes the gradients, which replace those of the last call, without clipping or update. Dropout masks are those of the next update, so repeated calls
    /// give the same result.
    /// </summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <returns>The loss, a mean over the rows of the call.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => Gradients(inputs, targets);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets) => Gradients(inputs, targets);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets) => Gradients(inputs, targets);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets) => Gradients(inputs, targets);

    /// <summary>Copies a gradient of the last call; after <c>Step</c>, the clipped one.</summary>
    /// <param name="name">The canonical name of a parameter, or <c>input</c> if the options request that gradient.</param>
    /// <param name="destination">A span of exactly as many elements as the parameter has; for the input, those of the rows of the last call.</param>
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

    /// <summary>Ends training; the model can still be used.</summary>
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
