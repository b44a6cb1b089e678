using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>One vector of a tile, relative to the tile's block and part.</summary>
/// <param name="BlockDelta">Blocks of 16 beyond the tile's.</param>
/// <param name="LaneDelta">Lanes beyond the start of the block.</param>
/// <param name="Count">Lanes that mean something.</param>
internal sealed record LaneVector(int BlockDelta, int LaneDelta, int Count)
{
    /// <summary>Floats beyond the tile's in a buffer.</summary>
    public int Offset => (BlockDelta * Target.Block) + LaneDelta;
}

/// <summary>
/// Tiles of one shape along the lanes: a loop over blocks of 16 and, where a tile is narrower than a block, a loop over its parts.
/// </summary>
/// <param name="FirstBlock">The first block.</param>
/// <param name="EndBlock">One past the last.</param>
/// <param name="BlockStep">Blocks that a tile takes.</param>
/// <param name="PartStep">Lanes that a tile takes of a block.</param>
/// <param name="PartEnd">Lanes of a block that its tiles take together; the loop over parts has one turn where it equals the step.</param>
/// <param name="Vectors">The vectors of a tile.</param>
internal sealed record LaneSegment(int FirstBlock, int EndBlock, int BlockStep, int PartStep, int PartEnd, IReadOnlyList<LaneVector> Vectors)
{
    /// <summary>Covers <paramref name="length"/> lanes with tiles of <paramref name="vectors"/> vectors; the tail gets tiles of its own.</summary>
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

    /// <summary>The lanes of the last, partly filled block: whole tiles in a loop, then what is left.</summary>
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
