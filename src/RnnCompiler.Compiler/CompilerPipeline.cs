using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Preparation;

namespace RnnCompiler.Compiler;

/// <summary>The passes of the middle end in their order, on one screen. The program is verified after each of them, and each stage can be read.</summary>
public static class CompilerPipeline
{
    /// <summary>Run in turns until the program stays as it is.</summary>
    private static readonly IReadOnlyList<Pass> s_optimization =
    [
        new("fold constants", ConstantFolding.Run),
        new("simplify algebra", AlgebraicSimplification.Run),
        new("simplify scans", ScanSimplification.Run),
        new("hoist invariants", InvariantHoisting.Run),
        new("inline single steps", StepInlining.Run),
        new("merge common subexpressions", CommonSubexpressions.Run),
        new("remove dead code", DeadCode.Run),
    ];

    private static readonly Pass s_decompose = new("decompose losses", LossDecomposition.Run);
    private static readonly Pass s_order = new("order sums", SumOrdering.Run);
    private static readonly Pass s_fission = new("split loops", static function => LoopFission.Run(function));
    private static readonly Pass s_renumber = new("renumber", Renumbering.Run);

    /// <summary>Compiles a declaration to optimised functions: sequence, step, loss and training.</summary>
    /// <param name="declaration">What was declared.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Is shown each stage.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static Module Compile(ModelDeclaration declaration, CancellationToken cancellation = default, Action<PassDump>? observer = null) =>
        Differentiate(CompileInference(declaration, cancellation, observer), cancellation, observer);

    /// <summary>Compiles a declaration without its gradient: sequence, step and loss. <see cref="Module.Training"/> is null.</summary>
    /// <remarks>The loss is compiled too, since it decides where weights lie: a model has one layout, whether it is trained or not.</remarks>
    /// <param name="declaration">What was declared.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Is shown each stage.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static Module CompileInference(ModelDeclaration declaration, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(declaration.Name, observer, cancellation);
        Module module = runner.Step("build", () => ModuleBuilder.Build(declaration), IrVerifier.Verify, IrPrinter.Print);
        return runner.Step(
            "optimise",
            () => module with
            {
                Sequence = Optimize(runner, module.Sequence),
                Step = module.Step is null ? null : Optimize(runner, module.Step),
                Loss = Optimize(runner, module.Loss),
            },
            IrVerifier.Verify,
            IrPrinter.Print);
    }

    /// <summary>Compiles what the surface of a model speaks of: sizes, parameters, and the equations of one step, or of a sequence if there are no steps.</summary>
    /// <param name="declaration">What was declared.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Is shown each stage.</param>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="CompilerException">A pass is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static Module CompileSurface(ModelDeclaration declaration, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(declaration.Name, observer, cancellation);
        Module module = runner.Step("build", () => ModuleBuilder.Build(declaration), IrVerifier.Verify, IrPrinter.Print);
        return module.Step is { } step ? module with { Step = Optimize(runner, step) } : module with { Sequence = Optimize(runner, module.Sequence) };
    }

    /// <summary>Adds the gradient of the loss to a module that was compiled without it; all else stays as it is.</summary>
    /// <param name="module">The module.</param>
    /// <param name="cancellation">Checked between passes.</param>
    /// <param name="observer">Is shown each stage.</param>
    /// <exception cref="CompilerException">A pass is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static Module Differentiate(Module module, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(module.Declaration.Name, observer, cancellation);
        Function derived = runner.Step("differentiate", () => ReverseMode.Differentiate(module.Loss), IrVerifier.Verify, IrPrinter.Print);
        return runner.Step("optimise the gradient", () => module with { Training = Optimize(runner, derived) }, IrVerifier.Verify, IrPrinter.Print);
    }

    /// <summary>Brings a function into the form that scheduling reads: primitive operations only, and in recurrent scans only what recurs.</summary>
    /// <exception cref="CompilerException">A pass is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static Function PrepareForScheduling(Function function, CancellationToken cancellation = default, Action<PassDump>? observer = null)
    {
        PassRunner runner = new(function.Name, observer, cancellation);
        function = runner.Run(s_decompose, function);
        function = runner.RunToFixpoint(s_optimization, function);
        function = runner.Run(s_order, function);
        function = runner.Run(s_fission, function);
        return Optimize(runner, function);
    }

    private static Function Optimize(PassRunner runner, Function function) =>
        runner.Run(s_renumber, runner.RunToFixpoint(s_optimization, function));
}
