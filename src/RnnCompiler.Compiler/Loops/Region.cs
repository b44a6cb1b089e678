using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>A matrix-vector product that is added into an accumulator: lanes are the elements of the result, k runs over the operand.</summary>
/// <param name="Weight">The matrix.</param>
/// <param name="Transposed">Whether its transpose multiplies.</param>
/// <param name="Operand">The vector, which lies in memory.</param>
public sealed record Product(PackedWeight Weight, bool Transposed, Value Operand)
{
    /// <summary>Multiply-adds for each lane.</summary>
    public int Depth => Transposed ? Weight.Slice.Rows : Weight.Slice.Columns;
}

/// <summary>An accumulator: it starts as the sum of values in memory, and products are added to it.</summary>
/// <param name="Name">The name of its value, or of the gate that it becomes.</param>
/// <param name="Result">The value that it becomes.</param>
/// <param name="Start">The values that it starts from, all in memory or known numbers.</param>
/// <param name="Products">The products, in the order of their addition.</param>
public sealed record Accumulation(string Name, Value Result, IReadOnlyList<Value> Start, IReadOnlyList<Product> Products);

/// <summary>A store at the end of a region.</summary>
/// <param name="Value">The value.</param>
/// <param name="Target">Where it goes.</param>
public sealed record RegionStore(Value Value, BufferView Target);

/// <summary>A reduction over the lanes of a region.</summary>
/// <param name="Maximum">Whether it is the greatest element rather than the sum.</param>
/// <param name="Operand">What is reduced.</param>
/// <param name="Targets">Where the number goes.</param>
public sealed record RegionReduction(bool Maximum, Value Operand, IReadOnlyList<BufferView> Targets);

/// <summary>
/// Equations over one number of lanes that are computed together: products into accumulators, then everything elementwise in registers
/// (the epilogue), then stores and reductions. No intermediate value goes through memory.
/// </summary>
public sealed record Region
{
    /// <summary>Lanes.</summary>
    public required int Length { get; init; }

    /// <summary>The accumulators, in the order of their registers.</summary>
    public required IReadOnlyList<Accumulation> Accumulations { get; init; }

    /// <summary>The epilogue, in order.</summary>
    public required IReadOnlyList<Equation> Elementwise { get; init; }

    /// <summary>The reductions over lanes.</summary>
    public required IReadOnlyList<RegionReduction> Reductions { get; init; }

    /// <summary>The stores, in order.</summary>
    public required IReadOnlyList<RegionStore> Stores { get; init; }

    /// <summary>The equations with their shapes, for readers.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>Where the values lie that are read from memory.</summary>
    public required IReadOnlyDictionary<Value, BufferView> Loads { get; init; }

    /// <summary>The values that are known numbers.</summary>
    public required IReadOnlyDictionary<Value, double> Constants { get; init; }

    /// <summary>The tables in which rows are looked up.</summary>
    public required IReadOnlyDictionary<Value, PackedWeight> Tables { get; init; }

    /// <summary>The values that are the cotangent of the loss, a run-time number that all rows share.</summary>
    public required IReadOnlyList<Value> LossCotangents { get; init; }

    /// <summary>All products of all accumulators, in order.</summary>
    public IEnumerable<Product> Products => Accumulations.SelectMany(static a => a.Products);

    /// <summary>What is read from memory lane by lane, rather than one element for all lanes.</summary>
    public IEnumerable<BufferView> ReadLaneByLane => Accumulations.SelectMany(static a => a.Start)
        .Concat(Elementwise.Where(static e => OperationTraits.Of(e.Kind).IsElementwise).SelectMany(static e => e.Operands))
        .Concat(Stores.Select(static s => s.Value))
        .Where(Loads.ContainsKey)
        .Select(v => Loads[v]);

    /// <summary>Everything that is read or written in memory.</summary>
    public IEnumerable<LoopBuffer> Touched =>
        Loads.Values.Concat(Stores.Select(static s => s.Target)).Concat(Reductions.SelectMany(static r => r.Targets)).Select(static v => v.Buffer);
}
