using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Small stacked layers and narrow heads become one loop, whose carries stay in registers where a call has one row.</summary>
public sealed class ScanFusionTests
{
    [Fact]
    public void Small_stacked_layers_and_their_narrow_head_are_one_loop()
    {
        ScanOperation scan = Assert.Single(Scans(Declare.Model(Declare.Lstm(8), Declare.Lstm(8), Declare.Gru(8), Declare.Dense(1))));
        Assert.Equal((5, 1, 1), (scan.Carries, scan.Inputs, scan.Outputs));
        Assert.Equal(5, scan.Body.ParametersOf(ParameterRole.Carry).Count());
    }

    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 16, 2)] // a matrix product over all steps is faster than one in each
    [InlineData(64, 1, 2)]
    public void A_head_is_in_the_loop_of_a_small_cell_if_it_is_a_dot_product(int units, int outputs, int loops) =>
        Assert.Equal(loops, Scans(Declare.Model(Declare.Lstm(units), Declare.Dense(outputs))).Count);

    [Theory]
    [InlineData(16, 1)]
    [InlineData(24, 2)]
    public void A_wide_layer_has_a_loop_of_its_own(int units, int loops) =>
        Assert.Equal(loops, Scans(Declare.Model(Declare.Lstm(units), Declare.Lstm(units))).Count(static s => s.Carries > 0));

    /// <summary>The forward directions, since the reverse one of the first level is complete before; the reverse ones wait for all of it.</summary>
    [Fact]
    public void Of_layers_of_both_directions_two_are_one_loop() =>
        Assert.Equal(3, Scans(Declare.Model(Declare.Gru(4, bi: true), Declare.Gru(4, bi: true))).Count(static s => s.Carries > 0));

    /// <summary>The next layer reads the last state of the one before as well, which is known only after the loop.</summary>
    [Fact]
    public void A_layer_that_needs_the_last_step_of_another_waits_for_it()
    {
        const string Two = """
            function f {
              input %0.x: f[5,2]
              weight %1.W: f[2,2]
              input %2.h: f[2]
              %3.last: f[2], %4.all: f[5,2] = scan[forward, 5] a {
                carry %0.h: f[2] = %2.h
                step %1.x: f[2] = %0.x
                invariant %2.W: f[2,2] = %1.W
                %3: f[2] = matvec %2.W, %0.h
                %4: f[2] = add %3, %1.x
                next h = %4
                output all = %4
              }
              %5.end: f[2] = scan[forward, 5] b {
                carry %0.h: f[2] = %3.last
                step %1.x: f[2] = %4.all
                invariant %2.W: f[2,2] = %1.W
                %3: f[2] = matvec %2.W, %0.h
                %4: f[2] = add %3, %1.x
                next h = %4
              }
              return end = %5.end
            }

            """;
        Function function = IrParser.ParseFunction(Two);
        Assert.Same(function, ScanFusion.Run(function));
        Function independent = IrParser.ParseFunction(Two.Replace("= %3.last", "= %2.h", StringComparison.Ordinal));
        Function fused = ScanFusion.Run(independent);
        IrVerifier.Verify(fused);
        ScanOperation scan = Assert.IsType<ScanOperation>(Assert.Single(fused.Equations).Operation);
        Assert.Equal(("a_b", 2, 1, 1, 2), (scan.Body.Name, scan.Carries, scan.Inputs, scan.Outputs, scan.Invariants));
    }

    [Theory]
    [InlineData(8, "Lanes8", true)]
    [InlineData(16, "Lanes16", true)]
    [InlineData(16, "Lanes8", false)] // the state takes two vectors, whose lanes two tiles need
    [InlineData(8, "Lanes4", false)]
    public void Carries_stay_in_registers_where_a_state_is_one_vector(int units, string target, bool isResident)
    {
        ModelPlan plan = CompilerPipeline.Plan(
            Declare.Model(Declare.Lstm(units), Declare.Dense(1)), new PlanOptions { Targets = [Target.All.Single(t => t.Name == target)], ShareCode = false });
        KernelMethod? single = plan.Programs[0].Methods.SingleOrDefault(static m => m.Name.EndsWith("SingleRow", StringComparison.Ordinal));
        Assert.Equal(isResident, single is not null);
        if (single is null)
            return;
        string text = KernelPrinter.Print(plan.Programs[0] with { Methods = [single] });
        string loop = text[text.IndexOf("for t", StringComparison.Ordinal)..];
        Assert.Contains("all h.0", loop, StringComparison.Ordinal);
        Assert.DoesNotContain("hCurrent", loop[..loop.LastIndexOf("sum", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    private static IReadOnlyList<ScanOperation> Scans(ModelDeclaration declaration)
    {
        Function prepared = PreparationPasses.Run(new PassRunner("sequence", null, default), CompilerPipeline.Compile(declaration).Sequence, fusesLoops: true);
        return [.. prepared.Equations.Select(static e => e.Operation).OfType<ScanOperation>()];
    }
}
