using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.CompilerServices;
using Services = RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Layouts;

/// <summary>Converts the tables of a plan to those that the runtime reads. The generator writes the same tables as C#.</summary>
internal static class RuntimeLayouts
{
    /// <summary>Returns the parameters and their layout.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="hash">Its hash; null if it is not computed yet.</param>
    /// <param name="plan">The plan.</param>
    public static ModelLayout Model(string declaration, string? hash, ModelPlan plan)
    {
        ParameterLayout[] parameters = Convert(plan.Parameters, Parameter);
        ReducedPanel[]? reduced = plan.ReducedStorage == 0 ? null
            : Convert(plan.Reduced, static p => new ReducedPanel(p.Format, p.Source, p.Blocks, p.Columns, p.Width, p.Offset, p.Scales) { IntegerProducts = p.IntegerProducts });
        return hash is null
            ? new ModelLayout(declaration, parameters, plan.ParameterStorage, reduced, plan.ReducedStorage)
            : new ModelLayout(declaration, parameters, plan.ParameterStorage, reduced, plan.ReducedStorage) { DeclarationHash = hash };
    }

    /// <summary>Returns the sequence kernels and their sizes.</summary>
    public static Services.SequencePlan Sequence(ModelPlan plan, SequenceKernel rows, SequenceKernel? lanes) => new()
    {
        InputLength = plan.Module.InputRow.Length,
        OutputLength = plan.Module.OutputRow.Length,
        Vocabulary = plan.Module.Declaration.IsPlain ? plan.Module.Declaration.Vocabulary : 0,
        Layout = NetworkLayouts.Of(plan.Module),
        Steps = plan.Module.Declaration.SequenceLength,
        OutputsEachStep = plan.Module.OutputsEachStep,
        StepCountOffset = plan.Sequence.StepCountOffset ?? -1,
        StartOffset = plan.Sequence.StartOffset ?? -1,
        States = new StateLayout(Convert(plan.States, State), plan.StateStorage),
        Work = plan.Sequence.Work,
        RowBlock = plan.Sequence.RowBlock,
        Workspace = checked(plan.Sequence.RowBlock * plan.Sequence.WorkspacePerRow),
        Rows = rows,
        Lanes = lanes,
    };

    /// <summary>Returns the training kernel and its sizes.</summary>
    public static Services.TrainingPlan Training(ModelPlan plan, SequenceKernel kernel)
    {
        ModelDeclaration declaration = plan.Module.Declaration;
        Compiler.Scheduling.TrainingPlan training = plan.Training ?? throw new InvalidOperationException("Expected a plan with training, but found one of inference alone.");
        return new()
        {
            InputLength = plan.Module.TrainingRow.Length,
            TargetLength = plan.Module.TargetRow.Length,
            Vocabulary = declaration.IsPlain ? declaration.Vocabulary : 0,
            Classes = declaration.IsPlain ? plan.Module.Classes : 0,
            Layout = NetworkLayouts.Of(plan.Module, training: true),
            LossWeightOffsets = declaration.IsPlain ? [] : [.. training.LossWeightOffsets],
            Steps = declaration.SequenceLength,
            OutputSteps = plan.Module.OutputSteps,
            OutputsEachStep = plan.Module.OutputsEachStep,
            CountsRows = plan.Module.CountsRows,
            HasTargetPerRow = plan.Module.HasTargetPerRow,
            TargetsDiffer = plan.Module.TargetsDiffer,
            OutputsAreLogits = plan.Module.OutputsAreLogits,
            HasFinalStates = declaration.IsStreaming,
            StepGradientLength = training.StepGradientLength,
            Work = training.Work,
            WorkspacePerRow = training.WorkspacePerRow,
            PanelLength = plan.PanelStorage,
            LossOffset = training.LossOffset,
            LossWeightOffset = training.LossWeightOffsets[0],
            StepCountOffset = training.StepCountOffset ?? -1,
            StartOffset = training.StartOffset ?? -1,
            Kernel = kernel,
            Phases = Convert(training.Phases, Phase),
            Noises = Convert(training.Noises, static n => new Services.NoisePlacement(n.Offset, n.Steps, n.Length, n.Stride, n.Noise.Rate, n.Noise.Mean)),
        };
    }

    private static StateSlot State(StatePlacement placement) =>
        new(placement.Offset, placement.State.Type.Rows, (float)placement.State.InitialValue, placement.State.Name, placement.State.Initial);

    private static ParameterLayout Parameter(ParameterPlacement parameter) => new(
        parameter.Tensor.Name,
        [.. parameter.Tensor.Shape],
        parameter.Offset,
        Start(parameter.Tensor.Initialization),
        parameter.Tensor.Bound,
        Convert(parameter.Slices, static s => new PackedSlice(s.RowStart, s.Rows, s.Columns, s.Offset, s.BlockStride, s.LaneStride, s.ColumnStride)))
    {
        IsFrozen = parameter.Tensor.IsFrozen,
    };

    private static ParameterInitialization Start(Initialization initialization) => initialization switch
    {
        Initialization.Uniform => ParameterInitialization.Uniform,
        Initialization.Normal => ParameterInitialization.Normal,
        Initialization.Constant => ParameterInitialization.Constant,
        Initialization.Identity => ParameterInitialization.Identity,
        Initialization.Orthogonal => ParameterInitialization.Orthogonal,
        _ => throw new InvalidOperationException($"The runtime does not know the initialization {initialization}."),
    };

    private static TrainingPhase Phase(PhaseKind phase) => phase switch
    {
        PhaseKind.Rows => TrainingPhase.Rows,
        PhaseKind.Results => TrainingPhase.Results,
        _ => throw new InvalidOperationException($"The runtime does not know the phase {phase}."),
    };

    private static TResult[] Convert<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> convert)
    {
        TResult[] results = new TResult[items.Count];
        for (int i = 0; i < results.Length; i++)
            results[i] = convert(items[i]);
        return results;
    }
}
