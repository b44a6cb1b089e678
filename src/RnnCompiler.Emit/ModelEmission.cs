using System.Diagnostics.CodeAnalysis;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Kernels;
using RnnCompiler.Emit.Layouts;
using RnnCompiler.Emit.Targets;
using TrainingPlan = RnnCompiler.CompilerServices.TrainingPlan;

namespace RnnCompiler.Emit;

/// <summary>From a declaration to kernels: inference at once, training when it is first asked for.</summary>
[RequiresDynamicCode("Kernels are dynamic methods.")]
internal static class ModelEmission
{
    /// <summary>Compiles a declaration for one target of this machine.</summary>
    /// <param name="text">The declaration.</param>
    /// <param name="allowed">The targets to choose from.</param>
    /// <param name="training">Whether the model can be trained.</param>
    public static CompiledModel Compile(string text, IReadOnlyList<Target> allowed, bool training)
    {
        Module module = CompilerPipeline.CompileInference(DeclarationText.Parse(text));
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { ChooseTargets = widest => [MachineTargets.Choose(widest, allowed)], Training = false });
        return Named(module, plan, program =>
        {
            SequenceKernel rows = program.Entry(KernelMethod.Sequence);
            SequenceKernel? lanes = plan.Sequence.IsShared ? program.Entry(KernelMethod.SequenceByLanes) : null;
            return new CompiledModel(training ? () => Training(plan) : null)
            {
                Layout = RuntimeLayouts.Model(text, plan),
                Sequence = RuntimeLayouts.Sequence(plan, rows, lanes),
                State = RuntimeLayouts.State(plan),
                StepWorkspace = plan.Step?.Workspace ?? 0,
                Step = plan.Step is null ? null : program.Entry(KernelMethod.Step),
                Prepare = program.Prepare,
            };
        });
    }

    private static TrainingPlan Training(ModelPlan inference)
    {
        Module module = CompilerPipeline.Differentiate(inference.Module);
        ModelPlan plan = Scheduler.AddTraining(inference, module);
        return Named(module, plan, program => RuntimeLayouts.Training(plan, program.Entry(KernelMethod.Training)));
    }

    /// <summary>Emits the one program of a plan; a fault says where it happened and of which model.</summary>
    private static T Named<T>(Module module, ModelPlan plan, Func<EmittedProgram, T> emit)
    {
        KernelProgram program = plan.Programs[0];
        try
        {
            return emit(new EmittedProgram(program));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new CompilerException($"emit IL for {program.Target.Name}", module.Declaration.Name, fault);
        }
    }
}
