using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Placement of the transposed copies of weights, which products with a transposed weight read in training.</summary>
internal sealed class TransposedPanels
{
    private readonly Dictionary<string, PanelPlacement> _byWeight = new(StringComparer.Ordinal);

    private TransposedPanels(IReadOnlyList<PanelPlacement> panels, int size)
    {
        Panels = panels;
        Size = size;
        foreach (PanelPlacement panel in panels)
            _byWeight[panel.Source.Weight] = panel;
    }

    /// <summary>Gets an empty placement, for inference.</summary>
    public static TransposedPanels None { get; } = new([], 0);

    /// <summary>
    /// Gets the copies. Those of one group of weights are adjacent, so that a loop over gates has a constant stride. Groups have the order of the
    /// parameters, so that layers of the same shape have equal strides too.
    /// </summary>
    public IReadOnlyList<PanelPlacement> Panels { get; }

    /// <summary>Gets the size of all copies in floats.</summary>
    public int Size { get; }

    /// <summary>Gets the placement of the copy of a weight.</summary>
    public PanelPlacement this[string key] => _byWeight[key];

    /// <summary>Places a copy of each weight that a function uses transposed in a product.</summary>
    /// <param name="function">The function.</param>
    /// <param name="packing">The placement of the weights.</param>
    public static TransposedPanels Of(Function function, WeightPacking packing)
    {
        List<PanelPlacement> panels = [];
        int size = 0;
        foreach (string key in WeightUses.Of(function).Transposed.OrderBy(k => packing[k].GroupOffset))
        {
            PanelPlacement panel = new(packing[key].Slice, size);
            panels.Add(panel);
            size = checked(size + (Target.Pad(panel.Source.Columns) * panel.Source.Rows));
        }

        return new TransposedPanels(panels, size);
    }
}
