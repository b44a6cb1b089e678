using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Access pattern of a loop over k to a panel of packed weights, or to the matrix of a row.</summary>
/// <param name="Space">The memory: parameters, transposed copies, or copies in reduced precision.</param>
/// <param name="Start">The first element of the panel: a float, a 32-bit word or a byte; 0 for the matrix of a row, whose address depends on the row.</param>
/// <param name="BlockStride">Elements from one block of lanes to the next.</param>
/// <param name="DepthStride">Elements from one k, or from one word of several k, to the next.</param>
/// <param name="Reduced">The panel in reduced precision, if the loop reads that one; else null.</param>
internal sealed record PanelAccess(MemorySpace Space, long Start, int BlockStride, int DepthStride, ReducedPanelPlacement? Reduced = null)
{
    /// <summary>Values of k that share a 32-bit word.</summary>
    public int PerWord => Reduced?.ElementsPerWord ?? 1;

    /// <summary>Whether an element of the loop is a word of four integers, which are multiplied at once.</summary>
    public bool IsInteger => Reduced is { IntegerProducts: true };

    /// <summary>Whether the sums have to be multiplied by a scale for each lane.</summary>
    public bool IsScaled => Reduced?.Format == WeightFormat.Int8;

    /// <summary>The weight format as a comment; null for floats.</summary>
    public string? Text => Reduced?.Format switch
    {
        WeightFormat.BFloat16 => "weights: bfloat16, two columns in each 32-bit word",
        WeightFormat.Int8 when IsInteger => "weights and operand: bytes, four columns in each 32-bit word; integer sums, scaled row by row",
        WeightFormat.Int8 => "weights: bytes, scaled row by row once they are summed",
        _ => null,
    };

    /// <summary>Gets the access pattern of a product.</summary>
    public static PanelAccess Of(Product product, WeightPacking packing) => product switch
    {
        WeightProduct weight => Of(weight, packing),
        MatrixProduct matrix => new PanelAccess(matrix.Matrix.Buffer.Space, 0, Target.Block, matrix.Matrix.Buffer.SlotStride),
        _ => throw new InvalidOperationException($"A {product.GetType().Name} has no access pattern."),
    };

    private static PanelAccess Of(WeightProduct product, WeightPacking packing)
    {
        SlicePlacement slice = product.Weight.Slice;
        int first = product.Columns?.First ?? 0;
        if (product.Transposed)
            return new PanelAccess(MemorySpace.Panels, packing.Panel(slice.Weight).Offset, slice.Rows * Target.Block, Target.Block);
        if (product.Weight.Reduced is { } reduced)
        {
            long firstWord = (long)first / reduced.PerWord * reduced.Width;
            return reduced.IsInBytes
                ? new PanelAccess(MemorySpace.Bytes, ((long)sizeof(float) * reduced.Offset) + firstWord, reduced.BlockStride, reduced.Width, reduced)
                : new PanelAccess(MemorySpace.Reduced, reduced.Offset + firstWord, reduced.BlockStride, reduced.Width, reduced);
        }

        return new PanelAccess(MemorySpace.Parameters, product.Weight.GroupOffset + ((long)first * slice.ColumnStride), slice.BlockStride, slice.ColumnStride);
    }

    /// <summary>Gets the distance from the start of the panel to the first lane of a gate.</summary>
    public long Gate(Product product) => product is WeightProduct { Transposed: false } weight ? weight.Weight.Gate : 0;

    /// <summary>Loads the lanes of one vector of a gate at k: weights, or 32-bit words that contain them.</summary>
    public VectorExpression Load(Pointer weights, Product product, int k, LaneVector lanes, Target target)
    {
        long offset = (k / PerWord * (long)DepthStride) + Gate(product) + (lanes.BlockDelta * (long)BlockStride) + lanes.LaneDelta;
        return Space == MemorySpace.Bytes ? new ByteLoad(weights, offset) : new VectorLoad(weights, offset, target.Lanes);
    }

    /// <summary>Extracts the weights at k from the result of <see cref="Load"/>.</summary>
    public VectorExpression Weights(VectorExpression loaded, int k) => PerWord == 1 ? loaded : new BFloat16Half(loaded, k % PerWord == 1);
}
