namespace RnnCompiler.Compiler.Cells;

/// <summary>A size that is inferred from use: a node of a union-find forest, whose root stores the size and the place that determined it.</summary>
internal sealed class SizeVariable
{
    private SizeVariable? _parent;
    private CellDimension? _size;
    private CellPlace? _place;

    /// <summary>Creates an unknown size.</summary>
    public static SizeVariable Open() => new();

    /// <summary>Creates a known size.</summary>
    public static SizeVariable Settled(CellDimension size, CellPlace place) => new() { _size = size, _place = place };

    /// <summary>Gets the size, or null if it is unknown.</summary>
    public CellDimension? Size => Root()._size;

    /// <summary>Gets the place that determined the size, or null.</summary>
    public CellPlace? Place => Root()._place;

    /// <summary>Unifies two sizes; returns whether they can be equal.</summary>
    /// <param name="other">The other size.</param>
    /// <param name="place">The expression that requires it.</param>
    public bool Join(SizeVariable other, CellPlace place)
    {
        SizeVariable a = Root();
        SizeVariable b = other.Root();
        if (ReferenceEquals(a, b))
            return true;
        if (a._size is { } left && b._size is { } right)
            return left == right;

        // The unknown root becomes a child of the known one; the expression that unified them is its reason in later messages.
        (SizeVariable root, SizeVariable child) = a._size is null ? (b, a) : (a, b);
        child._parent = root;
        if (root._size is not null)
            child._place = place;
        return true;
    }

    /// <summary>Returns the expression that determined this size, rather than those that later unified it with others.</summary>
    public CellPlace? Reason()
    {
        for (SizeVariable? node = this; node is not null; node = node._parent)
        {
            if (node._place is { } place)
                return place;
        }

        return null;
    }

    /// <summary>Returns the root of the set of unified sizes.</summary>
    public SizeVariable Root()
    {
        SizeVariable node = this;
        while (node._parent is { } parent)
            node = parent;
        return node;
    }
}
