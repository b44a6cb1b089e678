using RnnCompiler.Compiler.Packing;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Layout of weights: matrices that multiply one operand share a panel.</summary>
public sealed class WeightPackingTests
{
    [Theory]
    [InlineData("lstm.W_i", "i,f,g,o")]
    [InlineData("lstm.W_h", "i,f,g,o")]
    public void The_gates_of_one_operand_share_a_panel(string prefix, string gates)
    {
        WeightPacking packing = WeightPacking.Of(CompilerPipeline.Compile(Model(Lstm(20), Dense(2))));
        int[] panels = [.. gates.Split(',').Select(g => packing[$"{prefix}{g}_l0"].GroupOffset).Distinct()];
        Assert.Single(panels);
        Assert.NotEqual(packing["lstm.W_ii_l0"].GroupOffset, packing["lstm.W_hi_l0"].GroupOffset);
    }

    [Fact]
    public void A_layout_is_a_stage_that_prints()
    {
        string text = PackingPrinter.Print(WeightPacking.Of(CompilerPipeline.Compile(Model(Lstm(20), Dense(2)))));
        Assert.Contains("weight lstm.W_if_l0: f[20,3] at 16 in the panel at 0\n", text, StringComparison.Ordinal);
    }
}
