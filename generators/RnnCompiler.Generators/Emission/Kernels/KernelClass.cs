using RnnCompiler.Compiler.Kernels;
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

    /// <summary>Gets the names of the operations, which are not allowed for locals of kernels.</summary>
    public static IReadOnlyCollection<string> Operations { get; } = new HashSet<string>(
        [
            "At", "IdAt", "ByteAt", "Clear", "Load", "LoadPartial", "LoadBytes", "Store", "StorePartial", "Splat", "SplatAt",
            "Fma", "MaskTail", "OneHot", "LowerHalves", "UpperHalves", "SumLanes", "MaxLanes",
            .. Enum.GetNames(typeof(VectorFunction)),
            .. new[] { "Fma", "FmaAt", "SplatFma", "SplatFmaAt", "Load", "Store" }.SelectMany(static n => new[] { 1, 2, 3, 4 }.Select(i => n + CSharpLiteral.Integer(i))),
        ],
        StringComparer.Ordinal);
}
