namespace RnnCompiler.Compiler.Scheduling.Storage;

/// <summary>
/// Places reduced copies of panels: [block of 16 rows][word of columns][gate][row], so that one load brings several columns of 16 rows and
/// each is a shift or a mask away. With a scale for each row, the scales of a panel, [block][gate][row], follow its words.
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
        Size = checked(Size + (blocks * panel.BlockStride) + (format == WeightFormat.Int8 ? blocks * width : 0));
        return panel;
    }
}
