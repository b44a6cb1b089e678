using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Packing;

/// <summary>
/// Layout of weights in packed storage. Matrices that multiply one operand are concatenated into a panel [block of 16 rows][column][gate][row] (as the packed
/// panels of GEMM; Goto and van de Geijn 2008), so that one pass over the operand feeds all gates with sequential loads. Embedding tables are stored row by
/// row. The layout is the same for each target.
/// </summary>
internal sealed class WeightPacking
{
    private readonly Dictionary<string, PackedWeight> _weights = [];
    private readonly Dictionary<string, int> _rowStart = [];
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private readonly ReducedPacking _reduced;
    private readonly Dictionary<string, PackedWeight> _inference = [];
    private readonly HashSet<string> _reducible;
    private TransposedPanels _panels = TransposedPanels.None;

    private WeightPacking(Module module)
    {
        _reduced = new ReducedPacking(module.Declaration.Weights, module.Declaration.IntegerProducts);
        _reducible = new(ReducedWeights.Of(module), StringComparer.Ordinal);
        foreach (ParameterTensor parameter in module.Parameters)
        {
            int row = 0;
            foreach (string slice in parameter.Slices)
            {
                TensorType type = module.Loss.Parameters.First(p => p.Value.Name == slice).Value.Type;
                _rowStart[slice] = row;
                if (parameter.IsRow(type))
                    _rows.Add(slice);
                row += parameter.IsRow(type) ? 1 : type.Rows;
            }
        }
    }

    /// <summary>Gets the size of the packed parameters in floats.</summary>
    public int Size { get; private set; }

    /// <summary>The placements of transposed copies; empty before <see cref="WithPanels"/>.</summary>
    public IReadOnlyList<PanelPlacement> Panels => _panels.Panels;

    /// <summary>Gets the size of the transposed copies in floats.</summary>
    public int PanelSize => _panels.Size;

    /// <summary>The copies in reduced precision.</summary>
    public ReducedPacking Reduced => _reduced;

    /// <summary>The weights of all functions.</summary>
    public IReadOnlyCollection<PackedWeight> Weights => _weights.Values;

    /// <summary>Gets the weight with a key.</summary>
    public PackedWeight this[string key] => _weights[key];

    /// <summary>Gets the weight with a key as inference reads it: in reduced precision if the model declares that.</summary>
    public PackedWeight ForInference(string key) => _inference.TryGetValue(key, out PackedWeight? reduced) ? reduced : _weights[key];

    /// <summary>Gets the placement of the transposed copy of a weight.</summary>
    public PanelPlacement Panel(string key) => _panels[key];

    /// <summary>Creates the same layout with transposed copies of the weights that a function uses transposed in a product.</summary>
    /// <param name="training">The function.</param>
    public WeightPacking WithPanels(Function training)
    {
        WeightPacking packing = (WeightPacking)MemberwiseClone();
        packing._panels = TransposedPanels.Of(training, this);
        return packing;
    }

    /// <summary>Places all weights of a module. The loss function determines the layout, so it is the same whether training is planned or not.</summary>
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

    /// <summary>Gets the placements of the canonical parameters, in order.</summary>
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
        SlicePlacement slice = _rows.Contains(weight.Name!)
            ? new(weight.Name!, _rowStart[weight.Name!], 1, weight.Type.Rows, Size, Target.Pad(weight.Type.Rows), 1, 1)
            : new(weight.Name!, _rowStart[weight.Name!], weight.Type.Rows, 1, Size, Target.Block, 1, 1);
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
