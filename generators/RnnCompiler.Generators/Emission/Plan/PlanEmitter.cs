using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Plan;

/// <summary>Emits the file that connects a surface to its kernels: a description of the schedule, layouts, and the choice of a target.</summary>
internal static class PlanEmitter
{
    private const string Services = "global::RnnCompiler.CompilerServices";

    public static void Write(SourceWriter writer, ModelPlan plan)
    {
        IReadOnlyList<Target> targets = Target.InOrderOfUse(plan.Widest, [.. plan.Programs.Select(static p => p.Target)]);
        foreach (string line in Schedule(plan))
            writer.WriteLine("// " + line);
        using (writer.Block($"static partial void {SurfaceNames.Describe}(ref {Services}.CompiledModel? model)"))
        {
            writer.WriteLine($"model = new {Services}.CompiledModel({(plan.Training is null ? "" : $"{SurfaceNames.Kernels}.DescribeTraining")})");
            writer.WriteLine("{");
            using (writer.Indent())
                LayoutEmitter.WriteModel(writer, plan);
            writer.WriteLine("};");
        }

        writer.WriteLine();
        if (plan.Step is not null && plan.Module.Declaration.IsPlain)
        {
            writer.WriteLine(GeneratedCode.Inlined);
            using (writer.Block($"static partial void {SurfaceNames.Step}({StepHook.Parameters(Memories(plan))})"))
                WriteChoice(writer, targets, target => StepCall(plan, target));
            writer.WriteLine();
        }

        WriteKernels(writer, plan, targets);
    }

    private static IReadOnlyList<MemorySpace> Memories(ModelPlan plan) => StepHook.Memories(plan.Module.Declaration.HasTokenInput);

    private static IReadOnlyList<MemorySpace>? MemoriesOf(ModelPlan plan, Target target) =>
        StepHook.MemoriesOf(plan.Programs.Single(p => p.Target == target).Methods.Single(static m => m.Name == KernelMethod.Step));

    private static string StepCall(ModelPlan plan, Target target) => MemoriesOf(plan, target) is { } memories
        ? $"{target.Name}.{KernelMethod.Step}({StepHook.Arguments(memories)});"
        : $"{SurfaceNames.Kernels}.{StepHook.WithFrame}({StepHook.Arguments(Memories(plan))});";

    private static void WriteKernels(SourceWriter writer, ModelPlan plan, IReadOnlyList<Target> targets)
    {
        if (targets[0] != plan.Programs.Select(static p => p.Target).First())
            writer.WriteLine("// No vector is longer than 8: the other lanes of a wider register would be padding.");
        writer.WriteLine("/// <summary>The kernels that fit the hardware.</summary>");
        using (writer.Block($"private static class {SurfaceNames.Kernels}"))
        {
            if (!plan.Module.Declaration.IsPlain)
            {
                LayoutEmitter.WriteNetwork(writer, "Network", new NetworkPorts(plan.Module));
                writer.WriteLine();
                if (plan.Module.IsDecoder)
                {
                    LayoutEmitter.WriteNetwork(writer, "TrainingNetwork", new NetworkPorts(plan.Module, training: true));
                    writer.WriteLine();
                }
            }

            WriteEntry(writer, targets, KernelMethod.Sequence);
            if (plan.Sequence.IsShared)
                WriteEntry(writer, targets, KernelMethod.SequenceByLanes);
            if (plan.Step is not null)
                WriteEntry(writer, targets, KernelMethod.Step);
            Target[] framed = [.. targets.Where(t => plan.Step is not null && plan.Module.Declaration.IsPlain && MemoriesOf(plan, t) is null)];
            if (framed.Length > 0)
            {
                StepHook.WriteWithFrame(writer, Memories(plan), () => WriteChoice(writer, framed, static target => $"{target.Name}.{KernelMethod.Step}(ref frame);"));
                writer.WriteLine();
            }

            if (plan.Training is not null)
            {
                WriteEntry(writer, targets, KernelMethod.Training);
                LayoutEmitter.WriteTraining(writer, plan);
                writer.WriteLine();
            }

            using (writer.Block("internal static void Prepare()"))
                WriteChoice(writer, targets, static target => $"{Services}.ModelPreparation.Kernels(typeof({target.Name}));");
        }
    }

    // Delegates refer directly to the kernel of the target.
    private static void WriteEntry(SourceWriter writer, IReadOnlyList<Target> targets, string entry)
    {
        writer.WriteLine($"internal static {Services}.SequenceKernel {entry} =>");
        using (writer.Indent())
        {
            writer.WriteLine(
                string.Concat(targets.Select((t, i) => $"{(i + 1 < targets.Count ? $"{t.Name}.IsSupported ? " : "")}{t.Name}.{entry}{(i + 1 < targets.Count ? " : " : ";")}")));
        }

        writer.WriteLine();
    }

    private static void WriteChoice(SourceWriter writer, IReadOnlyList<Target> targets, Func<Target, string> call)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            if (i + 1 < targets.Count)
                writer.WriteLine($"{(i > 0 ? "else " : "")}if ({targets[i].Name}.IsSupported)");
            else if (i > 0)
                writer.WriteLine("else");
            using (writer.Indent())
                writer.WriteLine(call(targets[i]));
        }
    }

    /// <summary>Returns the targets in the order in which they are tried: from wide to narrow, starting with the widest that is profitable.</summary>
    private static IEnumerable<string> Schedule(ModelPlan plan)
    {
        yield return $"parameters: {CSharpLiteral.Grouped(plan.ParameterStorage)} floats with padding"
            + (plan.Training is null ? "" : $", {CSharpLiteral.Grouped(plan.PanelStorage)} more transposed while training");
        if (plan.ReducedStorage > 0)
        {
            string products = plan.Reduced.Any(static p => p.IntegerProducts) ? " with integer products" : "";
            yield return $"inference reads its matrices as {plan.Module.Declaration.Weights}{products}: {CSharpLiteral.Grouped(plan.ReducedStorage)} 32-bit words with padding, "
                + $"renewed whenever parameters change";
        }

        (string sequences, string steps) = plan.Module.IsDecoder ? ("encoder", "steps of the decoder") : ("sequences", "steps");
        yield return $"{sequences}: {CSharpLiteral.Grouped(plan.Sequence.RowBlock)} rows at a time, {CSharpLiteral.Grouped(plan.Sequence.WorkspacePerRow)} floats of scratch each";
        if (plan.Step is { } step)
            yield return $"{steps}: {CSharpLiteral.Grouped(plan.StateStorage)} floats of state with padding, {CSharpLiteral.Grouped(step.Workspace)} of scratch";
        if (plan.Training is { } training)
            yield return $"training: {CSharpLiteral.Grouped(training.WorkspacePerRow)} floats of tape and scratch for each row";
    }
}
