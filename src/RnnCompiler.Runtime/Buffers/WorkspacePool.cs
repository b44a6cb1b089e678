using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The workspaces of a model that many threads share. One is made with the model, and renting it is one interlocked exchange; each further
/// concurrent caller makes one more, once. There is no lock, and nothing is allocated while no more callers run than have run at once before.
/// </summary>
internal sealed class WorkspacePool
{
    private readonly int _length;
    private Workspace? _first;

    // All but the first: slots that are only ever added, and how many workspaces in them nobody has claimed. A claim is taken before a slot
    // is looked for, so a caller makes a workspace only when all are in use, not when it missed one that moved while it looked.
    private Slot? _others;
    private int _unclaimed;
    private int _made = 1;

    /// <summary>Makes the pool and its first workspace.</summary>
    /// <param name="length">Floats of each workspace.</param>
    public WorkspacePool(int length)
    {
        _length = length;
        _first = new Workspace(length);
    }

    /// <summary>How many workspaces have been made.</summary>
    public int Count => Volatile.Read(ref _made);

    /// <summary>Makes sure that so many callers at once need no allocation.</summary>
    /// <param name="callers">Concurrent callers; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one caller.</exception>
    public void Reserve(int callers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callers, 1);
        while (Count < callers)
            Return(Make());
    }

    /// <summary>Takes a workspace; it is the caller's until it is given back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Workspace Rent() => Interlocked.Exchange(ref _first, null) ?? RentOther();

    /// <summary>Gives a workspace back.</summary>
    /// <param name="workspace">A workspace of this pool that was rented.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(Workspace workspace)
    {
        if (Interlocked.CompareExchange(ref _first, workspace, null) is not null)
            ReturnOther(workspace);
    }

    private Workspace RentOther()
    {
        if (Interlocked.Decrement(ref _unclaimed) < 0)
        {
            Interlocked.Increment(ref _unclaimed);
            return Make();
        }

        while (true)
        {
            for (Slot? slot = Volatile.Read(ref _others); slot is not null; slot = slot.Next)
            {
                if (Interlocked.Exchange(ref slot.Workspace, null) is { } workspace)
                    return workspace;
            }
        }
    }

    private void ReturnOther(Workspace workspace)
    {
        while (true)
        {
            for (Slot? slot = Volatile.Read(ref _others); slot is not null; slot = slot.Next)
            {
                if (Interlocked.CompareExchange(ref slot.Workspace, workspace, null) is null)
                {
                    Interlocked.Increment(ref _unclaimed);
                    return;
                }
            }

            if (Interlocked.CompareExchange(ref _first, workspace, null) is null)
                return;
        }
    }

    private Workspace Make()
    {
        Workspace workspace = new(_length);
        Slot? next;
        Slot slot = new();
        do
        {
            next = Volatile.Read(ref _others);
            slot.Next = next;
        }
        while (Interlocked.CompareExchange(ref _others, slot, next) != next);

        Interlocked.Increment(ref _made);
        return workspace;
    }

    private sealed class Slot
    {
        public Workspace? Workspace;
        public Slot? Next;
    }
}
