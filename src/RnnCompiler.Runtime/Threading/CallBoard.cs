using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Calls of a team: the parts that no thread has claimed, those that are not done, and the threads that sleep.</summary>
internal sealed class CallBoard
{
    // About 200 µs; a thread that is needed later must be woken.
    private const int SpinsBeforeSleep = 500;
    private const int CallShift = 32;

    private readonly AutoResetEvent[] _alarms;
    private readonly int[] _asleep;
    private Action<int, int>? _work;
    private Exception? _failure;
    private int _parts;
    private int _undone;
    private bool _closed;

    // The number of the call in the upper half, the number of its unclaimed parts in the lower half: a claim of a thread that comes late cannot be of a later call.
    private long _unclaimed;

    /// <summary>Creates the board of a number of threads, the caller's included.</summary>
    public CallBoard(int threads)
    {
        _alarms = [.. Enumerable.Range(0, threads).Select(static _ => new AutoResetEvent(false))];
        _asleep = new int[threads];
    }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Threads => _asleep.Length;

    private bool IsClosed => Volatile.Read(ref _closed);

    private bool HasParts => (int)Volatile.Read(ref _unclaimed) > 0;

    private bool IsDone => Volatile.Read(ref _undone) == 0;

    /// <summary>Runs an action for each part, and returns when all are done; one call at a time.</summary>
    /// <param name="threads">Threads that are wanted, the caller's included.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="work">The action; it receives the number of the thread and that of the part.</param>
    /// <exception cref="AggregateException">The action failed; the other parts were run.</exception>
    public void Run(int threads, int parts, Action<int, int> work)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(ThreadTeam));
        _work = work;
        _failure = null;
        _parts = parts;
        _undone = parts;
        long call = (Volatile.Read(ref _unclaimed) >> CallShift) + 1;
        Interlocked.Exchange(ref _unclaimed, (call << CallShift) | (uint)parts);
        Wake(Math.Min(threads, parts));
        ClaimParts(0);
        AwaitParts();
        _work = null;
        if (_failure is { } failure)
            throw new AggregateException(failure);
    }

    /// <summary>Helps callers until the board is closed.</summary>
    /// <param name="own">The number of this thread, from 1.</param>
    public void Work(int own)
    {
        while (AwaitCall(own))
            ClaimParts(own);
    }

    /// <summary>Ends the threads; no call is running.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _closed, true);
        Wake(Threads);
    }

    // A separate method: the frame of the loop of a thread, which never ends, could keep a reference to the action between calls, and with it to the team, which could
    // then not be collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ClaimParts(int own)
    {
        while (TryClaim(out int part))
        {
            try
            {
                _work!(own, part);
            }
            catch (Exception failure)
            {
                Volatile.Write(ref _failure, failure);
            }

            if (Interlocked.Decrement(ref _undone) == 0)
                WakeOne(0);
        }
    }

    private bool TryClaim(out int part)
    {
        long seen = Volatile.Read(ref _unclaimed);
        while ((int)seen > 0)
        {
            long found = Interlocked.CompareExchange(ref _unclaimed, seen - 1, seen);
            if (found == seen)
            {
                // The call cannot end before this part is done, so this is the number of its parts.
                part = _parts - (int)seen;
                return true;
            }

            seen = found;
        }

        part = -1;
        return false;
    }

    private bool AwaitCall(int own)
    {
        while (!HasParts && !IsClosed)
        {
            for (int i = 0; i < SpinsBeforeSleep && !HasParts && !IsClosed; i++)
                Thread.SpinWait(8);

            // A thread counts itself as sleeping before it looks for work a last time, and a caller posts work before it looks for sleeping threads: one of the two
            // sees the other.
            Interlocked.Exchange(ref _asleep[own], 1);
            if (!HasParts && !IsClosed)
                _alarms[own].WaitOne();
            Interlocked.Exchange(ref _asleep[own], 0);
        }

        return !IsClosed;
    }

    private void AwaitParts()
    {
        for (int i = 0; i < SpinsBeforeSleep && !IsDone; i++)
            Thread.SpinWait(8);

        while (!IsDone)
        {
            Interlocked.Exchange(ref _asleep[0], 1);
            if (!IsDone)
                _alarms[0].WaitOne();
            Interlocked.Exchange(ref _asleep[0], 0);
        }
    }

    /// <summary>Wakes the first threads if they sleep; those that are awake see the call.</summary>
    private void Wake(int threads)
    {
        for (int thread = 1; thread < threads; thread++)
            WakeOne(thread);
    }

    private void WakeOne(int thread)
    {
        if (Interlocked.Exchange(ref _asleep[thread], 0) != 0)
            _alarms[thread].Set();
    }
}
