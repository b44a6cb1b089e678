namespace RnnCompiler.CompilerServices;

/// <summary>
/// Barrier of the threads that divide a row. They usually wait for less than a microsecond, so they spin, and yield the processor
/// if it takes longer. They watch the counter of generations, so the barrier can be used again immediately.
/// </summary>
internal sealed class PhaseBarrier
{
    // About 6 µs.
    private const int SpinsBeforeYielding = 100;

    private int _threads;
    private int _missing;
    private int _generation;

    /// <summary>Sets the number of threads that wait for one another; none is waiting.</summary>
    public void Begin(int threads) => _missing = _threads = threads;

    /// <summary>Returns when all threads have come here as often as this one; what they wrote before can then be read.</summary>
    public void SignalAndWait()
    {
        int generation = Volatile.Read(ref _generation);
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            Volatile.Write(ref _missing, _threads);
            Interlocked.Increment(ref _generation);
            return;
        }

        for (int i = 0; i < SpinsBeforeYielding; i++)
        {
            if (Volatile.Read(ref _generation) != generation)
                return;

            Thread.SpinWait(1);
        }

        SpinWait spin = default;
        while (Volatile.Read(ref _generation) == generation)
            spin.SpinOnce(sleep1Threshold: -1);
    }
}
