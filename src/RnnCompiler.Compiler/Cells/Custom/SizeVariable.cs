namespace RnnCompiler.Compiler.Cells;

/// <summary>A size of something in a cell that use has to settle: a node of a union-find forest, whose root knows the size and where it was settled.</summary>
internal sealed class SizeVariable
{
    private SizeVariable? _parent;
    private CellDimension? _size;
    private CellPlace? _place;

    /// <summary>A size that is open.</summary>
    public static SizeVariable Open() => new();

    /// <summary>A size that is settled.</summary>
    public static SizeVariable Settled(CellDimension size, CellPlace place) => new() { _size = size, _place = place };

    /// <summary>The size, if it is settled.</summary>
    public CellDimension? Size => Root()._size;

    /// <summary>Where it was settled, if it was.</summary>
    public CellPlace? Place => Root()._place;

    /// <summary>Makes two sizes one; tells whether they can be.</summary>
    /// <param name="other">The other.</param>
    /// <param name="place">The expression that needs it.</param>
    public bool Join(SizeVariable other, CellPlace place)
    {
        SizeVariable a = Root();
        SizeVariable b = other.Root();
        if (ReferenceEquals(a, b))
            return true;
        if (a._size is { } left && b._size is { } right)
            return left == right;

        // What is open follows what is settled; the reason to name later is the expression that brought them together.
        (SizeVariable root, SizeVariable child) = a._size is null ? (b, a) : (a, b);
        child._parent = root;
        if (root._size is not null)
            child._place = place;
        return true;
    }

    /// <summary>The expression that settled this very size, as opposed to those it was joined with later.</summary>
    public CellPlace? Reason()
    {
        for (SizeVariable? node = this; node is not null; node = node._parent)
        {
            if (node._place is { } place)
                return place;
        }

        return null;
    }

    /// <summary>The one that stands for all that were joined.</summary>
    public SizeVariable Root()
    {
        SizeVariable node = this;
        while (node._parent is { } parent)
            node = parent;
        return node;
    }
}
