using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>
/// Scheduler: from a module to storage and kernel programs. Weights are packed. Each function is prepared and built as loop nests, whose buffers are placed
/// (<see cref="FunctionPlanner"/>). For each target, tiles are selected, nests are lowered and equal code is shared (<see cref="TargetPlanner"/>).
/// </summary>
public static class Scheduler
{
    /// <summary>Limit of the workspace of whole sequences in floats (16 MiB); the number of rows that are processed at a time is chosen accordingly.</summary>
    private const int SequenceScratch = 4 << 20;

    private const int MaxRowsPerBlock = 32;

    /// <summary>Schedules a differentiated module for all targets.</summary>
    /// <param name="module">The module; its <see cref="Module.Training"/> is not null.</param>
    /// <param name="cancellationToken">Cancels scheduling between passes.</param>
    /// <param name="observer">Receives each stage, which can be printed; null if none is wanted.</param>
    /// <exception cref="CompilerException">A pass failed or produced an invalid program.</exception>
    public static ModelPlan Plan(Module module, CancellationToken cancellationToken = default, Action<PassDump>? observer = null) =>
        Plan(module, new PlanOptions(), cancellationToken, observer);

    /// <summary>Schedules a module for some targets, with or without training.</summary>
    /// <param name="module">The module; differentiated if training is scheduled.</param>
    /// <param name="options">The targets, and whether training is scheduled.</param>
    /// <param name="cancellationToken">Cancels scheduling between passes.</param>
    /// <param name="observer">Receives each stage, which can be printed; null if none is wanted.</param>
    /// <exception cref="CompilerException">A pass failed or produced an invalid program.</exception>
    public static ModelPlan Plan(Module module, PlanOptions options, CancellationToken cancellationToken = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(module.Declaration.Name, observer, cancellationToken);
        ModelPlan plan = PlanInference(module, options, runner);
        if (options.Training)
            plan = PlanTraining(plan, module, runner);
        return plan with { Programs = TargetPlanner.Finish(plan.Programs, plan.SharesCode, runner) };
    }

    /// <summary>Adds training to a plan of inference, for the same targets. The given plan is not changed.</summary>
    /// <param name="inference">The plan; its <see cref="ModelPlan.Training"/> is null.</param>
    /// <param name="module">The module of that plan, differentiated.</param>
    /// <param name="cancellationToken">Cancels scheduling between passes.</param>
    /// <param name="observer">Receives each stage, which can be printed; null if none is wanted.</param>
    /// <returns>The plan with training: its programs have the methods of the given ones, followed by those of training.</returns>
    /// <exception cref="ArgumentException">The plan has training, or the module has no gradient.</exception>
    /// <exception cref="CompilerException">A pass failed or produced an invalid program.</exception>
    public static ModelPlan AddTraining(ModelPlan inference, Module module, CancellationToken cancellationToken = default, Action<PassDump>? observer = null)
    {
        if (inference.Training is not null)
            throw new ArgumentException("Expected a plan of inference alone, but found one with training.", nameof(inference));
        if (module.Training is null)
            throw new ArgumentException("Expected a differentiated module, but found one without a training function.", nameof(module));
        PassRunner runner = new(module.Declaration.Name, observer, cancellationToken);
        ModelPlan training = PlanTraining(inference with { Programs = [.. inference.Programs.Select(static p => p with { Methods = [] })] }, module, runner);
        IReadOnlyList<KernelProgram> programs = TargetPlanner.Finish(training.Programs, training.SharesCode, runner);
        return training with { Programs = Append(inference.Programs, programs) };
    }

