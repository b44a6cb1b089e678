using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>How many steps a loop over time takes at a time.</summary>
/// <param name="Mode">What the declaration asks for.</param>
/// <param name="Factor">The number that it asks for, or 0.</param>
/// <param name="Steps">Steps of a sequence.</param>
internal sealed record Unrolling(Unroll Mode, int Factor, int Steps)
{
    /// <summary>What a declaration asks for.</summary>
    public static Unrolling Of(ModelDeclaration declaration) => new(declaration.Unroll, declaration.UnrollFactor, declaration.SequenceLength);

    /// <summary>Steps at a time, and why, for the reader; what was measured for <see cref="Unroll.Auto"/> stands there.</summary>
    public (int Steps, string Reason) AtOnce => Mode == Unroll.Full ? (Steps, "all steps unrolled, as declared")
        : Factor > 1 ? (Math.Min(Factor, Steps), FormattableString.Invariant($"{Math.Min(Factor, Steps)} steps at a time, as declared"))
        : (1, "");
}
