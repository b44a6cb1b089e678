using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Matrix-vector product that is added to an accumulator: lanes are the elements of the result, k iterates over the operand.</summary>
/// <param name="Weight">The matrix.</param>
/// <param name="Transposed">Whether the weight is transposed.</param>
/// <param name="Operand">The vector, which is in memory.</param>
public sealed record Product(PackedWeight Weight, bool Transposed, Value Operand)
{
    /// <summary>The columns of the weight that multiply the operand, if that is a part of a concatenation; null for all of them.</summary>
    public ColumnRange? Columns { get; init; }

    /// <summary>Multiply-adds for each lane.</summary>
    public int Depth => Transposed ? Weight.Slice.Rows : Columns?.Count ?? Weight.Slice.Columns;

    /// <summary>Multiply-adds for each lane of the product with the whole concatenation, of which this one may be a part.</summary>
    public int WholeDepth => Transposed ? Weight.Slice.Rows : Weight.Slice.Columns;
}

/// <summary>Consecutive columns of a matrix.</summary>
/// <param name="First">The first column.</param>
/// <param name="Count">The number of columns.</param>
public readonly record struct ColumnRange(int First, int Count);

/// <summary>Accumulator: the sum of start values in memory and of products.</summary>
/// <param name="Name">The name of its result, or of the gate that is computed from it.</param>
/// <param name="Result">The value that it computes.</param>
/// <param name="Start">The start values, each in memory or a constant.</param>
/// <param name="Products">The products, in the order of their addition.</param>
public sealed record Accumulation(string Name, Value Result, IReadOnlyList<Value> Start, IReadOnlyList<Product> Products);

/// <summary>Store at the end of a region.</summary>
/// <param name="Value">The value.</param>
/// <param name="Target">The destination.</param>
public sealed record RegionStore(Value Value, BufferView Target);

/// <summary>Reduction over the lanes of a region.</summary>
/// <param name="Maximum">Whether it computes the maximum rather than the sum.</param>
/// <param name="Operand">The value that is reduced.</param>
/// <param name="Targets">The destinations of the scalar result.</param>
public sealed record RegionReduction(bool Maximum, Value Operand, IReadOnlyList<BufferView> Targets);

/// <summary>
/// Fused equations over one number of lanes: products into accumulators, then elementwise equations in registers (the epilogue), then stores and reductions. No
/// intermediate value is stored to memory.
/// </summary>
public sealed record Region
{
    /// <summary>Number of lanes.</summary>
    public required int Length { get; init; }

    /// <summary>The accumulators, in the order of their registers.</summary>
    public required IReadOnlyList<Accumulation> Accumulations { get; init; }

    /// <summary>The epilogue, in order.</summary>
    public required IReadOnlyList<Equation> Elementwise { get; init; }

    /// <summary>The reductions over lanes.</summary>
    public required IReadOnlyList<RegionReduction> Reductions { get; init; }

    /// <summary>The stores, in order.</summary>
    public required IReadOnlyList<RegionStore> Stores { get; init; }

    /// <summary>The equations with their shapes, as comments.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>The views of the values that are read from memory.</summary>
    public required IReadOnlyDictionary<Value, BufferView> Loads { get; init; }

    /// <summary>The values that are constants.</summary>
    public required IReadOnlyDictionary<Value, double> Constants { get; init; }

    /// <summary>The tables in which rows are looked up.</summary>
    public required IReadOnlyDictionary<Value, PackedWeight> Tables { get; init; }

    /// <summary>All products of all accumulators, in order.</summary>
    public IEnumerable<Product> Products => Accumulations.SelectMany(static a => a.Products);

    /// <summary>The views that are read lane by lane, rather than as one element for all lanes.</summary>
    public IEnumerable<BufferView> ReadLaneByLane => Accumulations.SelectMany(static a => a.Start)
        .Concat(Elementwise.Where(static e => OperationTraits.Of(e.Kind).IsElementwise).SelectMany(static e => e.Operands))
        .Concat(Stores.Select(static s => s.Value))
        .Where(Loads.ContainsKey)
        .Select(v => Loads[v]);

    /// <summary>The buffers that are accessed.</summary>
    public IEnumerable<LoopBuffer> Touched => Views.Select(static v => v.Buffer);

    /// <summary>Whether an address depends on the steps of the row, so that rows are not equally far apart.</summary>
    public bool DependsOnRowSteps => Views.Any(static v => v.Slot == Slot.Last);

    /// <summary>Whether each store has a value that is in memory, and nothing is computed.</summary>
    public bool IsCopy => Accumulations.Count + Elementwise.Count + Reductions.Count == 0 && Stores.All(s => Loads.ContainsKey(s.Value) && s.Value.Type.IsVector);

    private IEnumerable<BufferView> Views => Loads.Values.Concat(Stores.Select(static s => s.Target)).Concat(Reductions.SelectMany(static r => r.Targets));
}
