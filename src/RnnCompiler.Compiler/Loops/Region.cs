using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Matrix-vector product that is added to an accumulator: lanes are the elements of the result, k iterates over the operand.</summary>
/// <param name="Operand">The vector, which is in memory.</param>
public abstract record Product(Value Operand)
{
    /// <summary>Elements of the result.</summary>
    public abstract int Lanes { get; }

    /// <summary>Multiply-adds for each lane; the greatest number, if it depends on the row.</summary>
    public abstract int Depth { get; }

    /// <summary>Multiply-adds for each lane of the product with the whole concatenation, of which this one may be a part.</summary>
    public virtual int WholeDepth => Depth;

    /// <summary>Elements of the operand that a loop over k reads: floats, or words of four integers.</summary>
    public virtual int LoopLength => Depth;

    /// <summary>The name of the matrix.</summary>
    public abstract string MatrixName { get; }
}

/// <summary>Product with a weight, which all rows share.</summary>
/// <param name="Weight">The matrix.</param>
/// <param name="Transposed">Whether the weight is transposed.</param>
/// <param name="Operand">The vector, which is in memory.</param>
public sealed record WeightProduct(PackedWeight Weight, bool Transposed, Value Operand) : Product(Operand)
{
    /// <summary>The columns of the weight that multiply the operand, if that is a part of a concatenation; null for all of them.</summary>
    public ColumnRange? Columns { get; init; }

    /// <inheritdoc/>
    public override int Lanes => Transposed ? Weight.Slice.Columns : Weight.Slice.Rows;

    /// <inheritdoc/>
    public override int Depth => Transposed ? Weight.Slice.Rows : Columns?.Count ?? Weight.Slice.Columns;

    /// <inheritdoc/>
    public override int LoopLength => IsInteger ? Weight.Reduced!.Depth : Depth;

    /// <summary>Whether it multiplies the integers of a quantised operand, four in each element of the loop.</summary>
    public bool IsInteger => !Transposed && Weight.Reduced is { IntegerProducts: true };

    /// <inheritdoc/>
    public override int WholeDepth => Transposed ? Weight.Slice.Rows : Weight.Slice.Columns;

    /// <inheritdoc/>
    public override string MatrixName => Weight.Slice.Weight;
}

/// <summary>Product with a matrix that each row of the batch has of its own: consecutive slots of a buffer, one for each k.</summary>
/// <param name="Matrix">The first slot.</param>
/// <param name="Slots">The number of slots.</param>
/// <param name="OverSteps">Whether the slots are steps, so that k ends at the last step of the row.</param>
/// <param name="Operand">The vector, which is in memory.</param>
public sealed record MatrixProduct(BufferView Matrix, int Slots, bool OverSteps, Value Operand) : Product(Operand)
{
    /// <inheritdoc/>
    public override int Lanes => Matrix.Length;

    /// <inheritdoc/>
    public override int Depth => Slots;

    /// <inheritdoc/>
    public override string MatrixName => Matrix.Buffer.Name;
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

/// <summary>
/// Operand of integer products, rounded to bytes before the tiles: four in each word, then the scale. Its slot is that of the row or step of the tile.
/// </summary>
/// <param name="Operand">The vector.</param>
/// <param name="Words">The words, in a buffer that has one more element.</param>
public sealed record QuantizedOperand(Value Operand, BufferView Words)
{
    /// <summary>The scale by which its integers are multiplied.</summary>
    public BufferView Scale => Words with { LaneOffset = Words.Length, Length = 1 };
}

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

    /// <summary>The operands of integer products; empty before they have buffers.</summary>
    public IReadOnlyList<QuantizedOperand> Quantized { get; init; } = [];

    /// <summary>All products of all accumulators, in order.</summary>
    public IEnumerable<Product> Products => Accumulations.SelectMany(static a => a.Products);

    /// <summary>The products with weights, in order.</summary>
    public IEnumerable<WeightProduct> WeightProducts => Products.OfType<WeightProduct>();

    /// <summary>The products with matrices of the rows, in order.</summary>
    public IEnumerable<MatrixProduct> MatrixProducts => Products.OfType<MatrixProduct>();

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

    /// <summary>Whether a loop over k ends at the last step of the row.</summary>
    public bool SumsOverRowSteps => MatrixProducts.Any(static p => p.OverSteps);

    /// <summary>Whether each store has a value that is in memory, and nothing is computed.</summary>
    public bool IsCopy => Accumulations.Count + Elementwise.Count + Reductions.Count == 0 && Stores.All(s => Loads.ContainsKey(s.Value) && s.Value.Type.IsVector);

    /// <summary>Gets the integers of an operand of integer products.</summary>
    /// <param name="operand">The operand.</param>
    public QuantizedOperand QuantizedOf(Value operand) => Quantized.First(q => q.Operand == operand);

    private IEnumerable<BufferView> Views => Loads.Values.Concat(MatrixProducts.Select(static p => p.Matrix))
        .Concat(Quantized.Select(static q => q.Words)).Concat(Stores.Select(static s => s.Target)).Concat(Reductions.SelectMany(static r => r.Targets));
}
