using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>The locals of a method, whose names become slots, and the numbers that bounds and offsets compute from them.</summary>
/// <param name="lanes">The lanes of a vector.</param>
internal sealed class MethodLocals(int lanes)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <summary>The lanes of a vector.</summary>
    public int Lanes => lanes;

    /// <summary>The memories of the call.</summary>
    public KernelMemory Memory { get; set; } = new();

    /// <summary>The integers, by slot.</summary>
    public long[] Indices { get; private set; } = [];

    /// <summary>The pointers, by slot.</summary>
    public (float[] Memory, long At)[] Pointers { get; private set; } = [];

    /// <summary>The vectors, by slot.</summary>
    public float[][] Vectors { get; private set; } = [];

    /// <summary>Makes room for all names that have a slot.</summary>
    public void Allocate()
    {
        Indices = new long[_slots.Count];
        Pointers = new (float[], long)[_slots.Count];
        Vectors = [.. Enumerable.Range(0, _slots.Count).Select(_ => new float[lanes])];
    }

    /// <summary>Gets the slot of a name.</summary>
    public int Slot(string name)
    {
        if (!_slots.TryGetValue(name, out int slot))
            _slots[name] = slot = _slots.Count;
        return slot;
    }

    /// <summary>Prepares a bound.</summary>
    public Func<long> Of(Bound bound)
    {
        Func<long>? runtime = bound.Runtime is { } number ? Number(number, bound.Local) : null;
        if (bound.Start is not { } start)
            return () => runtime is null ? bound.Number : runtime() / bound.Multiple * bound.Multiple;
        int slot = Slot(start.Name);
        return () => runtime is null ? Indices[slot] + bound.Number : Math.Min(Indices[slot] + bound.Number, runtime());
    }

    /// <summary>Prepares a number of the call, or the local that holds it.</summary>
    public Func<long> Number(RuntimeNumber number, IndexVariable? local)
    {
        if (local is null)
            return () => Value(number);
        int slot = Slot(local.Name);
        return () => Indices[slot];
    }

    private int Value(RuntimeNumber number) => number == RuntimeNumber.Rows ? Memory.Rows : Memory.Steps;

    /// <summary>Prepares an offset.</summary>
    public Func<long> Of(Affine offset)
    {
        (int Slot, RuntimeNumber? Number, long Coefficient)[] terms =
            [.. offset.Terms.Select(t => (t.Index is null ? -1 : Slot(t.Index.Name), t.Runtime, t.Coefficient))];
        return () =>
        {
            long sum = offset.Constant;
            foreach ((int slot, RuntimeNumber? number, long coefficient) in terms)
                sum += coefficient * (slot >= 0 ? Indices[slot] : Value(number!.Value));
            return sum;
        };
    }
}
