using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Plan;

/// <summary>Emits the layout tables that the runtime reads: offsets and sizes in floats.</summary>
internal static class LayoutEmitter
{
    private const string Services = "global::RnnCompiler.CompilerServices";

    /// <summary>Writes the properties of the compiled model.</summary>
    public static void WriteModel(SourceWriter writer, ModelPlan plan)
    {
        writer.WriteLine($"Layout = new {Services}.ModelLayout(");
        using (writer.Indent())
        {
            writer.WriteLine($"{SurfaceNames.Layouts}.Declaration,");
            WriteList(writer, plan.Parameters, static (w, p) => WriteParameter(w, p), ",");
            WriteStorage(writer, plan);
        }

        writer.WriteLine("{");
        using (writer.Indent())
            writer.WriteLine($"DeclarationHash = {SurfaceNames.Layouts}.DeclarationHash,");
        writer.WriteLine("},");
        WriteSequence(writer, plan);
        writer.WriteLine($"Prepare = {SurfaceNames.Kernels}.Prepare,");
        if (plan.Step is not { } step)
            return;
        Assign(writer, "StepWorkspace", step.Workspace);
        writer.WriteLine($"Step = {SurfaceNames.Kernels}.{KernelMethod.Step},");
    }

    /// <summary>Writes the method that describes training.</summary>
    public static void WriteTraining(SourceWriter writer, ModelPlan plan)
    {
        TrainingPlan training = plan.Training!;
        ModelDeclaration declaration = plan.Module.Declaration;
        writer.WriteLine($"internal static {Services}.TrainingPlan DescribeTraining() => new()");
        writer.WriteLine("{");
        using (writer.Indent())
        {
            Assign(writer, "InputLength", plan.Module.TrainingRow.Length);
            Assign(writer, "TargetLength", plan.Module.TargetRow.Length);
            AssignNetwork(writer, plan.Module, training: true);
            Assign(writer, "Vocabulary", declaration.IsPlain ? declaration.Vocabulary : 0);
            Assign(writer, "Classes", declaration.IsPlain ? plan.Module.Classes : 0);
            Assign(writer, "Steps", declaration.SequenceLength);
            Assign(writer, "OutputSteps", plan.Module.OutputSteps);
            WriteFlag(writer, "OutputsEachStep", plan.Module.OutputsEachStep);
            WriteFlag(writer, "CountsRows", plan.Module.CountsRows);
            WriteFlag(writer, "HasTargetPerRow", plan.Module.HasTargetPerRow);
            WriteFlag(writer, "TargetsDiffer", plan.Module.TargetsDiffer);
            WriteFlag(writer, "OutputsAreLogits", plan.Module.OutputsAreLogits);
            WriteFlag(writer, "HasFinalStates", declaration.IsStreaming);
            Assign(writer, "StepGradientLength", training.StepGradientLength);
            Assign(writer, "Work", training.Work);
            Assign(writer, "WorkspacePerRow", training.WorkspacePerRow);
            Assign(writer, "PanelLength", plan.PanelStorage);
            Assign(writer, "LossOffset", training.LossOffset);
            Assign(writer, "LossWeightOffset", training.LossWeightOffsets[0]);
            if (!declaration.IsPlain)
                writer.WriteLine($"LossWeightOffsets = [{Numbers([.. training.LossWeightOffsets])}],");
            WriteOffset(writer, "StepCountOffset", training.StepCountOffset);
            WriteOffset(writer, "StartOffset", training.StartOffset);
            writer.WriteLine($"Kernel = {KernelMethod.Training},");
            writer.WriteLine($"Phases = [{string.Join(", ", training.Phases.Select(static p => $"{Services}.TrainingPhase.{RuntimeNames.Phase(p)}"))}],");
            if (training.Noises.Count > 0)
            {
                writer.WriteLine("Noises =");
                WriteList(writer, training.Noises, WriteNoise, ",");
            }
        }

        writer.WriteLine("};");
    }

    private static void WriteSequence(SourceWriter writer, ModelPlan plan)
    {
        ModelDeclaration declaration = plan.Module.Declaration;
        writer.WriteLine($"Sequence = new {Services}.SequencePlan");
        writer.WriteLine("{");
        using (writer.Indent())
        {
            Assign(writer, "InputLength", plan.Module.InputRow.Length);
            Assign(writer, "OutputLength", plan.Module.OutputRow.Length);
            AssignNetwork(writer, plan.Module, training: false);
            Assign(writer, "Vocabulary", declaration.IsPlain ? declaration.Vocabulary : 0);
            Assign(writer, "Steps", declaration.SequenceLength);
            WriteFlag(writer, "OutputsEachStep", plan.Module.OutputsEachStep);
            WriteOffset(writer, "StepCountOffset", plan.Sequence.StepCountOffset);
            WriteOffset(writer, "StartOffset", plan.Sequence.StartOffset);
            WriteStates(writer, plan);
            Assign(writer, "Work", plan.Sequence.Work);
            Assign(writer, "RowBlock", plan.Sequence.RowBlock);
            Assign(writer, "Workspace", checked(plan.Sequence.RowBlock * plan.Sequence.WorkspacePerRow));
            writer.WriteLine($"Rows = {SurfaceNames.Kernels}.{KernelMethod.Sequence},");
            if (plan.Sequence.IsShared)
                writer.WriteLine($"Lanes = {SurfaceNames.Kernels}.{KernelMethod.SequenceByLanes},");
        }

        writer.WriteLine("},");
    }

