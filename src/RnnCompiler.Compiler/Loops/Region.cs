using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>A product that is added into an accumulator: lanes are the elements of the result, k runs over the operand.</summary>
/// <param name="Weight">The matrix.</param>
/// <param name="Transposed">Whether its transpose multiplies.</param>
/// <param name="Operand">The vector, which lies in memory.</param>
internal sealed record Product(PackedWeight Weight, bool Transposed, Value Operand)
{
    /// <summary>Multiply-adds for each lane.</summary>
    public int Depth => Transposed ? Weight.Slice.Rows : Weight.Slice.Columns;
}

/// <summary>A sum that lives in a register: it starts from what lies in memory and takes up products.</summary>
/// <param name="Name">What a reader calls it: its own name, or that of the gate that it becomes.</param>
/// <param name="Result">The value that it becomes.</param>
/// <param name="Start">What it starts from, all in memory or constant.</param>
/// <param name="Products">What is added, in order.</param>
internal sealed record Accumulation(string Name, Value Result, IReadOnlyList<Value> Start, IReadOnlyList<Product> Products);

/// <summary>A store at the end of a region.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Target">Where to.</param>
internal sealed record RegionStore(Value Value, View Target);

/// <summary>A reduction over the lanes of a region.</summary>
/// <param name="Maximum">Whether the greatest is wanted, rather than the sum.</param>
/// <param name="Operand">What is reduced.</param>
/// <param name="Targets">Where the number goes.</param>
internal sealed record RegionReduction(bool Maximum, Value Operand, IReadOnlyList<View> Targets);

/// <summary>
/// Equations over one length of lanes that are computed together: products into accumulators, then everything elementwise in registers
/// (the epilogue), then stores and reductions. Nothing in between goes through memory.
/// </summary>
internal sealed class Region
{
    public required int Length { get; init; }

    public required IReadOnlyList<Accumulation> Accumulations { get; init; }

    /// <summary>The epilogue, in order.</summary>
    public required IReadOnlyList<Equation> Elementwise { get; init; }

    public required IReadOnlyList<RegionReduction> Reductions { get; init; }

    public required IReadOnlyList<RegionStore> Stores { get; init; }

    /// <summary>For the reader: the equations with their shapes.</summary>
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>What it reads from memory.</summary>
    public required IReadOnlyDictionary<Value, View> Loads { get; init; }

    /// <summary>What it knows as numbers.</summary>
    public required IReadOnlyDictionary<Value, double> Constants { get; init; }

    /// <summary>Tables that it looks up, by their value.</summary>
    public required IReadOnlyDictionary<Value, PackedWeight> Tables { get; init; }

    /// <summary>What it reads from memory lane by lane, rather than one element for all lanes.</summary>
    public IEnumerable<View> ReadLaneByLane => Accumulations.SelectMany(static a => a.Start)
        .Concat(Elementwise.Where(static e => OperationTraits.Of(e.Kind).IsElementwise).SelectMany(static e => e.Operands))
        .Concat(Stores.Select(static s => s.Value))
        .Where(Loads.ContainsKey)
        .Select(v => Loads[v]);

    /// <summary>Everything that it reads or writes in memory.</summary>
    public IEnumerable<TensorBuffer> Touched =>
        Loads.Values.Concat(Stores.Select(static s => s.Target)).Concat(Reductions.SelectMany(static r => r.Targets)).Select(static v => v.Buffer);
}
