using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>Base class and hardware of the kernels of a target.</summary>
/// <param name="BaseName">The class of the runtime whose static methods are the operations of kernels.</param>
/// <param name="Description">A description of the hardware, for documentation.</param>
internal sealed record KernelClass(string BaseName, string Description)
{
    /// <summary>Returns the kernel class of a target.</summary>
    public static KernelClass Of(Target target) => target.Lanes switch
    {
        16 => new("global::RnnCompiler.CompilerServices.Kernels16", "vectors of 16 floats (AVX-512)"),
        8 => new("global::RnnCompiler.CompilerServices.Kernels8", "vectors of 8 floats (AVX2)"),
        4 => new("global::RnnCompiler.CompilerServices.Kernels4", "vectors of 4 floats (NEON, SSE, and software where there is neither)"),
        1 => new("global::RnnCompiler.CompilerServices.Kernels1", "single floats"),
        _ => throw new InvalidOperationException($"A target of {target.Lanes} lanes has no class of operations."),
    };
}
