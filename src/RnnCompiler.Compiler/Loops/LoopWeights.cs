using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Enumeration of the weights of a loop program.</summary>
internal static class LoopWeights
{
    /// <summary>Gets each weight that a nest multiplies with, looks up in or accumulates into, in order of first use.</summary>
    public static IEnumerable<PackedWeight> Of(LoopProgram program) => program.Nests.SelectMany(Of).Distinct();

    private static IEnumerable<PackedWeight> Of(LoopNest nest) => nest switch
    {
        RegionNest or TimeLoop => nest.Regions.SelectMany(static r => r.Region.WeightProducts.Select(static p => p.Weight).Concat(r.Region.Tables.Values)),
        OuterProductNest outer => outer.Terms.Select(static t => t.Weight),
        ScatterNest scatter => [scatter.Weight],
        ZeroNest zero => [zero.Weight],
        SumNest or TransposeNest or OuterSumNest => [],
        _ => throw new InvalidOperationException($"The weights of a {nest.GetType().Name} are not known."),
    };
}
