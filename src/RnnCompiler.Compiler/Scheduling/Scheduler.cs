using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.Compiler.Scheduling.Nests;
using RnnCompiler.Compiler.Scheduling.Storage;
using RnnCompiler.Compiler.Scheduling.Tiles;

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
    public static ModelPlan Plan(Module module, CancellationToken cancellationToken = default)
    {
        WeightPacking packing = WeightPacking.Of(module);
        IReadOnlyList<StatePlacement> states = PlaceStates(module, out int stateStorage);

        Scheduled sequence = Schedule(module, module.Sequence, packing, states, cancellationToken);
        Scheduled? step = module.Step is null ? null : Schedule(module, module.Step, packing, states, cancellationToken);
        Scheduled training = Schedule(module, module.Training!, packing, states, cancellationToken);

        bool isShared = IsShared(sequence.Schedule);
        IReadOnlyList<KernelProgram> programs = Concurrently.Compute(
            Target.All.Count, i => Program(Target.All[i], sequence, isShared, step, training, packing), cancellationToken);
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
            new TrainingPlan(training.WorkspacePerRow, checked((int)training.Interface.Loss!.Offset), [.. module.Noises.Select(n => PlaceNoise(n, training.Interface))], [.. Phases.Of(training.Schedule).Select(static p => p.Kind)]),
            programs)
        {
            Widest = TargetChoice.Widest(step is null ? [sequence.Schedule] : [sequence.Schedule, step.Schedule]),
        };
    }

    private static bool IsShared(FunctionSchedule sequence) =>
        CacheFit.OutgrowsCore(sequence.Groups.SelectMany(static g => g.Nests).SelectMany(RegionNests.Of).Select(static n => n.Region));

    private static KernelProgram Program(Target target, Scheduled sequence, bool isShared, Scheduled? step, Scheduled training, WeightPacking packing)
    {
        List<KernelMethod> methods = [.. Lower(KernelMethod.Sequence, "Whole sequences: input → output.", sequence, packing, target)];
        if (isShared)
            methods.AddRange(Lower(KernelMethod.SequenceByLanes, "One sequence, its lanes shared out between threads: input → output.", sequence, packing, target, singleRow: true, byLanes: true));
        if (step is not null)
            methods.AddRange(Lower(KernelMethod.Step, "One step of one stream: input and state → output and next state.", step, packing, target, singleRow: true));
        methods.AddRange(Lower(KernelMethod.Training, "Forward pass, loss and back-propagation through time.", training, packing, target));
        KernelProgram program = new(target, methods);
        KernelVerifier.Verify(program);
        return program;
    }

    private static Scheduled Schedule(Module module, Function function, WeightPacking packing, IReadOnlyList<StatePlacement> states, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FunctionInterface @interface = new(module, packing, states, isInference: function != module.Training);
        FunctionSchedule nests = FunctionScheduler.Schedule(CompilerPipeline.PrepareForScheduling(function), @interface);
        FunctionSchedule schedule = SumSpreading.Attach(nests, byLanes: function == module.Sequence && IsShared(nests));
        return new Scheduled(schedule, @interface, BufferPlanner.Plan(schedule, @interface.Workspace), Unrolling.Of(module.Declaration));
    }

    private static IReadOnlyList<KernelMethod> Lower(
        string entry, string summary, Scheduled function, WeightPacking packing, Target target, bool singleRow = false, bool byLanes = false) =>
        FunctionLowering.Lower(entry, summary, function.Schedule, packing, function.Unrolling, target, function.WorkspacePerRow, singleRow, byLanes);

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
}
