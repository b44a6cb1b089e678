namespace RnnCompiler.Compiler.Packing;

/// <summary>
/// Places reduced copies of panels in the order in which kernels read them. bfloat16: [block of 16 rows][pair of columns][gate][row], so that one load
/// brings two columns of as many rows as a vector has lanes, each a shift or a mask away. Bytes: [block][column][gate][row], since widening them from
/// memory is cheaper than shifting four columns out of a word; their scales, [block][gate][row], follow.
/// </summary>
internal sealed class ReducedPacking(WeightFormat format)
{
    private readonly List<ReducedPanelPlacement> _panels = [];

    /// <summary>All panels.</summary>
    public IReadOnlyList<ReducedPanelPlacement> Panels => _panels;

    /// <summary>32-bit words of all panels and scales.</summary>
    public int Size { get; private set; }

    /// <summary>Places the copy of a panel.</summary>
    /// <param name="source">The panel's first float among the parameters.</param>
    /// <param name="blocks">Its blocks of 16 rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="width">Floats of a column of a block: 16 for each gate.</param>
    public ReducedPanelPlacement Place(int source, int blocks, int columns, int width)
    {
        ReducedPanelPlacement panel = new(format, source, blocks, columns, width, Size);
        _panels.Add(panel);
        Size = checked(panel.Scales + (format == WeightFormat.Int8 ? blocks * width : 0));
        return panel;
    }
}
