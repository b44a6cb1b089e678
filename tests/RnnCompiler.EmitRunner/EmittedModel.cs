using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.EmitRunner;

/// <summary>A model of the zoo whose kernels are made at run time, behind the face of the generated one.</summary>
/// <param name="generated">The generated model.</param>
/// <param name="targets">The targets to choose from; null for all.</param>
public sealed class EmittedModel(ZooModel generated, string? targets = null) : ZooModel
{
    private readonly CompiledModel _compiled = RunTimeKernels.Compile(generated.Declaration, targets);

    /// <inheritdoc/>
    public override string Declaration => generated.Declaration;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters => _compiled.Layout.Parameters;

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
    private readonly WorkspacePool _workspaces = new(model.Sequence.Workspace);
    private readonly SequenceTeam<TInput> _team = new(parameters, model.Sequence);

    public override int Threads
    {
        get => _team.Threads;
        set => _team.Threads = value;
    }

    public override void ReadParameter(string name, Span<float> destination) => parameters.Read(name, destination);

    public override void WriteParameter(string name, ReadOnlySpan<float> source) => parameters.Write(name, source);

    public override void Save(string path) => parameters.Save(path);

    public override void Forward(ZooBatch batch, Span<float> output)
    {
        ReadOnlySpan<TInput> input = Elements<TInput>(batch.Inputs, batch.Tokens);
        if (_team.TryRun(input, output, batch.Rows))
            return;
        Workspace workspace = _workspaces.Rent();
        KernelFrame frame = Frame();
        frame.Workspace = ref workspace.Reference;
        frame.Steps = model.Sequence.Steps;
        for (int row = 0; row < batch.Rows; row += frame.Rows)
        {
            frame.Rows = Math.Min(batch.Rows - row, model.Sequence.RowBlock);
            Point(ref frame, input[(row * model.Sequence.InputLength)..]);
            frame.Output = ref output[row * model.Sequence.OutputLength];
            model.Sequence.Rows(ref frame);
        }

        _workspaces.Return(workspace);
    }

    public override ModelState CreateState() => new State(model.State!, model.StepWorkspace);

    public override void Step(ModelState state, ZooBatch batch, int row, int step, Span<float> output)
    {
        int length = model.Sequence.InputLength / model.Sequence.Steps;
        KernelFrame frame = Frame();
        frame.Rows = 1;
        frame.Steps = 1;
        Point(ref frame, Elements<TInput>(batch.Inputs, batch.Tokens).Slice((row * model.Sequence.InputLength) + (step * length), length));
        frame.Output = ref MemoryMarshal.GetReference(output);
        ((State)state).Advance(ref frame, model.Step!);
    }

    public override ZooTrainer CreateTrainer(Optimizer optimizer, int batchSize, TrainerOptions? options = null) =>
        new TrainerFace(new Trainer(parameters, model.Training, optimizer, batchSize, options));

    private static ReadOnlySpan<T> Elements<T>(float[] floats, int[] ids)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(floats) : MemoryMarshal.Cast<int, T>(ids);

    private static void Point(ref KernelFrame frame, ReadOnlySpan<TInput> input)
    {
        ref TInput first = ref MemoryMarshal.GetReference(input);
        if (typeof(TInput) == typeof(float))
            frame.Input = ref Unsafe.As<TInput, float>(ref first);
        else
            frame.Tokens = ref Unsafe.As<TInput, int>(ref first);
    }

    private KernelFrame Frame()
    {
        KernelFrame frame = default;
        frame.Parameters = ref parameters.Reference;
        frame.Reduced = ref parameters.Reduced;
        frame.Bytes = ref parameters.ReducedBytes;
        return frame;
    }

    private sealed class State(StateLayout layout, int workspace) : ModelState(layout, workspace)
    {
        public void Advance(ref KernelFrame frame, SequenceKernel kernel)
        {
            frame.StateIn = ref CurrentState;
            frame.StateOut = ref NextState;
            frame.Workspace = ref StepWorkspace;
            kernel(ref frame);
            Flip();
        }
    }

    private sealed class Trainer(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options)
        : Trainer<TInput, TTarget>(parameters, plan, optimizer, batchSize, options)
    {
        private readonly SequenceKernel _kernel = plan.Kernel!;

        protected override void Backpropagate(ref KernelFrame frame) => _kernel(ref frame);
    }

    private sealed class TrainerFace(Trainer trainer) : ZooTrainer
    {
        public override float Step(ZooBatch batch) =>
            trainer.Step(Elements<TInput>(batch.Inputs, batch.Tokens), Elements<TTarget>(batch.Targets, batch.Classes));

        public override float ComputeGradients(ZooBatch batch) =>
            trainer.ComputeGradients(Elements<TInput>(batch.Inputs, batch.Tokens), Elements<TTarget>(batch.Targets, batch.Classes));

        public override void ReadGradient(string name, Span<float> destination) => trainer.ReadGradient(name, destination);

        public override void Dispose() => trainer.Dispose();
    }
}
