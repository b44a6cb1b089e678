namespace RnnCompiler.Compiler.Loops;

/// <summary>Lifetime of a buffer: from the first loop nest that accesses it to the last.</summary>
/// <param name="First">The number of the first nest.</param>
/// <param name="Last">The number of the last nest.</param>
internal readonly record struct Lifetime(int First, int Last)
{
    /// <summary>Whether both are live at the same time.</summary>
    public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;

    /// <summary>Gets the shortest lifetime that covers both.</summary>
    public Lifetime Union(Lifetime other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));
}

/// <summary>
/// Liveness analysis of the buffers of a program. Nests are numbered in order. Each nest in the body of a recurrence has its own number, so that scratch of one
/// step can share memory; buffers that carry values between steps are live throughout the loop.
/// </summary>
internal sealed class BufferLifetimes
{
    private readonly Dictionary<LoopBuffer, Lifetime> _all = [];

    private BufferLifetimes(LoopProgram program)
    {
        int next = 0;
        foreach (LoopNest nest in program.Nests)
            next = nest is TimeLoop loop ? Loop(loop, next) : Straight(nest, next);
        foreach (LoopBuffer buffer in program.Buffers.Where(static b => b.IsInterface))
            Use(buffer, new Lifetime(0, next));
    }

    /// <summary>Computes the lifetimes of a program's buffers.</summary>
    public static BufferLifetimes Of(LoopProgram program) => new(program);

    /// <summary>Whether a nest or the caller accesses a buffer.</summary>
    public bool IsUsed(LoopBuffer buffer) => _all.ContainsKey(buffer);

    /// <summary>Gets the lifetime of a buffer that is used.</summary>
    public Lifetime this[LoopBuffer buffer] => _all[buffer];

    private int Straight(LoopNest nest, int number)
    {
        foreach (LoopBuffer buffer in nest.Touched)
            Use(buffer, new Lifetime(number, number));
        return number + 1;
    }

    private int Loop(TimeLoop loop, int first)
    {
        Lifetime throughout = new(first, first + loop.Body.Count + 1);
        HashSet<LoopBuffer> carries = [.. loop.DoubleBuffered];
        HashSet<LoopBuffer> outside = [.. _all.Keys, .. loop.Prologue.Concat(loop.Hold).Concat(loop.Epilogue).SelectMany(static r => r.Touched)];
        foreach (LoopBuffer buffer in loop.Prologue.Concat(loop.Hold).Concat(loop.Epilogue).SelectMany(static r => r.Touched).Concat(carries))
            Use(buffer, throughout);
        for (int i = 0; i < loop.Body.Count; i++)
        {
            Lifetime step = new(first + 1 + i, first + 1 + i);
            foreach (LoopBuffer buffer in loop.Body[i].Region.Touched)
                Use(buffer, buffer.Slots == 1 && !carries.Contains(buffer) && !outside.Contains(buffer) ? step : throughout);
            if (loop.Body[i].Scratch is { } scratch)
                Use(scratch, step);
        }

        return throughout.Last + 1;
    }

    private void Use(LoopBuffer buffer, Lifetime lifetime) => _all[buffer] = _all.TryGetValue(buffer, out Lifetime known) ? known.Union(lifetime) : lifetime;
}
