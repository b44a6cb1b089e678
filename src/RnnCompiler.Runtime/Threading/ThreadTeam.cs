using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Threads that are created once and divide a call with the caller. Between calls they wait, at first spinning; a team
/// that is no longer referenced ends its threads.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private readonly Post _post;
    private int _busy;
    private bool _closing;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many work on a call, the caller's included; at least 1.</param>
    public ThreadTeam(int threads)
    {
        _post = new Post(threads);
        for (int part = 1; part < threads; part++)
        {
            // The thread refers to the post alone: a team that is dropped can be collected while its threads wait.
            Post post = _post;
            int own = part;
            new Thread(() => post.Work(own)) { IsBackground = true, Name = "RnnCompiler" }.Start();
        }
    }

    /// <summary>Ends the threads of a team that was dropped without being disposed.</summary>
    ~ThreadTeam() => _post?.Close();

    /// <summary>Number of threads that work on a call.</summary>
    public int Threads => _post.Threads;

    /// <summary>Whether the team is or is being disposed: it can no longer be entered.</summary>
    public bool IsClosed => Volatile.Read(ref _closing);

    /// <summary>Takes the team for one caller.</summary>
    /// <returns>False if it works for another one at this moment, or was disposed.</returns>
    public bool TryEnter() => !Volatile.Read(ref _closing) && TryTake();

    /// <summary>Gives the team back.</summary>
    public void Leave() => Volatile.Write(ref _busy, 0);

    /// <summary>Runs an action on each thread, with number 0 on this thread, and waits for all. The caller has entered.</summary>
    /// <param name="part">The action; it receives the number of the thread.</param>
    /// <exception cref="AggregateException">The action failed on another thread.</exception>
    public void Run(Action<int> part)
    {
        _post.Run(part);
        GC.KeepAlive(this);
    }

    /// <summary>Waits for the other threads within an action; each thread must call it equally often.</summary>
    public void Wait() => _post.Barrier.SignalAndWait();

    /// <summary>Waits for the call at hand, if there is one, and ends the threads.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closing, true))
            return;

        // Taken for good: no call can begin whose caller would wait for threads that have ended.
        SpinWait spin = default;
        while (!TryTake())
            spin.SpinOnce();

        _post.Close();
        GC.SuppressFinalize(this);
    }

    private bool TryTake() => Interlocked.Exchange(ref _busy, 1) == 0;

    private sealed class Post
    {
        private const int SpinsBeforeSleep = 2_000;

        private readonly AutoResetEvent[] _alarms;
        private readonly int[] _asleep;
        private Action<int>? _part;
        private Exception? _failure;
        private int _calls;
        private bool _closed;

        public Post(int threads)
        {
            Threads = threads;
            Barrier = new PhaseBarrier(threads);
            _alarms = [.. Enumerable.Range(0, threads).Select(static _ => new AutoResetEvent(false))];
            _asleep = new int[threads];
        }

        public int Threads { get; }

        public PhaseBarrier Barrier { get; }

        public bool IsClosed => Volatile.Read(ref _closed);

        public void Run(Action<int> part)
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(ThreadTeam));
            _part = part;

            // A call whose part 0 failed too did not look at it.
            _failure = null;
            Interlocked.Increment(ref _calls);
            WakeSleepers();
            try
            {
                part(0);
            }
            finally
            {
                Barrier.SignalAndWait();
                _part = null;
            }

            if (_failure is { } failure)
            {
                throw new AggregateException(failure);
            }
        }

        public void Work(int own)
        {
            int calls = 0;
            while (true)
            {
                AwaitCall(own, calls);
                if (IsClosed)
                    return;

                calls++;
                Do(own);
                Barrier.SignalAndWait();
            }
        }

        // A separate method: the frame of the loop, which never ends, could keep a reference to the action between calls, and with it
        // to the team, which could then not be collected.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Do(int own)
        {
            try
            {
                _part!(own);
            }
            catch (Exception failure)
            {
                Volatile.Write(ref _failure, failure);
            }
        }

        public void Close()
        {
            Volatile.Write(ref _closed, true);
            Interlocked.Increment(ref _calls);
            WakeSleepers();
        }

        private void AwaitCall(int own, int calls)
        {
            for (int i = 0; i < SpinsBeforeSleep && Volatile.Read(ref _calls) == calls; i++)
                Thread.SpinWait(8);

            // A thread counts itself as sleeping before it looks for work a last time, and a caller posts work before it looks for sleeping threads: one of the two sees the other.
            while (Volatile.Read(ref _calls) == calls)
            {
                Interlocked.Exchange(ref _asleep[own], 1);
                if (Volatile.Read(ref _calls) == calls)
                    _alarms[own].WaitOne();

                Interlocked.Exchange(ref _asleep[own], 0);
            }
        }

        private void WakeSleepers()
        {
            for (int other = 1; other < Threads; other++)
            {
                if (Interlocked.Exchange(ref _asleep[other], 0) != 0)
                    _alarms[other].Set();
            }
        }
    }
}
