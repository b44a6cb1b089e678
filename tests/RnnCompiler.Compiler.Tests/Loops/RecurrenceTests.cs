using RnnCompiler.Compiler.Loops;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>Storage of the carries of a recurrence.</summary>
public sealed class RecurrenceTests
{
    /// <summary>The state before a step and the output of the step before it are one slot; a copy would cost a store for each step.</summary>
    [Fact]
    public void A_state_that_later_layers_read_is_stored_once()
    {
        LoopProgram program = LoopTexts.Program(Model(Lstm(20), Dense(2)), "sequence");
        TimeLoop loop = program.Nests.OfType<TimeLoop>().Single();
        LoopBuffer cell = Assert.Single(loop.DoubleBuffered);
        Assert.Equal("c", cell.Name);
        LoopBuffer history = Assert.Single(program.Buffers, b => b.IsInWorkspace && b.Slots >= loop.Steps);
        Assert.Equal(loop.Steps + 1, history.Slots);
    }
}
