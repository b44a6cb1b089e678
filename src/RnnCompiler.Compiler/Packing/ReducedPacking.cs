namespace RnnCompiler.Compiler.Packing;

/// <summary>
/// Allocator of panel copies in reduced precision, in the order in which kernels read them. The layout of bfloat16 is [block of 16 rows][pair of
/// columns][gate][row]: one load fetches two columns of as many rows as a vector has lanes; a shift or a mask extracts each. The layout of int8 is
/// [block][column][gate][row], since widening bytes from memory is cheaper than extracting four columns from a word; the scales follow as [block][gate][row]. For
/// integer products it is [block][group of four columns][gate][row], since one instruction multiplies the four bytes of a word; after the scales follow the starts.
/// </summary>
/// <param name="format">The format.</param>
/// <param name="integerProducts">Whether products with int8 weights add integers.</param>
internal sealed class ReducedPacking(WeightFormat format, bool integerProducts)
{
    private readonly List<ReducedPanelPlacement> _panels = [];

    /// <summary>Gets the panels placed so far.</summary>
    public IReadOnlyList<ReducedPanelPlacement> Panels => _panels;

    /// <summary>Gets the size of all panels and scales in 32-bit words.</summary>
    public int Size { get; private set; }

    /// <summary>Places the copy of a panel.</summary>
    /// <param name="source">The panel's first float among the parameters.</param>
    /// <param name="blocks">The number of blocks of 16 rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="width">Floats of a column of a block: 16 for each gate.</param>
    public ReducedPanelPlacement Place(int source, int blocks, int columns, int width)
    {
        ReducedPanelPlacement panel = new(format, source, blocks, columns, width, Size)
        {
            IntegerProducts = integerProducts && format == WeightFormat.Int8 && IntegerArithmetic.Holds(columns),
        };
        _panels.Add(panel);
        Size = panel.End;
        return panel;
    }
}
