using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Cells;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>Storage of the carries of a recurrence.</summary>
public sealed class RecurrenceTests
{
    /// <summary>The state before a step and the output of the step before it are one slot; a copy would cost a store for each step.</summary>
    [Fact]
    public void A_state_that_later_layers_read_is_stored_once()
    {
        LoopProgram program = LoopTexts.Program(Model(Lstm(20), Dense(20)), "sequence");
        TimeLoop loop = program.Nests.OfType<TimeLoop>().Single();
        LoopBuffer cell = Assert.Single(loop.DoubleBuffered);
        Assert.Equal("c", cell.Name);
        LoopBuffer history = Assert.Single(program.Buffers, b => b.IsInWorkspace && b.Slots >= loop.Steps);
        Assert.Equal(loop.Steps + 1, history.Slots);
    }

    /// <summary>The next state multiplies the output, which therefore is in memory twice: in that of the caller, and in the workspace for the product.</summary>
    [Fact]
    public void An_output_that_a_product_reads_is_kept_in_the_workspace_too()
    {
        CellProgram cell = CellText.Parse("""
            cell Fed {
              input %0.x: f[input]
              state %1.c: f[hidden]
              weight %2.W: f[hidden,input]
              weight %3.U: f[hidden,hidden]
              %4 = matvec %2.W, %0.x
              %5 = add %4, %1.c
              %6.y = tanh %5
              %7.next = matvec %3.U, %6.y
              output %6.y
              next %1.c = %7.next
            }

            """);
        LoopProgram program = LoopTexts.Program(Model(RandomCells.Layer(cell, hidden: 20, named: 0)), "step");
        Assert.Contains(program.Regions.SelectMany(static n => n.Region.Stores), static s => s.Target.Buffer.Space == MemorySpace.Output);
        LoopBuffer operand = program.Regions.Last().Region.Products.Select(p => program.Regions.Last().Region.Loads[p.Operand].Buffer).Single();
        Assert.True(operand.IsInWorkspace);
    }
}
