using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling.Nests;
using RnnCompiler.Compiler.Scheduling.Regions;

namespace RnnCompiler.Compiler.Scheduling.Tiles;

/// <summary>How many steps a loop over time takes at a time.</summary>
/// <param name="Mode">What the declaration asks for.</param>
/// <param name="Factor">The number that it asks for, or 0.</param>
/// <param name="Steps">Steps of a sequence.</param>
internal sealed record Unrolling(Unroll Mode, int Factor, int Steps)
{
    /// <summary>Multiply-adds of a step up to which what a loop costs shows.</summary>
    private const int FewMultiplyAdds = 4096;

    /// <summary>What a declaration asks for.</summary>
    public static Unrolling Of(ModelDeclaration declaration) => new(declaration.Unroll, declaration.UnrollFactor, declaration.SequenceLength);

    /// <summary>Steps at a time, and why, for the reader.</summary>
    public (int Steps, string Reason) Of(TimeNest nest)
    {
        if (Mode == Unroll.Full)
            return (Steps, "all steps written out, as declared");
        if (Factor > 0)
            return (Math.Min(Factor, Steps), FormattableString.Invariant($"{Math.Min(Factor, Steps)} steps at a time, as declared"));
        long work = nest.Body.Sum(static n => Work(n.Region));
        return Mode == Unroll.Auto && work <= FewMultiplyAdds && Steps > 1
            ? (2, FormattableString.Invariant($"2 steps at a time: {work} multiply-adds a step are so few that the loop shows"))
            : (1, "");
    }

    private static long Work(Region region) => region.Accumulations.SelectMany(static a => a.Products).Sum(p => (long)region.Length * p.Depth);
}