    private static ModelPlan PlanInference(Module module, PlanOptions options, PassRunner runner)
    {
        WeightPacking packing = Pack("pack weights", () => WeightPacking.Of(module), runner);
        IReadOnlyList<StatePlacement> states = PlaceStates(module);
        FunctionPlanner planner = new(module, states, runner);
        PlannedFunction sequence = planner.Plan(module.Sequence, packing);
        PlannedFunction? step = module.Step is null ? null : planner.Plan(module.Step, packing);

        List<KernelEntry> entries = [new(KernelMethod.Sequence, "Whole sequences: input → output.", sequence.Loops, packing) { IsOftenSingleRow = true }];
        if (sequence.OutgrowsCore)
        {
            string summary = "One sequence, its lanes partitioned between threads: input → output.";
            entries.Add(new(KernelMethod.SequenceByLanes, summary, sequence.Loops, packing) { SingleRow = true, ByLanes = true });
        }

        if (step is not null)
            entries.Add(new(KernelMethod.Step, "One step of one stream: input and state → output and next state.", step.Loops, packing) { SingleRow = true, IsStreamStep = true });

        Target widest = TargetChoice.Widest(step is null ? [sequence.Loops] : [sequence.Loops, step.Loops]);
        int rowBlock = Math.Max(1, Math.Min(MaxRowsPerBlock, SequenceScratch / Math.Max(1, sequence.WorkspacePerRow)));
        return new ModelPlan(
            module,
            packing.Placements(module),
            packing.Size,
            packing.Panels,
            packing.PanelSize,
            packing.Reduced.Panels,
            packing.Reduced.Size,
            states,
            states.Sum(static s => Target.Pad(s.State.Type.Rows)),
            new SequencePlan(
                sequence.WorkspacePerRow,
                rowBlock,
                sequence.OutgrowsCore,
                sequence.OffsetOf(sequence.Binding.StepCount),
                sequence.OffsetOf(sequence.Binding.Start),
                CostRules.Of(module.Sequence).Work),
            step is null ? null : new StepPlan(step.WorkspacePerRow),
            Training: null,
            TargetPlanner.Lower(entries, module.Declaration, options.ChooseTargets?.Invoke(widest) ?? options.Targets, runner))
        {
            Widest = widest,
            SharesCode = options.ShareCode,
        };
    }

    /// <summary>Creates the plan with training; code of its methods is not shared yet.</summary>
    private static ModelPlan PlanTraining(ModelPlan inference, Module module, PassRunner runner)
    {
        WeightPacking packing = Pack("pack weights for training", () => WeightPacking.Of(module).WithPanels(module.Training!), runner);
        PlannedFunction training = new FunctionPlanner(module, inference.States, runner).Plan(module.Training!, packing);
        KernelEntry entry = new(KernelMethod.Training, "Forward pass, loss and back-propagation through time.", training.Loops, packing);
        IReadOnlyList<KernelProgram> programs = TargetPlanner.Lower([entry], module.Declaration, [.. inference.Programs.Select(static p => p.Target)], runner);
        return inference with
        {
            Module = module,
            Panels = packing.Panels,
            PanelStorage = packing.PanelSize,
            Training = new TrainingPlan(
                training.WorkspacePerRow,
                training.OffsetOf(training.Binding.Loss)!.Value,
                training.OffsetOf(training.Binding.StepCount),
                training.OffsetOf(training.Binding.Start),
                [.. training.Binding.LossWeights.Select(weights => training.OffsetOf(weights)!.Value)],
                checked((int)(module.Training!.Results.FirstOrDefault(static r => r.Name == "step_gradient")?.Value.Type.ElementCount ?? 0)),
                [.. module.Noises.Select(n => PlaceNoise(n, training))],
                [.. training.Loops.Phases.Select(static p => p.Kind)],
                CostRules.Of(module.Training!).Work),
            Programs = Append(inference.Programs, programs),
        };
    }

    private static IReadOnlyList<KernelProgram> Append(IReadOnlyList<KernelProgram> programs, IReadOnlyList<KernelProgram> added) =>
        [.. programs.Zip(added, static (before, after) => before with { Methods = [.. before.Methods, .. after.Methods] })];

    private static WeightPacking Pack(string stage, Func<WeightPacking> pack, PassRunner runner) =>
        runner.Step(stage, pack, PackingVerifier.Verify, PackingPrinter.Print);

    private static List<StatePlacement> PlaceStates(Module module)
    {
        List<StatePlacement> placements = [];
        int storage = 0;
        foreach (StateTensor state in module.States)
        {
            placements.Add(new StatePlacement(state, storage));
            storage = checked(storage + Target.Pad(state.Type.Rows));
        }

        return placements;
    }

    private static NoisePlacement PlaceNoise(NoiseTensor noise, PlannedFunction training)
    {
        LoopBuffer buffer = training.Binding.Noise(noise.Name);
        return new NoisePlacement(noise, training.OffsetOf(buffer)!.Value, buffer.Slots, buffer.Length, buffer.SlotStride);
    }
}
