using System.Numerics;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests.Training;

/// <summary>A trainer of an interpreted model.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class InterpretedRun<T> : TrainingRun
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly InterpretedModel<T> _model;
    private readonly InterpretedTrainer<T> _trainer;
    private readonly bool _tokens;
    private readonly bool _classes;

    public InterpretedRun(ZooData data, Optimizer optimizer, int batchSize, TrainerOptions? options)
        : base(data)
    {
        _tokens = data.Declaration.HasTokenInput;
        _classes = data.Declaration.HasClassTargets;
        _model = (InterpretedModel<T>)(object)(typeof(T) == typeof(float)
            ? InterpretedModel.FromDeclaration(data.Declaration, 3)
            : InterpretedModel.FromDeclarationDouble(data.Declaration, 3));
        _trainer = _model.CreateTrainer(optimizer, batchSize, options);
    }

    public override long Updates => _trainer.Updates;

    public override Optimizer Optimizer => _trainer.Optimizer;

    public override double Step(ZooBatch batch, float[]? weights = null) => double.CreateChecked((_tokens, _classes) switch
    {
        (true, true) => _trainer.Step(Batch(batch.Tokens, batch.Classes, batch, weights)),
        (true, false) => _trainer.Step(Batch(batch.Tokens, Numbers(batch.Targets), batch, weights)),
        (false, true) => _trainer.Step(Batch(Numbers(batch.Inputs), batch.Classes, batch, weights)),
        (false, false) => _trainer.Step(Batch(Numbers(batch.Inputs), Numbers(batch.Targets), batch, weights)),
    });

    public override double Accumulate(ZooBatch batch) => double.CreateChecked((_tokens, _classes) switch
    {
        (true, true) => _trainer.AccumulateGradients(batch.Tokens, batch.Classes, batch.Lengths),
        (true, false) => _trainer.AccumulateGradients(batch.Tokens, Numbers(batch.Targets), batch.Lengths),
        (false, true) => _trainer.AccumulateGradients(Numbers(batch.Inputs), batch.Classes, batch.Lengths),
        (false, false) => _trainer.AccumulateGradients(Numbers(batch.Inputs), Numbers(batch.Targets), batch.Lengths),
    });

    public override double Apply() => double.CreateChecked(_trainer.ApplyGradients());

    public override FitResult Fit(ZooBatch rows, FitOptions options, ZooBatch? validation, float[]? weights, CancellationToken cancellation) =>
        _trainer.Fit(Data(rows, weights), options with { Validation = validation is null ? null : Data(validation, weights: null) }, cancellation);

    public override void Save(Stream stream) => _trainer.SaveCheckpoint(stream);

    public override void Load(Stream stream) => _trainer.LoadCheckpoint(stream);

    public override double[] Parameter(string name) => Read(name, _model.ReadParameter);

    public override double[] Gradient(string name) => Read(name, _trainer.ReadGradient);

    public override void Dispose() => _trainer.Dispose();

    private TrainingData Data(ZooBatch batch, float[]? weights) => (_tokens, _classes) switch
    {
        (true, true) => From(batch.Tokens, batch.Classes, batch, weights),
        (true, false) => From(batch.Tokens, Numbers(batch.Targets), batch, weights),
        (false, true) => From(Numbers(batch.Inputs), batch.Classes, batch, weights),
        (false, false) => From(Numbers(batch.Inputs), Numbers(batch.Targets), batch, weights),
    };

    private double[] Read(string name, Action<string, Span<T>> read)
    {
        T[] values = new T[_model.Parameters.First(p => p.Name == name).Length];
        read(name, values);
        return Array.ConvertAll(values, double.CreateChecked);
    }

    private static TrainingBatch<TInput, TTarget> Batch<TInput, TTarget>(TInput[] inputs, TTarget[] targets, ZooBatch batch, float[]? weights)
        where TInput : unmanaged
        where TTarget : unmanaged => new() { Inputs = inputs, Targets = targets, Lengths = batch.Lengths, Weights = weights };

    private static T[] Numbers(float[] values) => Array.ConvertAll(values, T.CreateChecked);
}
