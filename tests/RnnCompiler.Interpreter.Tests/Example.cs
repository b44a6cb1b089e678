using System.Numerics;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Random inputs and targets of a model, floats or ids; the same in both precisions.</summary>
internal sealed class Example<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly InterpretedModel<T> _model;

    public Example(InterpretedModel<T> model, int rows, int seed = 5)
    {
        _model = model;
        Random random = new(seed);
        int vocabulary = model.Declaration.HasTokenInput ? model.Declaration.Vocabulary : 1;
        Ids = [.. Enumerable.Range(0, rows * InputLength).Select(_ => random.Next(vocabulary))];
        Reals = [.. Ids.Select(_ => T.CreateChecked((2 * random.NextSingle()) - 1))];
        Classes = [.. Enumerable.Range(0, rows * model.OutputSteps).Select(_ => random.Next(model.OutputSize))];
        Targets = [.. Enumerable.Range(0, rows * OutputLength).Select(_ => T.CreateChecked(random.NextSingle()))];
    }

    public int[] Ids { get; }

    public T[] Reals { get; }

    public int[] Classes { get; }

    public T[] Targets { get; }

    private int InputLength => _model.SequenceLength * _model.InputSize;

    private int OutputLength => _model.OutputSteps * _model.OutputSize;

    private int TargetLength => _model.Declaration.HasClassTargets ? _model.OutputSteps : OutputLength;

    public T[] Forward(int start, int rows)
    {
        T[] output = new T[rows * OutputLength];
        Range range = Inputs(start, rows);
        if (_model.Declaration.HasTokenInput)
            _model.Forward(Ids.AsSpan(range), output, rows);
        else
            _model.Forward(Reals.AsSpan(range), output, rows);
        return output;
    }

    /// <summary>Runs a stream over steps of the first sequence.</summary>
    public T[] Step(InterpretedState<T> state, int start, int steps)
    {
        T[] output = new T[steps * _model.OutputSize];
        Range range = (start * _model.InputSize)..((start + steps) * _model.InputSize);
        if (_model.Declaration.HasTokenInput)
            _model.Step(state, Ids.AsSpan(range), output, steps);
        else
            _model.Step(state, Reals.AsSpan(range), output, steps);
        return output;
    }

    public T Train(InterpretedTrainer<T> trainer, int start, int rows, bool update)
    {
        Range inputs = Inputs(start, rows);
        Range targets = (start * TargetLength)..((start + rows) * TargetLength);
        return (_model.Declaration.HasTokenInput, _model.Declaration.HasClassTargets, update) switch
        {
            (true, true, true) => trainer.Step(Ids.AsSpan(inputs), Classes.AsSpan(targets)),
            (true, true, false) => trainer.ComputeGradients(Ids.AsSpan(inputs), Classes.AsSpan(targets)),
            (true, false, true) => trainer.Step(Ids.AsSpan(inputs), Targets.AsSpan(targets)),
            (true, false, false) => trainer.ComputeGradients(Ids.AsSpan(inputs), Targets.AsSpan(targets)),
            (false, true, true) => trainer.Step(Reals.AsSpan(inputs), Classes.AsSpan(targets)),
            (false, true, false) => trainer.ComputeGradients(Reals.AsSpan(inputs), Classes.AsSpan(targets)),
            (false, false, true) => trainer.Step(Reals.AsSpan(inputs), Targets.AsSpan(targets)),
            (false, false, false) => trainer.ComputeGradients(Reals.AsSpan(inputs), Targets.AsSpan(targets)),
        };
    }

    public T[] Gradient(InterpretedTrainer<T> trainer, string name)
    {
        T[] gradient = new T[_model.Parameters.First(p => p.Name == name).Length];
        trainer.ReadGradient(name, gradient);
        return gradient;
    }

    private Range Inputs(int start, int rows) => (start * InputLength)..((start + rows) * InputLength);
}
