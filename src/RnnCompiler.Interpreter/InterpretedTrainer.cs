using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
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
    private readonly TermWeights<T> _weights;
    private int _lastRows;
    private bool _lastCounts;
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
        _weights = new TermWeights<T>(module, _options.ClassWeights);
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
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => Update(Gradients(inputs, targets, default));

    /// <summary>As <see cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths) => Update(Gradients(inputs, targets, lengths));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets) => Update(Gradients(inputs, targets, default));

    /// <summary>As <see cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths) => Update(Gradients(inputs, targets, lengths));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets) => Update(Gradients(inputs, targets, default));

    /// <summary>As <see cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths) => Update(Gradients(inputs, targets, lengths));

    /// <inheritdoc cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets) => Update(Gradients(inputs, targets, default));

    /// <summary>As <see cref="Step(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths) => Update(Gradients(inputs, targets, lengths));

    /// <summary>
    /// Computes the gradients, which replace those of the last call, without clipping or update. Dropout masks are those of the next update, so repeated calls
    /// give the same result.
    /// </summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <returns>The loss, a mean over the rows of the call.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => Gradients(inputs, targets, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths) => Gradients(inputs, targets, lengths);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets) => Gradients(inputs, targets, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths) => Gradients(inputs, targets, lengths);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets) => Gradients(inputs, targets, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> lengths) => Gradients(inputs, targets, lengths);

    /// <inheritdoc cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets) => Gradients(inputs, targets, default);

    /// <summary>As <see cref="ComputeGradients(ReadOnlySpan{T}, ReadOnlySpan{T})"/>, with rows of different lengths.</summary>
    /// <param name="inputs">1 to <see cref="BatchSize"/> sequences, concatenated; nothing behind the end of a row is read.</param>
    /// <param name="targets">A target for each sequence, concatenated.</param>
    /// <param name="lengths">The steps of each row, from 0 to the sequence length; empty if all rows are full.</param>
    /// <returns>The loss, a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">The element type is not that of the model, or a length does not fit; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths) => Gradients(inputs, targets, lengths);

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

    private T Gradients<TInput, TTarget>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> lengths)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentChecks.Kind<TInput>(_module.Declaration.HasTokenInput, "token ids", nameof(inputs));
        ArgumentChecks.Kind<TTarget>(_module.Declaration.HasClassTargets, "class ids", nameof(targets));
        int rows = TrainerChecks.Rows(inputs, targets, lengths, default, _plan, BatchSize);

        Array.Clear(_gradients);
        Array.Clear(_inputGradient);
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int t = 0; t < _weights.OutputSteps(Steps(lengths, row)); t++)
                total += _weights.Weight(1, Class(targets, row, t));
        }

        double loss = 0;
        for (int row = 0; row < rows && total > 0; row++)
        {
            int steps = Steps(lengths, row);
            if (steps == 0)
                continue;
            _runner.Set(InputName, inputs.Slice(row * _plan.InputLength, steps * (_plan.InputLength / _plan.Steps)));
            int outputs = _weights.OutputSteps(steps);
            _runner.Set("target", targets.Slice(row * _plan.TargetLength, outputs * (_plan.TargetLength / _plan.OutputSteps)));
            Span<T> weights = _runner.Interpreter.Argument("loss_weight");
            for (int t = 0; t < outputs; t++)
                weights[t] = _weights.Share(_weights.Weight(1, Class(targets, row, t)), total);
            _masks.Draw(_runner.Interpreter, Updates, row);
            _runner.Run(steps);
            loss += double.CreateChecked(_runner.Interpreter.Result("loss")[0]);
            AddGradients(row, steps);
        }

        _lastRows = rows;
        _lastCounts = total > 0;
        return T.CreateChecked(loss);
    }

    private int Steps(ReadOnlySpan<int> lengths, int row) => lengths.IsEmpty ? _plan.Steps : lengths[row];

    private int Class<TTarget>(ReadOnlySpan<TTarget> targets, int row, int step)
        where TTarget : unmanaged => _module.Declaration.HasClassTargets ? MemoryMarshal.Cast<TTarget, int>(targets)[(row * _plan.TargetLength) + step] : 0;

    private void AddGradients(int row, int steps)
    {
        foreach ((string result, Range place) in _weightGradients)
        {
            Span<T> total = _gradients.AsSpan(place);
            TensorPrimitives.Add(total, _runner.Interpreter.Result(result), total);
        }

        if (_options.InputGradient)
        {
            int length = steps * (_plan.InputLength / _plan.Steps);
            _runner.Interpreter.Result("input_bar")[..length].CopyTo(_inputGradient.AsSpan(row * _plan.InputLength));
        }
    }

    private T Update(T loss)
    {
        if (!_lastCounts)
            return loss;
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
