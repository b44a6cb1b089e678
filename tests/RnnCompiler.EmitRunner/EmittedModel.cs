using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.EmitRunner;

/// <summary>A model of the zoo whose kernels are made at run time, behind the face of the generated one.</summary>
/// <param name="generated">The generated model.</param>
/// <param name="targets">The targets to choose from.</param>
public sealed class EmittedModel(ZooModel generated, string targets = EmittedTarget.Zoo) : ZooModel
{
    private readonly CompiledModel _compiled = RunTimeKernels.Compile(generated.Declaration, targets: targets);

    /// <inheritdoc/>
    public override string Declaration => generated.Declaration;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters => _compiled.Layout.Parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> States => _compiled.Sequence.States.States;

    /// <inheritdoc/>
    public override bool IsStreaming => _compiled.Step is not null;

    /// <summary>The emitted model behind a generated one.</summary>
    public static EmittedModel Of(ZooModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new EmittedModel(model) { Name = model.Name };
    }

    /// <inheritdoc/>
    public override ZooInstance Create(ulong seed)
    {
        ParameterStore parameters = new(_compiled.Layout);
        parameters.Initialize(seed);
        return Instance(parameters);
    }

    /// <inheritdoc/>
    public override ZooInstance Load(string path)
    {
        ParameterStore parameters = new(_compiled.Layout);
        parameters.Load(path);
        return Instance(parameters);
    }

    private ZooInstance Instance(ParameterStore parameters) => (_compiled.Training.Vocabulary > 0, _compiled.Training.Classes > 0) switch
    {
        (false, false) => new EmittedInstance<float, float>(_compiled, parameters),
        (false, true) => new EmittedInstance<float, int>(_compiled, parameters),
        (true, false) => new EmittedInstance<int, float>(_compiled, parameters),
        (true, true) => new EmittedInstance<int, int>(_compiled, parameters),
    };
}

/// <summary>One made model: what a generated class does with its kernels.</summary>
internal sealed class EmittedInstance<TInput, TTarget>(CompiledModel model, ParameterStore parameters) : ZooInstance
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private readonly SequenceRunner<TInput> _sequences = new(parameters, model);
    private readonly int _inputSize = model.Sequence.InputLength / model.Sequence.Steps;

    public override int Threads
    {
        get => _sequences.Threads;
        set => _sequences.Threads = value;
    }

    public override void ReadParameter(string name, Span<float> destination) => parameters.Read(name, destination);

    public override void WriteParameter(string name, ReadOnlySpan<float> source) => parameters.Write(name, source);

    public override void Save(string path) => parameters.Save(path);

    public override void Forward(ZooBatch batch, Span<float> output, Span<float> finalStates = default) =>
        _sequences.Forward(Elements<TInput>(batch.Inputs, batch.Tokens), output, batch.Rows, batch.Lengths, batch.States, finalStates);

    public override ModelState CreateState() => new State(model, parameters);

    public override StateBatch CreateStates(int streams) => _sequences.CreateStates(streams);

    public override void Step(StateBatch states, ZooBatch batch, Span<float> output, ReadOnlySpan<bool> active) =>
        _sequences.Step(states, Elements<TInput>(batch.Inputs, batch.Tokens), output, active);

    public override void Block(ModelState state, ReadOnlySpan<float> input, Span<float> output, int steps) =>
        _sequences.Step(state, MemoryMarshal.Cast<float, TInput>(input), output, steps);

    public override void Step(ModelState state, ZooBatch batch, int row, int step, Span<float> output) =>
        new StreamRunner<TInput>(parameters, model, _inputSize, output.Length)
            .Step(state, Elements<TInput>(batch.Inputs, batch.Tokens).Slice((row * model.Sequence.InputLength) + (step * _inputSize), _inputSize), output);

    public override ZooTrainer CreateTrainer(Optimizer optimizer, int batchSize, TrainerOptions? options = null) =>
        new TrainerFace(new Trainer(parameters, model, optimizer, batchSize, options));

    private static ReadOnlySpan<T> Elements<T>(float[] floats, int[] ids)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(floats) : MemoryMarshal.Cast<int, T>(ids);

    private sealed class State(CompiledModel model, ParameterStore parameters) : ModelState(model, parameters);

    private sealed class Trainer(ParameterStore parameters, CompiledModel model, Optimizer optimizer, int batchSize, TrainerOptions? options)
        : Trainer<TInput, TTarget>(parameters, model.Training, optimizer, batchSize, options);

    private sealed class TrainerFace(Trainer trainer) : ZooTrainer
    {
        public override ModelTrainer Inner => trainer;

        public override float Step(ZooBatch batch) =>
            trainer.Step(Elements<TInput>(batch.Inputs, batch.Tokens), Elements<TTarget>(batch.Targets, batch.Classes), batch.Lengths, batch.States);

        public override float ComputeGradients(ZooBatch batch) =>
            trainer.ComputeGradients(Elements<TInput>(batch.Inputs, batch.Tokens), Elements<TTarget>(batch.Targets, batch.Classes), batch.Lengths, batch.States);

        public override float Evaluate(ZooBatch batch) =>
            trainer.Evaluate(Elements<TInput>(batch.Inputs, batch.Tokens), Elements<TTarget>(batch.Targets, batch.Classes), batch.Lengths, batch.States);

        public override void ReadGradient(string name, Span<float> destination) => trainer.ReadGradient(name, destination);

        public override void Dispose() => trainer.Dispose();
    }
}
