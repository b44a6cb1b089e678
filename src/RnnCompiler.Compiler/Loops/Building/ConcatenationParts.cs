using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Decides which concatenations are not stored, since only products read them, and these may as well read their parts. Many short parts are stored: a loop over k has to
/// be worth its pointers.
/// </summary>
internal static class ConcatenationParts
{
    private const int FewParts = 4;
    private const int LongPart = 8;

    /// <summary>Whether the readers of a concatenation read its parts.</summary>
    /// <param name="equations">The equations that may read it.</param>
    /// <param name="concatenation">The concatenation.</param>
    /// <param name="locations">The locations of weights and constants.</param>
    public static bool AreReadBy(IReadOnlyList<Equation> equations, Equation concatenation, ValueLocations locations)
    {
        IReadOnlyList<Value> parts = concatenation.Operands;
        return (parts.Count <= FewParts || concatenation.Result.Type.Rows >= parts.Count * LongPart)
            && parts.All(p => !locations.TryConstant(p, out _))
            && equations.Where(e => e.Operands.Contains(concatenation.Result))
                .All(e => e.Kind == OperationKind.MatVec && locations.CanSplit(e.Operands[0], parts.Select(static p => p.Type.Rows)));
    }
}