    /// <summary>Writes the layout of rows that hold several inputs or outputs.</summary>
    public static void WriteNetwork(SourceWriter writer, string name, NetworkPorts ports)
    {
        writer.WriteLine("/// <summary>The rows of a batch: each holds all inputs, or all outputs.</summary>");
        writer.WriteLine($"internal static readonly {Services}.NetworkLayout {name} = new(");
        using (writer.Indent())
        {
            WriteList(writer, ports.Inputs, WritePort, ",");
            WriteList(writer, ports.Outputs, WritePort, ",");
            WriteList(writer, ports.Targets, WritePort, ",");
            WriteList(writer, ports.Groups, static (w, g) => w.WriteLine($"new({Numbers(g.Steps, g.MaskOffset)}),"), ports.Generated is null ? ");" : ")");
        }

        if (ports.Generated is { } generated)
        {
            string ids = $"Start = {CSharpLiteral.Integer(generated.Start)}, Stop = {CSharpLiteral.Integer(generated.Stop)}";
            writer.WriteLine($"{{ Generated = {CSharpLiteral.Integer(ports.GeneratedIndex)}, {ids} }};");
        }
    }

    private static void WritePort(SourceWriter writer, NetworkPort port) =>
        writer.WriteLine($"new({CSharpLiteral.String(port.Name)}, {Numbers(port.Offset, port.Steps, port.Size, port.Ids, port.Group)}),");

    private static void AssignNetwork(SourceWriter writer, Module module, bool training)
    {
        if (!module.Declaration.IsPlain)
            writer.WriteLine($"Layout = {SurfaceNames.Kernels}.{(training && module.IsDecoder ? "TrainingNetwork" : "Network")},");
    }

    private static void WriteStates(SourceWriter writer, ModelPlan plan)
    {
        writer.WriteLine($"States = new {Services}.StateLayout(");
        using (writer.Indent())
        {
            WriteList(
                writer,
                plan.States,
                static (w, s) => w.WriteLine($"new({Numbers(s.Offset, s.State.Type.Rows)}, {CSharpLiteral.Single((float)s.State.InitialValue)}, {Names(s.State)}),"),
                ",");
            writer.WriteLine(CSharpLiteral.Integer(plan.StateStorage) + "),");
        }
    }

    private static void WriteNoise(SourceWriter writer, NoisePlacement n)
    {
        string mean = n.Noise.Mean == 1 ? "" : ", " + CSharpLiteral.Double(n.Noise.Mean);
        writer.WriteLine($"new({Numbers(n.Offset, n.Steps, n.Length, n.Stride)}, {CSharpLiteral.Double(n.Noise.Rate)}{mean}), // {n.Noise.Name}");
    }

    private static string Names(StateTensor state) =>
        CSharpLiteral.String(state.Name) + (state.Initial is { } parameter ? ", " + CSharpLiteral.String(parameter) : "");

    private static void WriteFlag(SourceWriter writer, string property, bool value)
    {
        if (value)
            writer.WriteLine(property + " = true,");
    }

    private static void WriteOffset(SourceWriter writer, string property, int? offset)
    {
        if (offset is { } at)
            Assign(writer, property, at);
    }

    private static void WriteStorage(SourceWriter writer, ModelPlan plan)
    {
        if (plan.ReducedStorage == 0)
        {
            writer.WriteLine(CSharpLiteral.Integer(plan.ParameterStorage) + ")");
            return;
        }

        writer.WriteLine(CSharpLiteral.Integer(plan.ParameterStorage) + ",");
        WriteList(
            writer,
            plan.Reduced,
            static (w, p) => w.WriteLine(
                $"new(global::RnnCompiler.WeightFormat.{RuntimeNames.Format(p.Format)}, {Numbers(p.Source, p.Blocks, p.Columns, p.Width, p.Offset, p.Scales)})"
                + (p.IntegerProducts ? " { IntegerProducts = true }," : ",")),
            ",");
        writer.WriteLine(CSharpLiteral.Integer(plan.ReducedStorage) + ")");
    }

    private static void WriteParameter(SourceWriter writer, ParameterPlacement parameter)
    {
        string shape = string.Join(", ", parameter.Tensor.Shape.Select(static n => CSharpLiteral.Integer(n)));
        string start = $"{Services}.ParameterInitialization.{RuntimeNames.Start(parameter.Tensor.Initialization)}, {CSharpLiteral.Double(parameter.Tensor.Bound)}";
        writer.WriteLine($"// {string.Join(", ", parameter.Slices.Select(static s => s.Weight))}");
        writer.WriteLine($"new({CSharpLiteral.String(parameter.Tensor.Name)}, [{shape}], {CSharpLiteral.Integer(parameter.Offset)}, {start},");
        using (writer.Indent())
            writer.WriteLine($"[{string.Join(", ", parameter.Slices.Select(Slice))}]){(parameter.Tensor.IsFrozen ? " { IsFrozen = true }" : "")},");
    }

    private static string Slice(SlicePlacement slice) =>
        $"new({Numbers(slice.RowStart, slice.Rows, slice.Columns, slice.Offset, slice.BlockStride, slice.LaneStride, slice.ColumnStride)})";

    private static void WriteList<T>(SourceWriter writer, IReadOnlyList<T> items, Action<SourceWriter, T> write, string end)
    {
        writer.WriteLine("[");
        using (writer.Indent())
        {
            foreach (T item in items)
                write(writer, item);
        }

        writer.WriteLine("]" + end);
    }

    private static void Assign(SourceWriter writer, string name, long value) => writer.WriteLine($"{name} = {CSharpLiteral.Integer(value)},");

    private static string Numbers(params int[] numbers) => string.Join(", ", numbers.Select(static n => CSharpLiteral.Integer(n)));
}
