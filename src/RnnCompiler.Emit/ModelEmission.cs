using System.Diagnostics.CodeAnalysis;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Kernels;
using RnnCompiler.Emit.Layouts;
using RnnCompiler.Emit.Targets;
using TrainingPlan = RnnCompiler.CompilerServices.TrainingPlan;

namespace RnnCompiler.Emit;

/// <summary>Compiles a declaration to kernels: inference immediately, training when it is first used.</summary>
[RequiresDynamicCode("Kernels are dynamic methods.")]
internal static class ModelEmission
{
    /// <summary>Compiles a declaration for one target of this machine.</summary>
    /// <param name="request">The request.</param>
    public static CompiledModel Compile(ModelRequest request)
    {
        Module module = CompilerPipeline.CompileInference(DeclarationText.Parse(request.Declaration));
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { ChooseTargets = widest => [MachineTargets.Choose(widest, request.Targets)], Training = false });
        return Named(module, plan, program =>
        {
            SequenceKernel rows = program.Entry(KernelMethod.Sequence);
            SequenceKernel? lanes = plan.Sequence.IsShared ? program.Entry(KernelMethod.SequenceByLanes) : null;
            SequenceKernel? step = plan.Step is null ? null : program.Entry(KernelMethod.Step);
            return new CompiledModel(request.Training ? () => Training(plan) : null)
            {
                Layout = RuntimeLayouts.Model(request.Declaration, request.DeclarationHash, plan),
                Sequence = RuntimeLayouts.Sequence(plan, rows, lanes),
                StepWorkspace = plan.Step?.Workspace ?? 0,
                Step = step,
                Prepare = program.Preparation(),
            };
        });
    }

    private static TrainingPlan Training(ModelPlan inference)
    {
        Module module = CompilerPipeline.Differentiate(inference.Module);
        ModelPlan plan = Scheduler.AddTraining(inference, module);
        return Named(module, plan, program => RuntimeLayouts.Training(plan, program.Entry(KernelMethod.Training)));
    }

    /// <summary>Emits the single program of a plan; if emission fails, the exception names the pass and the model.</summary>
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
