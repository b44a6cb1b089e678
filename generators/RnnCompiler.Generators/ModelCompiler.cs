using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Emission.Kernels;
using RnnCompiler.Generators.Emission.Surface;
using RnnCompiler.Generators.Parsing;

namespace RnnCompiler.Generators;

/// <summary>From a declaration to C#: all stages, each named where it fails.</summary>
internal static class ModelCompiler
{
    /// <summary>Compiles a model.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static CompiledModel Compile(ModelSource source, CancellationToken cancellationToken)
    {
        string stage = "compile";
        try
        {
            Module module = CompilerPipeline.Compile(source.Declaration, cancellationToken);
            stage = "schedule";
            ModelPlan plan = Scheduler.Plan(module, cancellationToken);
            stage = "emit";
            return new CompiledModel(source.Identity, Emit(new ModelShape(source.Identity, plan), cancellationToken), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CompilerException? named = fault as CompilerException;
            string message = $"{(named?.InnerException ?? fault).GetType().Name}: {(named?.InnerException ?? fault).Message.TrimEnd('.')}";
            return new CompiledModel(source.Identity, default, new CompilationFailure(named?.PassName ?? stage, source.Identity.FullName, message));
        }
    }

    private static EquatableArray<GeneratedFile> Emit(ModelShape model, CancellationToken cancellationToken)
    {
        return new EquatableArray<GeneratedFile>(Concurrently.Compute(
            model.Plan.Programs.Count + 1, i => i == 0 ? new GeneratedFile(".g.cs", SurfaceEmitter.Write(model)) : Emit(model, model.Plan.Programs[i - 1]), cancellationToken));
    }

    private static GeneratedFile Emit(ModelShape model, KernelProgram program)
    {
        string text = PartialClass.Write(model.Identity, KernelEmitter.Usings(program.Target), [], [], writer => KernelEmitter.Write(writer, program));
        return new GeneratedFile($".{program.Target.Name}.g.cs", text);
    }
}
