using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.Compiler.Scheduling.Regions;
using RnnCompiler.Compiler.Scheduling.Storage;

namespace RnnCompiler.Compiler.Scheduling.Tiles;

/// <summary>How a loop over k walks through packed weights.</summary>
/// <param name="Space">Parameters, the transposed copies, or the reduced ones.</param>
/// <param name="Start">The first float of the panel.</param>
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
    public string? Text => Reduced is null
        ? null
        : FormattableString.Invariant($"weights: {Reduced.Format}, {PerWord} columns in each 32-bit word{(IsScaled ? ", a scale for each row" : "")}");

    /// <summary>The walk of a product.</summary>
    public static PanelWalk Of(Product product, WeightPacking packing)
    {
        SlicePlacement slice = product.Weight.Slice;
        if (product.Transposed)
            return new PanelWalk(MemorySpace.Panels, packing.Panel(slice.Weight).Offset, slice.Rows * Target.Block, Target.Block);
        if (product.Weight.Reduced is { } reduced)
            return new PanelWalk(MemorySpace.Reduced, reduced.Offset, reduced.BlockStride, reduced.Width, reduced);
        return new PanelWalk(MemorySpace.Parameters, product.Weight.GroupOffset, slice.BlockStride, slice.ColumnStride);
    }

    /// <summary>Where a gate's lanes begin in the panel.</summary>
    public long Gate(Product product) => product.Transposed ? 0 : product.Weight.Gate;

    /// <summary>Where the lanes of one vector of a gate stand at k, relative to the tile's first block and lane.</summary>
    public long Offset(Product product, int k, LaneVector lanes) =>
        (k / PerWord * (long)DepthStride) + Gate(product) + (lanes.BlockDelta * (long)BlockStride) + lanes.LaneDelta;

    /// <summary>The weights at k out of what was loaded at <see cref="Offset"/>.</summary>
    public VectorExpression Weights(VectorExpression loaded, int k) => Reduced is null ? loaded : new ReducedWeight(loaded, Reduced.Format, k % PerWord);
}
