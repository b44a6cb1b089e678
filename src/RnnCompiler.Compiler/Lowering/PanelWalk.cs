using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>How a loop over k walks through packed weights.</summary>
/// <param name="Space">Parameters, the transposed copies, or the reduced ones.</param>
/// <param name="Start">The first float, word or byte of the panel.</param>
/// <param name="BlockStride">From one block of lanes to the next.</param>
/// <param name="DepthStride">From one k, or from one word of several k, to the next.</param>
/// <param name="Reduced">The reduced panel, where that is what is walked.</param>
internal sealed record PanelWalk(MemorySpace Space, long Start, int BlockStride, int DepthStride, ReducedPanelPlacement? Reduced = null)
{
    /// <summary>Values of k that share a 32-bit word.</summary>
    public int PerWord => Reduced?.PerWord ?? 1;

    /// <summary>Whether what is summed has to be multiplied by a scale for each lane.</summary>
    public bool IsScaled => Reduced?.Format == WeightFormat.Int8;

    /// <summary>For the reader: how the weights are kept; null for floats.</summary>
    public string? Text => Reduced?.Format switch
    {
        WeightFormat.BFloat16 => "weights: bfloat16, two columns in each 32-bit word",
        WeightFormat.Int8 => "weights: bytes, scaled row by row once they are summed",
        _ => null,
    };

    /// <summary>The walk of a product.</summary>
    public static PanelWalk Of(Product product, WeightPacking packing)
    {
        SlicePlacement slice = product.Weight.Slice;
        if (product.Transposed)
            return new PanelWalk(MemorySpace.Panels, packing.Panel(slice.Weight).Offset, slice.Rows * Target.Block, Target.Block);
        if (product.Weight.Reduced is { } reduced)
        {
            return reduced.Format == WeightFormat.Int8
                ? new PanelWalk(MemorySpace.Bytes, (long)sizeof(float) * reduced.Offset, reduced.BlockStride, reduced.Width, reduced)
                : new PanelWalk(MemorySpace.Reduced, reduced.Offset, reduced.BlockStride, reduced.Width, reduced);
        }

        return new PanelWalk(MemorySpace.Parameters, product.Weight.GroupOffset, slice.BlockStride, slice.ColumnStride);
    }

    /// <summary>Where a gate's lanes begin in the panel.</summary>
    public long Gate(Product product) => product.Transposed ? 0 : product.Weight.Gate;

    /// <summary>What holds the lanes of one vector of a gate at k: the weights, or words that they are one half of.</summary>
    public VectorExpression Load(Pointer weights, Product product, int k, LaneVector lanes, Target target)
    {
        long offset = (k / PerWord * (long)DepthStride) + Gate(product) + (lanes.BlockDelta * (long)BlockStride) + lanes.LaneDelta;
        return Space == MemorySpace.Bytes ? new ByteLoad(weights, offset) : new VectorLoad(weights, offset, target.Lanes);
    }

    /// <summary>The weights at k out of what <see cref="Load"/> gave.</summary>
    public VectorExpression Weights(VectorExpression loaded, int k) => PerWord == 1 ? loaded : new BFloat16Half(loaded, k % PerWord == 1);
}
