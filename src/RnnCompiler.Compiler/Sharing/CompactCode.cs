using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Makes the code of a lowered program small, since the C# compiler binds each statement at each build of its user: loops are rerolled,
/// equal blocks become one method, and calls that follow one another become loops. Preserves every operation and its order, so that results keep their bits.
/// </summary>
internal static class CompactCode
{
    /// <summary>The same program in fewer statements.</summary>
    /// <param name="program">The program.</param>
    /// <param name="cancellationToken">Looked at between methods and rounds.</param>
    public static KernelProgram Of(KernelProgram program, CancellationToken cancellationToken = default)
    {
        program = LoopRerolling.Reroll(program, cancellationToken);
        program = CodeSharing.Share(program, cancellationToken);
        return LoopRerolling.Reroll(program, cancellationToken);
    }
}
