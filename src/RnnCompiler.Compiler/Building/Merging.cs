using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>Equations that merge the outputs of two directions.</summary>
internal static class Merging
{
    public static Expression Apply(Merge merge, Expression forward, Expression reverse) => merge switch
    {
        Merge.Concat => Expression.Concat(forward, reverse),
        Merge.Sum => forward + reverse,
        Merge.Multiply => forward * reverse,
        Merge.Average => 0.5 * (forward + reverse),
        _ => throw new NotSupportedException($"Expected a merge with an equation, found {merge}."),
    };
}
