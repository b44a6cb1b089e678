using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Choice of the products whose operand is loaded as one vector, whose lanes are broadcast in registers. A broadcast from memory takes a load, as the weights do,
/// and waits for the store of what the step before computed. The order of the sum is the same.
/// </summary>
internal static class LaneBroadcasts
{
    /// <summary>Fewer lanes take a few broadcasts from memory, which are in a loop; a lane is part of the instruction, so that its loop is unrolled.</summary>
    private const int MinLanes = 8;

    /// <summary>Returns whether a product of a tile broadcasts the lanes of its operand, which then is one vector.</summary>
    public static bool Pay(Region region, Product product, TileShape shape, Target target) =>
        shape.Width == 1 && shape.ChainPasses == 1 && target.Lanes >= MinLanes && product.Depth > 1 && product.Depth <= target.Lanes
        && product is WeightProduct { Transposed: false, Columns: null, Weight.Reduced: null }
        && region.Loads[product.Operand].IsReadableWhole(target.Lanes);
}
