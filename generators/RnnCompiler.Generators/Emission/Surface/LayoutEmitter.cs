using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Where everything lies: the tables that the runtime reads.</summary>
internal static class LayoutEmitter
{
    private const string Services = "global::RnnCompiler.CompilerServices";

    public static void Write(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine("/// <summary>Where everything lies, in floats.</summary>");
        writer.WriteLine(GeneratedCode.Attributes);
        using (writer.Block($"private static class {SurfaceNames.Layouts}"))
        {
            writer.WriteLine("// An error here means that the runtime is of another version than the generator.");
            writer.WriteLine($"internal static readonly int Contract = {RuntimeContract.Check};");
            writer.WriteLine();
            writer.WriteLine($"// {CSharpLiteral.Integer(model.Plan.Sequence.RowBlock)} rows at a time.");
            Constant(writer, "SequenceWorkspace", checked(model.Plan.Sequence.RowBlock * model.Plan.Sequence.WorkspacePerRow));
            if (model.Plan.Step is { } step)
                Constant(writer, "StepWorkspace", step.Workspace);
            writer.WriteLine();
            WriteModel(writer, model);
            WriteSequence(writer, model);
            if (model.Plan.Step is not null)
                WriteState(writer, model.Plan);
            WriteTraining(writer, model);
        }
    }

    private static void WriteModel(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"internal static readonly {Services}.ModelLayout Model = new(");
        using (writer.Indent())
        {
            writer.WriteLine(CSharpLiteral.String(DeclarationText.Write(model.Declaration)) + ",");
            WriteList(writer, $"new {Services}.ParameterLayout[]", model.Plan.Parameters, static (w, p) => WriteParameter(w, p), ",");
            WriteStorage(writer, model.Plan);
        }

        writer.WriteLine();
    }

    private static void WriteStorage(SourceWriter writer, ModelPlan plan)
    {
        if (plan.ReducedStorage == 0)
        {
            writer.WriteLine(CSharpLiteral.Integer(plan.ParameterStorage) + ");");
            return;
        }

        writer.WriteLine(CSharpLiteral.Integer(plan.ParameterStorage) + ",");
        WriteList(
            writer,
            $"new {Services}.ReducedPanel[]",
            plan.Reduced,
            static (w, p) => w.WriteLine($"new(global::RnnCompiler.WeightFormat.{p.Format}, {Numbers(p.Source, p.Blocks, p.Columns, p.Width, p.Offset, p.Scales)}),"),
            ",");
        writer.WriteLine(CSharpLiteral.Integer(plan.ReducedStorage) + ");");
    }

    private static void WriteParameter(SourceWriter writer, ParameterPlacement parameter)
    {
        string shape = string.Join(", ", parameter.Tensor.Shape.Select(static n => CSharpLiteral.Integer(n)));
        string start = $"{Services}.ParameterInitialization.{parameter.Tensor.Initialization}, {CSharpLiteral.Double(parameter.Tensor.Bound)}";
        writer.WriteLine($"new({CSharpLiteral.String(parameter.Tensor.Name)}, new int[] {{ {shape} }}, {CSharpLiteral.Integer(parameter.Offset)}, {start},");
        using (writer.Indent())
            WriteList(writer, $"new {Services}.PackedSlice[]", parameter.Slices, static (w, s) => WriteSlice(w, s), "),");
    }

    private static void WriteSlice(SourceWriter writer, SlicePlacement slice) => writer.WriteLine(
        $"new({Numbers(slice.RowStart, slice.Rows, slice.Columns, slice.Offset, slice.BlockStride, slice.LaneStride, slice.ColumnStride)}), // {slice.Weight}");

    private static void WriteState(SourceWriter writer, ModelPlan plan)
    {
        writer.WriteLine($"internal static readonly {Services}.StateLayout State = new(");
        using (writer.Indent())
        {
            WriteList(
                writer,
                $"new {Services}.StateSlot[]",
                plan.States,
                static (w, s) => w.WriteLine($"new({Numbers(s.Offset, s.State.Type.Rows)}, {CSharpLiteral.Single((float)s.State.InitialValue)}), // {s.State.Name}"),
                ",");
            writer.WriteLine(CSharpLiteral.Integer(plan.StateStorage) + ");");
        }

        writer.WriteLine();
    }

    private static void WriteSequence(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"internal static readonly {Services}.SequencePlan Sequence = new()");
        writer.WriteLine("{");
        using (writer.Indent())
        {
            Assign(writer, "InputLength", model.InputLength);
            Assign(writer, "OutputLength", model.OutputLength);
            Assign(writer, "Steps", model.Declaration.SequenceLength);
            Assign(writer, "RowBlock", model.Plan.Sequence.RowBlock);
            writer.WriteLine("Workspace = SequenceWorkspace,");
            writer.WriteLine($"Rows = {SurfaceNames.Kernels}.{KernelMethod.Sequence},");
            if (model.Plan.Sequence.IsShared)
                writer.WriteLine($"Lanes = {SurfaceNames.Kernels}.{KernelMethod.SequenceByLanes},");
        }

        writer.WriteLine("};");
        writer.WriteLine();
    }

    private static void WriteTraining(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"internal static readonly {Services}.TrainingPlan Training = new()");
        writer.WriteLine("{");
        using (writer.Indent())
        {
            Assign(writer, "InputLength", model.InputLength);
            Assign(writer, "TargetLength", model.TargetLength);
            Assign(writer, "Vocabulary", model.Vocabulary);
            Assign(writer, "Classes", model.Declaration.HasClassTargets ? model.Module.OutputSize : 0);
            Assign(writer, "Steps", model.Declaration.SequenceLength);
            Assign(writer, "WorkspacePerRow", model.Plan.Training!.WorkspacePerRow);
            Assign(writer, "PanelLength", model.Plan.PanelStorage);
            Assign(writer, "LossOffset", model.Plan.Training!.LossOffset);
            writer.WriteLine($"Phases = [{string.Join(", ", model.Plan.Training!.Phases.Select(static p => $"{Services}.TrainingPhase.{p}"))}],");
            WriteList(
                writer,
                $"Noises = new {Services}.NoisePlacement[]",
                model.Plan.Training!.Noises,
                static (w, n) => w.WriteLine($"new({Numbers(n.Offset, n.Steps, n.Length, n.Stride)}, {CSharpLiteral.Double(n.Noise.Rate)}), // {n.Noise.Name}"),
                ",");
        }

        writer.WriteLine("};");
    }

    private static void WriteList<T>(SourceWriter writer, string header, IReadOnlyList<T> items, Action<SourceWriter, T> write, string end)
    {
        writer.WriteLine(header);
        writer.WriteLine("{");
        using (writer.Indent())
        {
            foreach (T item in items)
                write(writer, item);
        }

        writer.WriteLine("}" + end);
    }

    private static void Assign(SourceWriter writer, string name, int value) => writer.WriteLine($"{name} = {CSharpLiteral.Integer(value)},");

    private static void Constant(SourceWriter writer, string name, int value) => writer.WriteLine($"internal const int {name} = {CSharpLiteral.Integer(value)};");

    private static string Numbers(params int[] numbers) => string.Join(", ", numbers.Select(static n => CSharpLiteral.Integer(n)));
}
