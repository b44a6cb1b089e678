using System.Runtime.ExceptionServices;

namespace RnnCompiler.Compiler.Passes;

/// <summary>Pieces of work that have nothing in common, on as many threads as there are.</summary>
public static class Concurrently
{
    /// <summary>Computes each piece; the result is the same as one after the other.</summary>
    /// <typeparam name="T">What a piece is.</typeparam>
    /// <param name="count">How many.</param>
    /// <param name="piece">Computes one, given its number.</param>
    /// <param name="cancellationToken">Looked at between pieces.</param>
    /// <returns>The pieces in order.</returns>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    /// <remarks>Where pieces fail, the first failure is thrown as it is.</remarks>
    public static IReadOnlyList<T> Compute<T>(int count, Func<int, T> piece, CancellationToken cancellationToken)
    {
        T[] pieces = new T[count];
        if (count == 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pieces[0] = piece(0);
            return pieces;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i => pieces[i] = piece(i));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Capture(failures.InnerExceptions[0]).Throw();
        }

        return pieces;
    }
}
