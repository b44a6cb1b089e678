using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Pieces of a result over all rows. The parts of a call share them out by number, whatever their own number: a piece is computed by one
/// part, in one order.
/// </summary>
internal static class Pieces
{
    /// <summary>The number of the piece that begins at an offset.</summary>
    public static int Of(long offset) => (int)(offset / Target.Block % 1024);

    /// <summary>Statements as one piece.</summary>
    public static Statement Whole(long offset, IReadOnlyList<Statement> statements) => new Conditional(KernelCondition.OwnsWorkItem, Of(offset), statements);
}
