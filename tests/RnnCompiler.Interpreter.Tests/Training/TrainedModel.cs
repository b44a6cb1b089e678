using System.Numerics;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>An interpreted model of real inputs and targets with its trainer, and random rows that are the same in both precisions.</summary>
internal sealed class TrainedModel<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Example<T> _example;
    private readonly int _inputLength;
    private readonly int _targetLength;

    public TrainedModel(string declaration, Optimizer optimizer, int rows, TrainerOptions? options = null, int? batchSize = null, int seed = 5)
    {
        ModelDeclaration parsed = DeclarationText.Parse(declaration);
        Model = (InterpretedModel<T>)(object)(typeof(T) == typeof(float)
            ? InterpretedModel.FromDeclaration(parsed, 1)
            : InterpretedModel.FromDeclarationDouble(parsed, 1));
        _example = new Example<T>(Model, rows, seed);
        _inputLength = Model.SequenceLength * Model.InputSize;
        _targetLength = Model.OutputSteps * Model.OutputSize;
        Trainer = Model.CreateTrainer(optimizer, batchSize ?? rows, options);
    }

    public InterpretedModel<T> Model { get; }

    public InterpretedTrainer<T> Trainer { get; }

    public T[] Inputs => _example.Reals;

    public T[] Targets => _example.Targets;

    public TrainingData Data => TrainingData.From(Inputs, Targets);

    /// <summary>All parameters, in declaration order.</summary>
    public T[] Parameters => [.. Model.Parameters.SelectMany(p => Parameter(p.Name))];

    public T Step() => Trainer.Step(Inputs, Targets);

    public T Step(TrainingBatch<T, T> batch) => Trainer.Step(batch);

    /// <summary>Adds the gradients of some rows.</summary>
    public T Accumulate(Range rows, int[]? lengths = null)
    {
        (int start, int count) = rows.GetOffsetAndLength(Targets.Length / _targetLength);
        return Trainer.AccumulateGradients(
            Inputs.AsSpan(start * _inputLength, count * _inputLength),
            Targets.AsSpan(start * _targetLength, count * _targetLength),
            lengths is null ? default : lengths.AsSpan(start, count));
    }

    public T[] Parameter(string name)
    {
        T[] values = new T[Model.Parameters.First(p => p.Name == name).Length];
        Model.ReadParameter(name, values);
        return values;
    }

    public T[] Gradient(string name) => _example.Gradient(Trainer, name);

    public void Dispose() => Trainer.Dispose();
}
