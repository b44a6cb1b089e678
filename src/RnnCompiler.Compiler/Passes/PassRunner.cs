using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Passes;

/// <summary>Runs passes: verifies after each, names the one that fails, shows each stage, and stops between passes when asked to.</summary>
/// <param name="model">The name of the model, for messages.</param>
/// <param name="observer">Who wants to see the stages, if anyone.</param>
/// <param name="cancellation">Checked before each pass.</param>
internal sealed class PassRunner(string model, Action<PassDump>? observer, CancellationToken cancellation)
{
    /// <summary>Far more rounds than any program takes; each round makes a program smaller or brings it closer to its normal form.</summary>
    private const int MostRounds = 100;

    /// <summary>Checked before each pass.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>A runner that shows its stages elsewhere, if this one shows any: for work on another thread.</summary>
    public PassRunner Redirected(Action<PassDump> elsewhere) => new(model, observer is null ? null : elsewhere, cancellation);

    /// <summary>Shows a stage of a redirected runner.</summary>
    public void Show(PassDump stage) => observer?.Invoke(stage);

    /// <summary>Runs one step and verifies what comes out.</summary>
    /// <exception cref="CompilerException">It failed, or broke the program.</exception>
    public T Step<T>(string name, Func<T> run, Action<T> verify, Func<T, string> print)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        T result;
        try
        {
            result = run();
            verify(result);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or InvalidDeclarationException or CompilerException))
        {
            throw new CompilerException(name, model, fault);
        }

        observer?.Invoke(new PassDump(name, () => print(result)));
        return result;
    }

    /// <summary>Runs a pass on a function; a function that it leaves as it was is neither verified nor shown again.</summary>
    public Function Run(Pass pass, Function function)
    {
        cancellation.ThrowIfCancellationRequested();
        string name = $"{function.Name}: {pass.Name}";
        Function result;
        try
        {
            result = pass.Run(function);
            if (ReferenceEquals(result, function))
                return function;
            IrVerifier.Verify(result);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new CompilerException(name, model, fault);
        }

        observer?.Invoke(new PassDump(name, () => IrPrinter.Print(result)));
        return result;
    }

    /// <summary>Runs passes in turns until none of them changes anything.</summary>
    public Function RunToFixpoint(IReadOnlyList<Pass> passes, Function function)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            Function before = function;
            foreach (Pass pass in passes)
                function = Run(pass, function);
            if (ReferenceEquals(before, function))
                return function;
        }

        throw new CompilerException($"{function.Name}: optimisation", model, new InvalidOperationException($"The passes did not settle in {MostRounds} rounds."));
    }
}
