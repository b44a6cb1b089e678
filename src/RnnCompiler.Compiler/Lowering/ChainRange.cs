using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>The reduction chains that one pass over k adds to.</summary>
/// <param name="First">The first chain.</param>
/// <param name="Count">The number of chains.</param>
internal readonly record struct ChainRange(int First, int Count)
{
    /// <summary>Whether the pass adds to a chain.</summary>
    public bool Contains(int chain) => chain >= First && chain < First + Count;

    /// <summary>Gets the registers of these chains.</summary>
    public VectorRegister[] Of(VectorRegister[] chains) => [.. chains.Skip(First).Take(Count)];
}
