using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>What a lane computes from lanes.</summary>
public enum VectorFunction
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The greater; NaN if either is.</summary>
    Max,

    /// <summary>The smaller; NaN if either is.</summary>
    Min,

    /// <summary>a ≥ b ? 1 : 0.</summary>
    GreaterOrEqual,

    /// <summary>c ≠ 0 ? a : b.</summary>
    Select,

    /// <summary>−a.</summary>
    Negate,

    /// <summary>1 / (1 + e⁻ᵃ).</summary>
    Sigmoid,

    /// <summary>tanh a.</summary>
    Tanh,

    /// <summary>eᵃ.</summary>
    Exp,

    /// <summary>ln a.</summary>
    Log,

    /// <summary>√a.</summary>
    Sqrt,

    /// <summary>max(0, a).</summary>
    Relu,

    /// <summary>|a|.</summary>
    Abs,

    /// <summary>a · b + c, fused where the hardware fuses.</summary>
    MultiplyAdd,
}

/// <summary>A vector-valued expression of one statement.</summary>
public abstract record VectorExpression;

/// <summary>A vector held in a local.</summary>
/// <param name="Name">Unique within its method.</param>
public sealed record VectorRegister(string Name) : VectorExpression;

/// <summary>Consecutive floats.</summary>
/// <param name="Pointer">Where from.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
/// <param name="Count">How many lanes may be read; the others are 0.</param>
public sealed record VectorLoad(Pointer Pointer, long Offset, int Count) : VectorExpression;

/// <summary>One float in every lane.</summary>
/// <param name="Pointer">Where from.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
public sealed record BroadcastLoad(Pointer Pointer, long Offset) : VectorExpression;

/// <summary>A number in every lane.</summary>
/// <param name="Number">The number.</param>
public sealed record Splat(double Number) : VectorExpression;

/// <summary>The run-time cotangent of the loss in every lane.</summary>
public sealed record LossBar : VectorExpression;

/// <summary>A function applied lane by lane.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record Apply(VectorFunction Function, IReadOnlyList<VectorExpression> Arguments) : VectorExpression;

/// <summary>1 in the lane whose element is the id, else 0.</summary>
/// <param name="Id">A loaded id.</param>
/// <param name="FirstLane">The element in lane 0: a constant and multiples of block indices.</param>
public sealed record OneHotLanes(IndexVariable Id, Affine FirstLane) : VectorExpression;

/// <summary>The argument with the lanes from <paramref name="Count"/> on replaced.</summary>
/// <param name="Argument">The argument.</param>
/// <param name="Count">Lanes that stay.</param>
/// <param name="Fill">What the others become.</param>
public sealed record MaskTail(VectorExpression Argument, int Count, double Fill) : VectorExpression;

/// <summary>One half of each 32-bit word, as the bfloat16 number that it is.</summary>
/// <param name="Words">The words, loaded as vectors of floats are.</param>
/// <param name="Upper">Whether the upper half is meant.</param>
public sealed record BFloat16Half(VectorExpression Words, bool Upper) : VectorExpression;

/// <summary>Consecutive signed bytes, a lane each, as the whole numbers that they are.</summary>
/// <param name="Pointer">Where from, in <see cref="MemorySpace.Bytes"/>.</param>
/// <param name="Offset">Bytes beyond the pointer.</param>
public sealed record ByteLoad(Pointer Pointer, long Offset) : VectorExpression;
