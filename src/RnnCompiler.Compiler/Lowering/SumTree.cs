using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Balanced tree that sums reduction chains.</summary>
internal static class SumTree
{
    /// <summary>Adds the chains pairwise; the sum is in the first of them. The number of chains is a power of two.</summary>
    public static IEnumerable<Statement> Join(IReadOnlyList<VectorRegister> chains)
    {
        for (int distance = 1; distance < chains.Count; distance *= 2)
        {
            for (int c = 0; c < chains.Count; c += 2 * distance)
                yield return new AssignVector(chains[c], new Apply(VectorFunction.Add, [chains[c], chains[c + distance]]));
        }
    }
}
