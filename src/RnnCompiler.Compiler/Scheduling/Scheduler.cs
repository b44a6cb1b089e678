using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Lowering;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Sharing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>
/// From a module to where everything lies and what every kernel does: weights are packed, functions cut into regions and nests, buffers
/// placed by their lifetimes, and each nest lowered to tiles, loops and pointers for each target.
/// </summary>
public static class Scheduler
{
    /// <summary>Floats of scratch that whole sequences may take; a model shares it by taking fewer rows at a time.</summary>
    private const int SequenceScratch = 4 << 20;

    private const int MostRowsPerBlock = 32;

    /// <summary>Plans a differentiated module for every target.</summary>
    /// <param name="module">The module; its <see cref="Module.Training"/> is not null.</param>
    /// <param name="cancellationToken">Looked at between functions and targets.</param>
    /// <exception cref="KernelVerificationException">A lowered program is not well-formed: a fault of the compiler.</exception>
    public static ModelPlan Plan(Module module, CancellationToken cancellationToken = default) => Plan(module, new PlanOptions(), cancellationToken);

    /// <summary>Plans a module for some targets, with or without training.</summary>
    /// <param name="module">The module; differentiated if training is planned.</param>
    /// <param name="options">Which programs are planned.</param>
    /// <param name="cancellationToken">Looked at between functions and targets.</param>
    /// <exception cref="KernelVerificationException">A lowered program is not well-formed: a fault of the compiler.</exception>
    public static ModelPlan Plan(Module module, PlanOptions options, CancellationToken cancellationToken = default)
    {
        ModelPlan plan = PlanInference(module, options, cancellationToken);
        if (options.Training)
            plan = PlanTraining(plan, module, cancellationToken);
        return plan with { Programs = Finish(plan, cancellationToken) };
    }

    /// <summary>Plans training for a model whose inference is planned already, and for the same targets; what is planned stays as it is.</summary>
    /// <param name="inference">The plan; its <see cref="ModelPlan.Training"/> is null.</param>
    /// <param name="module">The module of that plan, differentiated.</param>
    /// <param name="cancellationToken">Looked at between functions and targets.</param>
    /// <returns>The plan with training: its programs have the methods of the given ones, and those of training after them.</returns>
    /// <exception cref="ArgumentException">The plan has training, or the module has no gradient.</exception>
    /// <exception cref="KernelVerificationException">A lowered program is not well-formed: a fault of the compiler.</exception>
    public static ModelPlan AddTraining(ModelPlan inference, Module module, CancellationToken cancellationToken = default)
    {
        if (inference.Training is not null)
            throw new ArgumentException("Expected a plan of inference alone, but found one with training.", nameof(inference));
        if (module.Training is null)
            throw new ArgumentException("Expected a differentiated module, but found one without a training function.", nameof(module));
        ModelPlan training = PlanTraining(inference with { Programs = [.. inference.Programs.Select(static p => p with { Methods = [] })] }, module, cancellationToken);
        IReadOnlyList<KernelProgram> programs = Finish(training, cancellationToken);
        return training with { Programs = [.. inference.Programs.Zip(programs, static (before, added) => before with { Methods = [.. before.Methods, .. added.Methods] })] };
    }

    /// <summary>The plan with training, whose methods are lowered and no more.</summary>
    private static ModelPlan PlanTraining(ModelPlan inference, Module module, CancellationToken cancellationToken)
    {
        WeightPacking packing = WeightPacking.Of(module).WithPanels(module.Training!);
        Scheduled training = Schedule(module, module.Training!, packing, inference.States, cancellationToken);
        Entry entry = new(KernelMethod.Training, "Forward pass, loss and back-propagation through time.", training, packing);
        IReadOnlyList<KernelProgram> programs = Lower([entry], [.. inference.Programs.Select(static p => p.Target)], cancellationToken);
        return inference with
        {
            Module = module,
            Panels = packing.Panels,
            PanelStorage = packing.PanelSize,
            Training = new TrainingPlan(
                training.WorkspacePerRow,
                checked((int)training.Interface.Loss!.Offset),
                [.. module.Noises.Select(n => PlaceNoise(n, training.Interface))],
                [.. Phases.Of(training.Schedule).Select(static p => p.Kind)]),
            Programs = [.. inference.Programs.Zip(programs, static (before, added) => before with { Methods = [.. before.Methods, .. added.Methods] })],
        };
    }

