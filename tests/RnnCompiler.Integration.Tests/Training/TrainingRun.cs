using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests.Training;

/// <summary>A trainer of a zoo model behind one face, generated or interpreted: batches go in, numbers in double precision come out.</summary>
internal abstract class TrainingRun(ZooData data) : IDisposable
{
    public static IReadOnlyList<Engine> Engines { get; } = [Engine.Generated, Engine.Single, Engine.Double];

    public ZooData Model => data;

    public abstract long Updates { get; }

    public abstract Optimizer Optimizer { get; }

    /// <summary>Creates a trainer; the parameters are those of the generated model with a seed.</summary>
    public static TrainingRun Create(Engine engine, ZooData data, Optimizer optimizer, int batchSize, TrainerOptions? options = null) =>
        (engine, data.Declaration.HasTokenInput, data.Declaration.HasClassTargets) switch
        {
            (Engine.Single, _, _) => new InterpretedRun<float>(data, optimizer, batchSize, options),
            (Engine.Double, _, _) => new InterpretedRun<double>(data, optimizer, batchSize, options),
            (_, true, true) => new GeneratedTraining<int, int>(data, optimizer, batchSize, options),
            (_, true, false) => new GeneratedTraining<int, float>(data, optimizer, batchSize, options),
            (_, false, true) => new GeneratedTraining<float, int>(data, optimizer, batchSize, options),
            (_, false, false) => new GeneratedTraining<float, float>(data, optimizer, batchSize, options),
        };

    /// <summary>One update; the loss before it.</summary>
    public abstract double Step(ZooBatch batch, float[]? weights = null);

    /// <summary>Adds gradients.</summary>
    public abstract double Accumulate(ZooBatch batch);

    /// <summary>One update with the added gradients; their loss.</summary>
    public abstract double Apply();

    /// <summary>A run of Fit.</summary>
    public abstract FitResult Fit(ZooBatch rows, FitOptions options, ZooBatch? validation = null, float[]? weights = null, CancellationToken cancellation = default);

    public abstract void Save(Stream stream);

    public abstract void Load(Stream stream);

    public abstract double[] Parameter(string name);

    public abstract double[] Gradient(string name);

    public abstract void Dispose();

    /// <summary>The parameters by name.</summary>
    public Dictionary<string, double[]> Parameters() => data.Model.Parameters.ToDictionary(static p => p.Name, p => Parameter(p.Name));

    /// <summary>Makes data of the rows of a batch; inputs and targets that the model does not have are empty.</summary>
    protected static TrainingData From<TInput, TTarget>(TInput[] inputs, TTarget[] targets, ZooBatch batch, float[]? weights)
        where TInput : unmanaged
        where TTarget : unmanaged => TrainingData.From(inputs, targets, batch.Lengths.Length == 0 ? null : batch.Lengths, weights);
}

/// <summary>What trains a model.</summary>
public enum Engine
{
    /// <summary>Generated code.</summary>
    Generated,

    /// <summary>The interpreter in float.</summary>
    Single,

    /// <summary>The interpreter in double.</summary>
    Double,
}

/// <summary>A trainer of a generated model.</summary>
internal sealed class GeneratedTraining<TInput, TTarget> : TrainingRun
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly ZooInstance _instance;
    private readonly ZooTrainer _owner;
    private readonly Trainer<TInput, TTarget> _trainer;

    public GeneratedTraining(ZooData data, Optimizer optimizer, int batchSize, TrainerOptions? options)
        : base(data)
    {
        _instance = data.Model.Create(3);
        _owner = _instance.CreateTrainer(optimizer, batchSize, options);
        _trainer = (Trainer<TInput, TTarget>)_owner.Inner;
    }

    public override long Updates => _trainer.Updates;

    public override Optimizer Optimizer => _trainer.Optimizer;

    public override double Step(ZooBatch batch, float[]? weights = null) => _trainer.Step(new TrainingBatch<TInput, TTarget>
    {
        Inputs = Input(batch),
        Targets = Target(batch),
        Lengths = batch.Lengths,
        Weights = weights,
    });

    public override double Accumulate(ZooBatch batch) => _trainer.AccumulateGradients(Input(batch), Target(batch), batch.Lengths);

    public override double Apply() => _trainer.ApplyGradients();

    public override FitResult Fit(ZooBatch rows, FitOptions options, ZooBatch? validation, float[]? weights, CancellationToken cancellation)
    {
        TrainingData? judged = validation is null ? null : From(Input(validation), Target(validation), validation, weights: null);
        return _trainer.Fit(From(Input(rows), Target(rows), rows, weights), options with { Validation = judged }, cancellation);
    }

    public override void Save(Stream stream) => _trainer.SaveCheckpoint(stream);

    public override void Load(Stream stream) => _trainer.LoadCheckpoint(stream);

    public override double[] Parameter(string name) => Read(name, _instance.ReadParameter);

    public override double[] Gradient(string name) => Read(name, _trainer.ReadGradient);

    public override void Dispose() => _owner.Dispose();

    private double[] Read(string name, Action<string, Span<float>> read)
    {
        float[] values = new float[Model.Model.Parameters.First(p => p.Name == name).Length];
        read(name, values);
        return Array.ConvertAll(values, static value => (double)value);
    }

    private static TInput[] Input(ZooBatch batch) => (TInput[])(Array)(typeof(TInput) == typeof(int) ? batch.Tokens : batch.Inputs);

    private static TTarget[] Target(ZooBatch batch) => (TTarget[])(Array)(typeof(TTarget) == typeof(int) ? batch.Classes : batch.Targets);
}
