using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Reduces the code size of a lowered program, since the C# compiler binds each statement in each build of the user's project. Loops are rerolled,
/// equal blocks become one method, and consecutive calls become loops. Preserves all operations and their order, so that results are bit-identical.
/// </summary>
internal static class CompactCode
{
    /// <summary>Returns the same program with fewer statements.</summary>
    /// <param name="program">The program.</param>
    /// <param name="cancellationToken">Cancels between methods and rounds.</param>
    public static KernelProgram Of(KernelProgram program, CancellationToken cancellationToken = default)
    {
        program = LoopRerolling.Reroll(program, cancellationToken);
        program = CodeSharing.Share(program, cancellationToken);
        return LoopRerolling.Reroll(program, cancellationToken);
    }
}
