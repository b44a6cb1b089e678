using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Scheduling;

namespace RnnCompiler.Compiler;

/// <summary>The passes of the middle end in their order. Each result is verified, and each stage can be printed.</summary>
public static class CompilerPipeline
{
    /// <summary>Compiles a declaration to optimised functions: sequence, step, loss and training.</summary>
    /// <param name="declaration">The declaration of the model.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Called with each stage after its pass has run; null for none.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass fails, or its result breaks a rule of the verifier; the message names the pass.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static Module Compile(ModelDeclaration declaration, CancellationToken cancellation = default, Action<PassDump>? observer = null) =>
        Differentiate(CompileInference(declaration, cancellation, observer), cancellation, observer);

    /// <summary>Compiles a declaration without its gradient: sequence, step and loss. <see cref="Module.Training"/> is null.</summary>
    /// <remarks>The loss is compiled too, since it decides where weights lie: a model has one layout, whether it is trained or not.</remarks>
    /// <param name="declaration">The declaration of the model.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Called with each stage after its pass has run; null for none.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass fails, or its result breaks a rule of the verifier; the message names the pass.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static Module CompileInference(ModelDeclaration declaration, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(declaration.Name, observer, cancellation);
        Module module = runner.Step("build", () => ModuleBuilder.Build(declaration), ModuleVerifier.Verify, ModulePrinter.Print);
        return runner.Step(
            "optimise",
            () => module with
            {
                Sequence = Optimize(runner, module.Sequence),
                Step = module.Step is null ? null : Optimize(runner, module.Step),
                Loss = Optimize(runner, module.Loss),
            },
            ModuleVerifier.Verify,
            ModulePrinter.Print);
    }

    /// <summary>Compiles what the surface of a model speaks of: sizes, parameters, and the equations of one step, or of a sequence if there are no steps.</summary>
    /// <param name="declaration">The declaration of the model.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Called with each stage after its pass has run; null for none.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass fails, or its result breaks a rule of the verifier; the message names the pass.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static Module CompileSurface(ModelDeclaration declaration, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(declaration.Name, observer, cancellation);
        Module module = runner.Step("build", () => ModuleBuilder.Build(declaration), ModuleVerifier.Verify, ModulePrinter.Print);
        return module.Step is { } step ? module with { Step = Optimize(runner, step) } : module with { Sequence = Optimize(runner, module.Sequence) };
    }

    /// <summary>Adds the gradient of the loss to a module that was compiled without it; all other functions stay unchanged.</summary>
    /// <param name="module">The module.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Called with each stage after its pass has run; null for none.</param>
    /// <exception cref="CompilerException">A pass fails, or its result breaks a rule of the verifier; the message names the pass.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static Module Differentiate(Module module, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(module.Declaration.Name, observer, cancellation);
        string first = ModuleBuilder.FirstRecurrence(module.Declaration);
        Function derived = runner.Step("differentiate", () => ReverseMode.Differentiate(module.Loss, first), IrVerifier.Verify, IrPrinter.Print);
        return runner.Step("optimise the gradient", () => module with { Training = Optimize(runner, derived) }, ModuleVerifier.Verify, ModulePrinter.Print);
    }

    /// <summary>Brings a function into the form that scheduling reads: primitive operations only, and in recurrent scans only what recurs.</summary>
    /// <exception cref="CompilerException">A pass fails, or its result breaks a rule of the verifier; the message names the pass.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static Function PrepareForScheduling(Function function, CancellationToken cancellation = default, Action<PassDump>? observer = null) =>
        PreparationPasses.Run(new PassRunner(function.Name, observer, cancellation), function);

    /// <summary>Compiles a declaration down to its kernels: all stages, from equations to statements, one after another.</summary>
    /// <param name="declaration">The declaration of the model.</param>
    /// <param name="options">Which programs are planned; null for all targets, with training.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Called with each stage: <c>observer: stage => Console.WriteLine(stage.Text())</c> prints the model on its way.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass fails, or its result breaks a rule of the verifier; the message names the pass.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public static ModelPlan Plan(ModelDeclaration declaration, PlanOptions? options = null, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        options ??= new PlanOptions();
        Module module = CompileInference(declaration, cancellation, observer);
        return Scheduler.Plan(options.Training ? Differentiate(module, cancellation, observer) : module, options, cancellation, observer);
    }

    private static Function Optimize(PassRunner runner, Function function) => OptimizationPasses.Run(runner, function);
}
