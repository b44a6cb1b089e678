using System.Runtime.ExceptionServices;

namespace RnnCompiler.Compiler.Passes;

/// <summary>Parallel computation of independent work items.</summary>
public static class Concurrently
{
    /// <summary>Computes work items in parallel; the results are the same as in sequence.</summary>
    /// <typeparam name="T">The type of a result.</typeparam>
    /// <param name="count">The number of work items.</param>
    /// <param name="compute">Computes the result of one work item, given its index.</param>
    /// <param name="cancellationToken">Checked before each work item.</param>
    /// <returns>The results in order.</returns>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    /// <remarks>If work items fail, one of the exceptions is rethrown with its stack trace.</remarks>
    public static IReadOnlyList<T> Compute<T>(int count, Func<int, T> compute, CancellationToken cancellationToken)
    {
        T[] results = new T[count];
        if (count == 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[0] = compute(0);
            return results;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, i => results[i] = compute(i));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Capture(failures.InnerExceptions[0]).Throw();
        }

        return results;
    }
}
