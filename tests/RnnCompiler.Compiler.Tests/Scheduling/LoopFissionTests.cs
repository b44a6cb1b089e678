using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Scheduling;

public sealed class LoopFissionTests
{
    /// <summary>Cell with an affine product of its input, a product of its state, an output that no carry depends on, and sums.</summary>
    private const string Cell = """
        function f {
          input %0.x: f[5,8]
          weight %1.W: f[4,8]
          weight %2.U: f[4,4]
          weight %3.b: f[4]
          input %4.h: f[4]
          %5.h: f[4], %6.dx: f[5,8], %7.U_bar: f[4,4], %8.b_bar: f[4] = scan[reverse, 5] cell {
            carry %0.h: f[4] = %4.h
            step %1.x: f[8] = %0.x
            invariant %2.W: f[4,8] = %1.W
            invariant %3.U: f[4,4] = %2.U
            invariant %4.b: f[4] = %3.b
            %5: f[4] = matvec %2.W, %1.x
            %6: f[4] = add %5, %4.b
            %7: f[4] = matvec %3.U, %0.h
            %8: f[4] = add %6, %7
            %9.h: f[4] = tanh %8
            %10.dx: f[8] = transposed_matvec %2.W, %9.h
            %11.U: f[4,4] = outer %9.h, %0.h
            next h = %9.h
            output dx = %10.dx
            total U_bar = %11.U
            total b_bar = %9.h
          }
          return dx = %6.dx
          return U_bar = %7.U_bar
          return b_bar = %8.b_bar
        }

        """;

    [Fact]
    public void A_recurrence_keeps_what_recurs()
    {
        Function split = LoopFission.Run(IrParser.ParseFunction(Cell));
        IrVerifier.Verify(split);
        ScanOperation[] scans = Scans(split);
        Assert.Equal(["cell.before", "cell", "cell.sums", "cell.outputs"], scans.Select(static s => s.Body.Name));
        Assert.Equal([OperationKind.MatVec, OperationKind.Add], Kinds(scans[0]));
        Assert.Equal([OperationKind.MatVec, OperationKind.Add, OperationKind.Tanh], Kinds(scans[1]));
        Assert.Equal([OperationKind.Outer], Kinds(scans[2]));
        Assert.Equal([OperationKind.TransposedMatVec], Kinds(scans[3]));
        Assert.Equal((1, 2, 0), (scans[1].Carries, scans[1].Outputs, scans[1].Sums));
        Assert.All(new[] { scans[0], scans[2], scans[3] }, static s => Assert.Equal((0, ScanDirection.Forward), (s.Carries, s.Direction)));
    }

    [Fact]
    public void A_small_product_stays_in_the_loop()
    {
        ScanOperation[] scans = Scans(LoopFission.Run(IrParser.ParseFunction(Cell), threshold: 9));
        Assert.Equal(["cell", "cell.sums", "cell.outputs"], scans.Select(static s => s.Body.Name));
        Assert.Equal([OperationKind.MatVec, OperationKind.Add, OperationKind.MatVec, OperationKind.Add, OperationKind.Tanh], Kinds(scans[0]));
    }

    [Fact]
    public void Splitting_twice_changes_nothing_more()
    {
        Function once = DeadCode.Run(LoopFission.Run(IrParser.ParseFunction(Cell)));
        Assert.Same(once, LoopFission.Run(once));
    }

    [Fact]
    public void A_map_is_left_alone()
    {
        Function map = IrParser.ParseFunction("function f {\ninput %0.x: f[5,8]\n%1: f[8] = scan[forward, 5] m {\nstep %0: f[8] = %0.x\ntotal t = %0\n}\nreturn t = %1\n}\n");
        Assert.Same(map, LoopFission.Run(map));
    }

    [Fact]
    public void Both_biases_of_a_gate_leave_the_loop_with_its_product()
    {
        Function prepared = CompilerPipeline.PrepareForScheduling(
            CompilerPipeline.Compile(Declare.Model(Declare.Lstm(4), Declare.LastStep(), Declare.Dense(2)) with { InputSize = 8 }).Sequence);
        ScanOperation[] scans = Scans(prepared);
        Assert.Equal(2, scans.Length);
        Assert.Equal(8, Kinds(scans[0]).Count(static k => k == OperationKind.Add));
        Assert.Equal((2, 4, 4), (scans[1].Carries, scans[1].Inputs, scans[1].Invariants));
    }

    [Fact]
    public void A_hoisted_product_is_named_after_the_gate_that_reads_it()
    {
        Function prepared = CompilerPipeline.PrepareForScheduling(
            CompilerPipeline.Compile(Declare.Model(Declare.Lstm(4), Declare.LastStep(), Declare.Dense(2)) with { InputSize = 8 }).Sequence);
        Assert.Equal(["i_x", "f_x", "g_x", "o_x"], Scans(prepared)[0].Body.Results.Select(static r => r.Name));
    }

    [Fact]
    public void Sums_add_first_what_no_carry_reaches()
    {
        Function ordered = SumOrdering.Run(IrParser.ParseFunction("""
            function f {
              input %0.x: f[5,8]
              input %1.h: f[8]
              %2: f[8] = scan[forward, 5] cell {
                carry %0.h: f[8] = %1.h
                step %1.x: f[8] = %0.x
                invariant %2.b: f[8] = %1.h
                %3: f[8] = add %1.x, %0.h
                %4: f[8] = add %3, %2.b
                next h = %4
              }
              return h = %2
            }

            """));
        IrVerifier.Verify(ordered);
        Assert.Contains("%5: f[8] = add %1.x, %2.b\n    %6: f[8] = add %5, %0.h", IrPrinter.Print(ordered), StringComparison.Ordinal);
        Assert.Same(ordered, SumOrdering.Run(ordered));
    }

    private static ScanOperation[] Scans(Function function) => [.. function.Equations.Select(static e => e.Operation).OfType<ScanOperation>()];

    private static IEnumerable<OperationKind> Kinds(ScanOperation scan) => scan.Body.Equations.Select(static e => e.Kind);
}
