using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Tests that a plan of some targets, or without training, equals that part of the whole plan, if code is not shared.</summary>
public class PlanOptionsTests
{
    public static TheoryData<string> Names { get; } = [.. BuildingZoo.Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inference_without_a_gradient_has_the_layout_and_the_kernels_of_the_whole_plan(string name)
    {
        ModelPlan whole = Scheduler.Plan(CompilerPipeline.Compile(BuildingZoo.Models[name]), new PlanOptions { ShareCode = false });
        Module module = CompilerPipeline.CompileInference(BuildingZoo.Models[name]);
        Assert.Null(module.Training);
        ModelPlan inference = Scheduler.Plan(module, new PlanOptions { Training = false, ShareCode = false });
        Assert.Null(inference.Training);
        Assert.Equal(0, inference.PanelStorage);
        Assert.Equal(Layout(whole), Layout(inference));
        foreach ((KernelProgram expected, KernelProgram found) in whole.Programs.Zip(inference.Programs))
        {
            Assert.Equal(Text(expected.Target, expected.Methods.Where(static m => !IsTraining(m))), KernelPrinter.Print(found));
            Assert.DoesNotContain(found.Methods, IsTraining);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_added_later_is_that_of_the_whole_plan(string name)
    {
        ModelPlan whole = Scheduler.Plan(CompilerPipeline.Compile(BuildingZoo.Models[name]), new PlanOptions { ShareCode = false });
        Module module = CompilerPipeline.CompileInference(BuildingZoo.Models[name]);
        ModelPlan inference = Scheduler.Plan(module, new PlanOptions { Targets = [Target.Lanes8], Training = false, ShareCode = false });
        ModelPlan added = Scheduler.AddTraining(inference, CompilerPipeline.Differentiate(module));
        Assert.Equal(whole.PanelStorage, added.PanelStorage);
        Assert.Equal(whole.Panels, added.Panels);
        Assert.Equal(whole.Training!.WorkspacePerRow, added.Training!.WorkspacePerRow);
        Assert.Equal(whole.Training.LossOffset, added.Training.LossOffset);
        Assert.Equal(whole.Training.Noises, added.Training.Noises);
        Assert.Equal(whole.Training.Phases, added.Training.Phases);
        Assert.Equal(Layout(whole), Layout(added));
        Assert.Equal(KernelPrinter.Print(whole.Programs[1]), KernelPrinter.Print(Assert.Single(added.Programs)));
    }

    [Fact]
    public void Only_the_targets_that_were_asked_for_are_planned_in_that_order()
    {
        Module module = CompilerPipeline.Compile(BuildingZoo.Models.Values.First());
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { Targets = [Target.Scalar, Target.Lanes16] });
        Assert.Equal([Target.Scalar, Target.Lanes16], plan.Programs.Select(static p => p.Target));
        Assert.Equal(KernelPrinter.Print(Scheduler.Plan(module).Programs[3]), KernelPrinter.Print(plan.Programs[0]));
    }

    [Fact]
    public void Training_is_added_once_and_to_a_differentiated_module()
    {
        Module inference = CompilerPipeline.CompileInference(BuildingZoo.Models.Values.First());
        ModelPlan plan = Scheduler.Plan(inference, new PlanOptions { Training = false });
        Assert.Throws<ArgumentException>(() => Scheduler.AddTraining(plan, inference));
        Module module = CompilerPipeline.Differentiate(inference);
        ModelPlan added = Scheduler.AddTraining(plan, module);
        Assert.Throws<ArgumentException>(() => Scheduler.AddTraining(added, module));
    }

    private static bool IsTraining(KernelMethod method) => method.Name.StartsWith(KernelMethod.Training, StringComparison.Ordinal);

    private static string Text(Target target, IEnumerable<KernelMethod> methods) => KernelPrinter.Print(new KernelProgram(target, [.. methods]));

    private static string Layout(ModelPlan plan) => string.Join(
        '\n',
        [
            .. plan.Parameters.Select(static p => $"{p.Tensor.Name} {p.Offset} {string.Join(' ', p.Slices)}"),
            .. plan.Reduced.Select(static r => r.ToString()),
            .. plan.States.Select(static s => $"{s.State.Name} {s.Offset}"),
            $"{plan.ParameterStorage} {plan.ReducedStorage} {plan.StateStorage} {plan.Sequence} {plan.Step} {plan.Widest}",
        ]);
}
