using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>The sum of reduction chains.</summary>
internal static class SumTree
{
    /// <summary>Adds the chains as a balanced tree; the sum is in the first of them.</summary>
    public static IEnumerable<Statement> Join(IReadOnlyList<VectorRegister> chains)
    {
        for (int apart = 1; apart < chains.Count; apart *= 2)
        {
            for (int c = 0; c < chains.Count; c += 2 * apart)
                yield return new AssignVector(chains[c], new Apply(VectorFunction.Add, [chains[c], chains[c + apart]]));
        }
    }
}
