using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Workspaces of a model that many threads use. One is allocated with the model, and renting it is one interlocked exchange; each further
/// concurrent caller allocates one more, once. There is no lock, and nothing is allocated unless more callers run at the same time than ever before.
/// </summary>
internal sealed class WorkspacePool
{
    private readonly Func<Workspace> _create;
    private Workspace? _first;

    // All but the first: slots, which are never removed, and the number of workspaces in them that are not claimed. A caller claims one before it looks for
    // a slot, so it only allocates a workspace if all are in use, not if it missed one that moved while it looked.
    private Slot? _others;
    private int _unclaimed;
    private int _made = 1;

    /// <summary>Creates the pool and its first workspace.</summary>
    /// <param name="create">Allocates a workspace.</param>
    public WorkspacePool(Func<Workspace> create)
    {
        _create = create;
        _first = create();
    }

    /// <summary>Number of workspaces allocated so far.</summary>
    public int Count => Volatile.Read(ref _made);

    /// <summary>Allocates workspaces for a number of concurrent callers.</summary>
    /// <param name="callers">Concurrent callers; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one caller.</exception>
    public void Reserve(int callers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callers, 1);
        while (Count < callers)
            Return(Make());
    }

    /// <summary>Rents a workspace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Workspace Rent() => Interlocked.Exchange(ref _first, null) ?? RentOther();

    /// <summary>Returns a workspace.</summary>
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
        Workspace workspace = _create();
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