    private static ModelPlan PlanInference(Module module, PlanOptions options, CancellationToken cancellationToken)
    {
        WeightPacking packing = WeightPacking.Of(module);
        IReadOnlyList<StatePlacement> states = PlaceStates(module, out int stateStorage);
        Scheduled sequence = Schedule(module, module.Sequence, packing, states, cancellationToken);
        Scheduled? step = module.Step is null ? null : Schedule(module, module.Step, packing, states, cancellationToken);
        bool isShared = IsShared(sequence.Schedule);

        List<Entry> entries = [new(KernelMethod.Sequence, "Whole sequences: input → output.", sequence, packing)];
        if (isShared)
            entries.Add(new(KernelMethod.SequenceByLanes, "One sequence, its lanes shared out between threads: input → output.", sequence, packing) { SingleRow = true, ByLanes = true });
        if (step is not null)
            entries.Add(new(KernelMethod.Step, "One step of one stream: input and state → output and next state.", step, packing) { SingleRow = true });

        Target widest = TargetChoice.Widest(step is null ? [sequence.Schedule] : [sequence.Schedule, step.Schedule]);
        int rowBlock = Math.Max(1, Math.Min(MostRowsPerBlock, SequenceScratch / Math.Max(1, sequence.WorkspacePerRow)));
        return new ModelPlan(
            module,
            packing.Placements(module),
            packing.Size,
            packing.Panels,
            packing.PanelSize,
            packing.Reduced.Panels,
            packing.Reduced.Size,
            states,
            stateStorage,
            new SequencePlan(sequence.WorkspacePerRow, rowBlock, isShared),
            step is null ? null : new StepPlan(step.WorkspacePerRow),
            Training: null,
            Lower(entries, options.ChooseTargets?.Invoke(widest) ?? options.Targets, cancellationToken))
        {
            Widest = widest,
            SharesCode = options.ShareCode,
        };
    }

    private static bool IsShared(FunctionSchedule sequence) =>
        CacheFit.OutgrowsCore(sequence.Groups.SelectMany(static g => g.Nests).SelectMany(RegionNests.Of).Select(static n => n.Region));

    private static IReadOnlyList<KernelProgram> Lower(IReadOnlyList<Entry> entries, IReadOnlyList<Target> targets, CancellationToken cancellationToken) =>
        Concurrently.Compute(targets.Count, i => new KernelProgram(targets[i], [.. entries.SelectMany(e => Lower(e, targets[i], cancellationToken))]), cancellationToken);

    private static IReadOnlyList<KernelProgram> Finish(ModelPlan plan, CancellationToken cancellationToken) => Concurrently.Compute(
        plan.Programs.Count,
        i =>
        {
            KernelProgram program = plan.SharesCode ? CompactCode.Of(plan.Programs[i], cancellationToken) : plan.Programs[i];
            KernelVerifier.Verify(program);
            return program;
        },
        cancellationToken);

    private static Scheduled Schedule(Module module, Function function, WeightPacking packing, IReadOnlyList<StatePlacement> states, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FunctionInterface @interface = new(module, packing, states, isInference: function != module.Training);
        FunctionSchedule nests = FunctionScheduler.Schedule(CompilerPipeline.PrepareForScheduling(function, cancellationToken), @interface);
        FunctionSchedule schedule = SumSpreading.Attach(nests, byLanes: function == module.Sequence && IsShared(nests));
        return new Scheduled(schedule, @interface, BufferPlanner.Plan(schedule, @interface.Workspace), Unrolling.Of(module.Declaration));
    }

    private static IReadOnlyList<KernelMethod> Lower(Entry entry, Target target, CancellationToken cancellationToken)
    {
        Scheduled function = entry.Function;
        return FunctionLowering.Lower(
            entry.Name, entry.Summary, function.Schedule, entry.Packing, function.Unrolling, target, function.WorkspacePerRow, entry.SingleRow, entry.ByLanes, cancellationToken);
    }

    private static List<StatePlacement> PlaceStates(Module module, out int storage)
    {
        List<StatePlacement> placements = [];
        storage = 0;
        foreach (StateTensor state in module.States)
        {
            placements.Add(new StatePlacement(state, storage));
            storage = checked(storage + Target.Pad(state.Type.Rows));
        }

        return placements;
    }

    private static NoisePlacement PlaceNoise(NoiseTensor noise, FunctionInterface @interface)
    {
        TensorBuffer buffer = @interface.Noise(noise.Name);
        return new NoisePlacement(noise, checked((int)buffer.Offset), buffer.Slots, buffer.Length, buffer.SlotStride);
    }

    private sealed record Scheduled(FunctionSchedule Schedule, FunctionInterface Interface, int WorkspacePerRow, Unrolling Unrolling);

    /// <summary>A method that callers of a program call, and what it is lowered from.</summary>
    private sealed record Entry(string Name, string Summary, Scheduled Function, WeightPacking Packing)
    {
        /// <summary>Whether there is one row, known now.</summary>
        public bool SingleRow { get; init; }

        /// <summary>Whether the parts of a call share out the lanes of that row.</summary>
        public bool ByLanes { get; init; }
    }
}
