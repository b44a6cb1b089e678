namespace RnnCompiler.CompilerServices;

/// <summary>
/// Threads that are created once and help their callers. A call has numbered parts, which the caller and the other threads claim one after the other. So
/// a caller waits only for parts that another thread has begun, and computes all of them if no other thread wakes in time. Between calls threads spin briefly and then
/// sleep; a team that is no longer referenced ends its threads.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private readonly CallBoard _board;
    private int _busy;
    private bool _closing;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many work on a call, the caller's included; at least 1.</param>
    public ThreadTeam(int threads)
    {
        _board = new CallBoard(threads);
        for (int thread = 1; thread < threads; thread++)
        {
            // The thread refers to the board alone: a team that is dropped can be collected while its threads wait.
            CallBoard board = _board;
            int own = thread;
            new Thread(() => board.Work(own)) { IsBackground = true, Name = "RnnCompiler" }.Start();
        }
    }

    /// <summary>Ends the threads of a team that was dropped without being disposed.</summary>
    ~ThreadTeam() => _board?.Close();

    /// <summary>Number of threads, the caller's included.</summary>
    public int Threads => _board.Threads;

    /// <summary>Whether the team is or is being disposed: it can no longer be entered.</summary>
    public bool IsClosed => Volatile.Read(ref _closing);

    /// <summary>Takes the team for one caller.</summary>
    /// <returns>False if it works for another one at this moment, or was disposed.</returns>
    public bool TryEnter() => !Volatile.Read(ref _closing) && TryTake();

    /// <summary>Gives the team back.</summary>
    public void Leave() => Volatile.Write(ref _busy, 0);

    /// <summary>Runs an action for each part, on this thread and on others, and returns when all parts are done. The caller has entered.</summary>
    /// <param name="threads">Threads that are wanted, this one included; so many are woken, and others may help if they are awake.</param>
    /// <param name="parts">Number of parts. If it is at most the number of threads, parts may wait for one another.</param>
    /// <param name="work">The action; it receives the number of the thread, 0 on this one, and that of the part.</param>
    /// <exception cref="AggregateException">The action failed; the other parts were run.</exception>
    public void Run(int threads, int parts, Action<int, int> work)
    {
        _board.Run(threads, parts, work);
        GC.KeepAlive(this);
    }

    /// <summary>Waits for the call at hand, if there is one, and ends the threads.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closing, true))
            return;

        // Taken for good: no call can begin whose caller would wait for threads that have ended.
        SpinWait spin = default;
        while (!TryTake())
            spin.SpinOnce();

        _board.Close();
        GC.SuppressFinalize(this);
    }

    private bool TryTake() => Interlocked.Exchange(ref _busy, 1) == 0;
}
