using RnnCompiler.Compiler.Loops;
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
}
