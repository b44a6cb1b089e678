using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Where the transposed copies of weights lie, which the products with a transpose in training read.</summary>
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

    /// <summary>No copies: inference.</summary>
    public static TransposedPanels None { get; } = new([], 0);

    /// <summary>
    /// The copies. Those of one group of weights follow one another, so that a loop over gates moves by equal distances; groups come in the
    /// order of the parameters, so that levels of one shape do too.
    /// </summary>
    public IReadOnlyList<PanelPlacement> Panels { get; }

    /// <summary>Floats of all copies.</summary>
    public int Size { get; }

    /// <summary>The copy of a weight.</summary>
    public PanelPlacement this[string key] => _byWeight[key];

    /// <summary>Places a copy of each weight whose transpose a function uses.</summary>
    /// <param name="function">The function.</param>
    /// <param name="packing">Where the weights lie.</param>
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
