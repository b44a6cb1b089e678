using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>Tests of the offsets of buffers that need no analysis of lifetimes.</summary>
public sealed class PlacementTests
{
    /// <summary>The caller fills or reads such a buffer, such as the masks of dropout, at a time that no loop nest shows.</summary>
    [Fact]
    public void No_buffer_shares_memory_with_one_that_the_caller_accesses()
    {
        int checkedBuffers = 0;
        foreach (LoopProgram program in BuildingZoo.Models.Values.SelectMany(static m => LoopTexts.Of(m).Values).Select(LoopParser.Parse))
        {
            BufferPlacement placement = program.Placement!;
            LoopBuffer[] workspace = [.. program.Buffers.Where(static b => b.IsInWorkspace)];
            foreach (LoopBuffer buffer in workspace.Where(static b => b.IsInterface))
            {
                checkedBuffers++;
                long first = placement.OffsetOf(buffer);
                Assert.All(workspace.Where(b => b != buffer), other => Assert.False(
                    placement.OffsetOf(other) < first + buffer.Size && first < placement.OffsetOf(other) + other.Size,
                    $"{program.Name}: {other} shares memory with {buffer}"));
            }
        }

        Assert.True(checkedBuffers > BuildingZoo.Models.Count);
    }

    /// <summary>A page has 64 cache lines, and addresses select the set of a cache within a page.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 31)]
    [InlineData(32, 37)]
    [InlineData(61, 61)]
    [InlineData(64, 69)]
    [InlineData(256, 261)]
    public void A_long_buffer_takes_lines_that_are_no_part_of_a_page(int lines, int expected)
    {
        LoopBuffer buffer = new("v", MemorySpace.Workspace, Target.Block, lines, isPadded: true);
        Assert.Equal(expected * Target.Block, BufferFamily.Extent(buffer));
        int[] sets = [.. Enumerable.Range(0, 12).Select(k => k * expected % 64)];
        Assert.True(lines < 32 || sets.Distinct().Count() == sets.Length, "one step of twelve buffers shares a cache set");
    }
}
