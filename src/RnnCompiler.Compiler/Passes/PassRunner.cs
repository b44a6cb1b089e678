using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Passes;

/// <summary>
/// Runner of passes: verifies the result of each, names the pass that fails, passes each stage to an observer, and stops between passes on cancellation.
/// </summary>
/// <param name="model">The name of the model, for messages.</param>
/// <param name="observer">Receives each stage; null if none is wanted.</param>
/// <param name="cancellation">Checked before each pass.</param>
internal sealed class PassRunner(string model, Action<PassDump>? observer, CancellationToken cancellation)
{
    /// <summary>Limit of rounds, far above what any program needs: each round makes a program smaller or brings it closer to its normal form.</summary>
    private const int MaxRounds = 100;

    /// <summary>Checked before each pass.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Creates a runner for another thread that passes its stages to another receiver, if this one has an observer.</summary>
    public PassRunner Redirected(Action<PassDump> elsewhere) => new(model, observer is null ? null : elsewhere, cancellation);

    /// <summary>Passes a stage of a redirected runner to the observer.</summary>
    public void Show(PassDump stage) => observer?.Invoke(stage);

    /// <summary>Runs one step and verifies its result.</summary>
    /// <exception cref="CompilerException">The step failed or its result is invalid.</exception>
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

    /// <summary>Runs a pass on a function and verifies the result, unless the pass left the function unchanged.</summary>
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

    /// <summary>Runs passes repeatedly until none of them changes the function.</summary>
    public Function RunToFixpoint(IReadOnlyList<Pass> passes, Function function)
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            Function before = function;
            foreach (Pass pass in passes)
                function = Run(pass, function);
            if (ReferenceEquals(before, function))
                return function;
        }

        throw new CompilerException($"{function.Name}: optimisation", model, new InvalidOperationException($"The passes did not reach a fixed point in {MaxRounds} rounds."));
    }
}
