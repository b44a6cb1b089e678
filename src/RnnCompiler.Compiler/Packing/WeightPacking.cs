using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Packing;

/// <summary>A weight in packed storage.</summary>
/// <param name="Slice">Where its elements lie.</param>
/// <param name="GroupOffset">Where the panel of its group begins.</param>
/// <param name="Reduced">The reduced copy of the panel, where products are to read that one.</param>
public sealed record PackedWeight(SlicePlacement Slice, int GroupOffset, ReducedPanelPlacement? Reduced = null)
{
    /// <summary>Floats between the beginning of the panel and that of the weight's gate.</summary>
    public int Gate => Slice.Offset - GroupOffset;
}

/// <summary>
/// Decides where weights lie. Matrices that multiply one operand are concatenated into one panel, [block of 16 rows][column][gate][row],
/// so that one pass over the operand feeds all gates with sequential loads. Tables of embeddings keep their rows together.
/// The layout is the same on every machine.
/// </summary>
internal sealed class WeightPacking
{
    private readonly Dictionary<string, PackedWeight> _weights = [];
    private readonly Dictionary<string, int> _rowStart = [];
    private readonly ReducedPacking _reduced;
    private readonly Dictionary<string, PackedWeight> _inference = [];
    private readonly HashSet<string> _reducible;
    private TransposedPanels _panels = TransposedPanels.None;

    private WeightPacking(Module module)
    {
        _reduced = new ReducedPacking(module.Declaration.Weights);
        _reducible = new(ReducedWeights.Of(module), StringComparer.Ordinal);
        foreach (ParameterTensor parameter in module.Parameters)
        {
            int row = 0;
            foreach (string slice in parameter.Slices)
            {
                _rowStart[slice] = row;
                row += module.Loss.Parameters.First(p => p.Value.Name == slice).Value.Type.Rows;
            }
        }
    }

    /// <summary>Floats of packed parameters.</summary>
    public int Size { get; private set; }

    /// <summary>The transposed weights; none before <see cref="WithPanels"/>.</summary>
    public IReadOnlyList<PanelPlacement> Panels => _panels.Panels;

    /// <summary>Floats of transposed weights.</summary>
    public int PanelSize => _panels.Size;

    /// <summary>The reduced copies of weights.</summary>
    public ReducedPacking Reduced => _reduced;

    /// <summary>The weight of a key.</summary>
    public PackedWeight this[string key] => _weights[key];

    /// <summary>The weight of a key as inference reads it: reduced, where the model is declared so.</summary>
    public PackedWeight ForInference(string key) => _inference.TryGetValue(key, out PackedWeight? reduced) ? reduced : _weights[key];

    /// <summary>The transposed copy of a weight.</summary>
    public PanelPlacement Panel(string key) => _panels[key];

    /// <summary>The same placement, with transposed copies of the weights whose transpose a function uses.</summary>
    /// <param name="training">The function.</param>
    public WeightPacking WithPanels(Function training)
    {
        WeightPacking packing = (WeightPacking)MemberwiseClone();
        packing._panels = TransposedPanels.Of(training, this);
        return packing;
    }

    /// <summary>Places all weights of a module. The loss decides, so a model has one layout whether training is planned or not.</summary>
    public static WeightPacking Of(Module module)
    {
        WeightPacking packing = new(module);
        WeightUses uses = WeightUses.Of(module.Loss);
        foreach (Value weight in module.Loss.ParametersOf(ParameterRole.Weight))
        {
            if (packing._weights.ContainsKey(weight.Name!))
                continue;
            if (!weight.Type.IsMatrix)
                packing.PlaceVector(weight);
            else if (uses.Tables.Contains(weight.Name!))
                packing.PlaceTable(weight);
            else
                packing.PlaceGroup(uses.GroupOf(weight));
        }

        return packing;
    }

    /// <summary>Where the canonical parameters lie.</summary>
    public IReadOnlyList<ParameterPlacement> Placements(Module module)
    {
        List<ParameterPlacement> placements = [];
        int offset = 0;
        foreach (ParameterTensor tensor in module.Parameters)
        {
            placements.Add(new ParameterPlacement(tensor, offset, [.. tensor.Slices.Select(s => _weights[s].Slice)]));
            offset = checked(offset + tensor.Shape.Aggregate(1, static (a, b) => checked(a * b)));
        }

        return placements;
    }

    private void PlaceVector(Value weight)
    {
        SlicePlacement slice = new(weight.Name!, _rowStart[weight.Name!], weight.Type.Rows, 1, Size, Target.Block, 1, 1);
        _weights[weight.Name!] = new PackedWeight(slice, Size);
        Size = checked(Size + Target.Pad(weight.Type.Rows));
    }

    private void PlaceTable(Value weight)
    {
        int stride = Target.Pad(weight.Type.Columns);
        SlicePlacement slice = new(weight.Name!, _rowStart[weight.Name!], weight.Type.Rows, weight.Type.Columns, Size, Target.Block * stride, stride, 1);
        _weights[weight.Name!] = new PackedWeight(slice, Size);
        Size = checked(Size + (weight.Type.Rows * stride));
    }

    private void PlaceGroup(IReadOnlyList<Value> group)
    {
        TensorType type = group[0].Type;
        int columnStride = group.Count * Target.Block;
        int blockStride = checked(type.Columns * columnStride);
        for (int gate = 0; gate < group.Count; gate++)
        {
            string key = group[gate].Name!;
            SlicePlacement slice = new(key, _rowStart[key], type.Rows, type.Columns, Size + (gate * Target.Block), blockStride, 1, columnStride);
            _weights[key] = new PackedWeight(slice, Size);
        }

        int blocks = Target.Pad(type.Rows) / Target.Block;
        List<Value> reducible = [.. group.Where(w => _reducible.Contains(w.Name!))];
        if (reducible.Count > 0)
        {
            ReducedPanelPlacement panel = _reduced.Place(Size, blocks, type.Columns, columnStride);
            foreach (Value weight in reducible)
                _inference[weight.Name!] = _weights[weight.Name!] with { Reduced = panel };
        }

        Size = checked(Size + (blocks * blockStride));
    }
}
