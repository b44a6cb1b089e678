using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Emission.Kernels;
using RnnCompiler.Generators.Emission.Plan;
using RnnCompiler.Generators.Emission.Surface;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators;

/// <summary>Compiles a declaration to C# in two halves: the public surface and the kernels. If a stage fails, the failure names it.</summary>
internal static class ModelCompiler
{
    /// <summary>Writes the public surface of a model. It runs neither differentiation nor scheduling, so an IDE can run it at each edit of a declaration.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static CompiledModel Surface(ModelSource source, CancellationToken cancellationToken)
    {
        CompiledModel surface = Compile(source, stage =>
        {
            Module module = CompilerPipeline.CompileSurface(source.Declaration, cancellationToken);
            stage("emit");
            return [new GeneratedFile(".g.cs", SurfaceEmitter.Write(new ModelShape(source, module)))];
        });
        return surface.Failure is null ? surface : surface with { Files = new EquatableArray<GeneratedFile>([Stub(ModelStub.Of(source))]) };
    }

    /// <summary>
    /// Writes the kernels of a model: one file for each target, and one that connects them to the surface. Writes none if kernels are compiled at run
    /// time.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static CompiledModel Kernels(ModelSource source, CancellationToken cancellationToken) => Compile(source, stage =>
    {
        if (source.Options.Kernels == KernelOrigin.RunTime)
            return [];
        Module module = CompilerPipeline.CompileInference(source.Declaration, cancellationToken);
        if (source.Options.Training)
            module = CompilerPipeline.Differentiate(module, cancellationToken);
        stage("schedule");
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { Targets = source.Options.KernelTargets(), Training = source.Options.Training }, cancellationToken);
        stage("emit");
        return Concurrently.Compute(
            plan.Programs.Count + 1, i => i == 0 ? Plan(source.Identity, plan) : Kernels(source.Identity, plan.Programs[i - 1]), cancellationToken);
    });

    /// <summary>Writes the stub of a faulty model.</summary>
    public static GeneratedFile Stub(ModelStub stub) => new(".g.cs", StubEmitter.Write(stub));

    private static CompiledModel Compile(ModelSource source, Func<Action<string>, IReadOnlyList<GeneratedFile>> compile)
    {
        string stage = "compile";
        try
        {
            return new CompiledModel(source.Identity, new EquatableArray<GeneratedFile>(compile(next => stage = next)), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CompilerException? named = fault as CompilerException;
            string message = $"{(named?.InnerException ?? fault).GetType().Name}: {(named?.InnerException ?? fault).Message.TrimEnd('.')}";
            return new CompiledModel(source.Identity, default, new CompilationFailure(named?.PassName ?? stage, source.Identity.FullName, message));
        }
    }

    private static GeneratedFile Plan(ModelIdentity identity, ModelPlan plan) =>
        new(".Plan.g.cs", PartialClass.Write(identity, [], [], writer => PlanEmitter.Write(writer, plan)));

    private static GeneratedFile Kernels(ModelIdentity identity, KernelProgram program) =>
        new($".{program.Target.Name}.g.cs", PartialClass.Write(identity, [], [], writer => KernelEmitter.Write(writer, program), isKernel: true));
}
