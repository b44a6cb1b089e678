using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Vector of a tile, relative to the first block and lane of the tile.</summary>
/// <param name="BlockDelta">Distance in blocks of 16 lanes from the first block of the tile.</param>
/// <param name="LaneDelta">The first lane within the block.</param>
/// <param name="Count">The number of lanes in use; fewer than the vector has at a tail.</param>
public sealed record LaneVector(int BlockDelta, int LaneDelta, int Count)
{
    /// <summary>Distance in floats from the first lane of the tile in a buffer.</summary>
    public int Offset => (BlockDelta * Target.Block) + LaneDelta;
}

/// <summary>
/// Range of lanes that is covered by tiles of one shape: a loop over blocks of 16 lanes and, if a tile is narrower than a block, a loop over the lanes of a
/// block.
/// </summary>
/// <param name="FirstBlock">The first block.</param>
/// <param name="EndBlock">One past the last block.</param>
/// <param name="BlockStep">The number of blocks of a tile.</param>
/// <param name="LaneStep">The number of lanes of a tile within a block.</param>
/// <param name="LaneEnd">The number of lanes of a block that tiles cover; equal to <paramref name="LaneStep"/> if one tile covers them.</param>
/// <param name="Vectors">The vectors of a tile.</param>
public sealed record LaneSegment(int FirstBlock, int EndBlock, int BlockStep, int LaneStep, int LaneEnd, IReadOnlyList<LaneVector> Vectors)
{
    /// <summary>Limits the vectors of a tile: no more than the lanes need, and whole blocks or a power of two that divides a block.</summary>
    /// <param name="vectors">The requested number of vectors.</param>
    /// <param name="length">The total number of lanes.</param>
    /// <param name="target">The target.</param>
    public static int Fit(int vectors, int length, Target target)
    {
        int needed = (length + target.Lanes - 1) / target.Lanes;
        vectors = Math.Min(vectors, needed);
        if (vectors >= target.VectorsPerBlock)
            return vectors / target.VectorsPerBlock * target.VectorsPerBlock;
        int part = 1;
        while (part * 2 <= vectors)
            part *= 2;
        return part;
    }

    /// <summary>Covers <paramref name="length"/> lanes with tiles of <paramref name="vectors"/> vectors; tiles of another shape cover the tail.</summary>
    public static IReadOnlyList<LaneSegment> Cover(int length, int vectors, Target target)
    {
        int lanes = target.Lanes;
        int perBlock = target.VectorsPerBlock;
        int fullBlocks = length / Target.Block;
        int tail = length % Target.Block;
        List<LaneSegment> segments = [];
        if (vectors < perBlock)
        {
            if (fullBlocks > 0)
                segments.Add(new LaneSegment(0, fullBlocks, 1, vectors * lanes, Target.Block, [.. Enumerable.Range(0, vectors).Select(v => new LaneVector(0, v * lanes, lanes))]));
            segments.AddRange(Tail(fullBlocks, tail, vectors, lanes));
            return segments;
        }

        int blocks = Math.Max(1, vectors / perBlock);
        int whole = fullBlocks / blocks * blocks;
        if (whole > 0)
            segments.Add(new LaneSegment(0, whole, blocks, Target.Block, Target.Block, Blocks(blocks, perBlock, lanes)));
        List<LaneVector> rest = [.. Blocks(fullBlocks - whole, perBlock, lanes)];
        for (int lane = 0; lane < tail; lane += lanes)
            rest.Add(new LaneVector(fullBlocks - whole, lane, Math.Min(lanes, tail - lane)));
        if (rest.Count > 0)
            segments.Add(new LaneSegment(whole, whole + 1, 1, Target.Block, Target.Block, rest));
        return segments;
    }

    private static IReadOnlyList<LaneVector> Blocks(int blocks, int perBlock, int lanes) =>
        [.. Enumerable.Range(0, blocks * perBlock).Select(v => new LaneVector(v / perBlock, v % perBlock * lanes, lanes))];

    /// <summary>Covers the lanes of the last, partly filled block: whole tiles in a loop, then one tile for the remaining lanes.</summary>
    private static IEnumerable<LaneSegment> Tail(int block, int tail, int vectors, int lanes)
    {
        int step = vectors * lanes;
        int whole = tail / step * step;
        if (whole > 0)
            yield return new LaneSegment(block, block + 1, 1, step, whole, [.. Enumerable.Range(0, vectors).Select(v => new LaneVector(0, v * lanes, lanes))]);
        List<LaneVector> rest = [];
        for (int lane = whole; lane < tail; lane += lanes)
            rest.Add(new LaneVector(0, lane, Math.Min(lanes, tail - lane)));
        if (rest.Count > 0)
            yield return new LaneSegment(block, block + 1, 1, Target.Block, Target.Block, rest);
    }
}
