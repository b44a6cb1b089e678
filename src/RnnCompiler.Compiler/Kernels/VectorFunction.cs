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

/// <summary>Properties of a <see cref="VectorFunction"/> that the verifier, the limits on method size and the cost model read.</summary>
/// <param name="Arity">Number of arguments.</param>
/// <param name="InlinedCalls">Runtime methods that the JIT compiler inlines for one application; 0 for what is a few machine instructions.</param>
/// <param name="Cost">Executed statements that one application counts for, beside the statement that it is part of.</param>
public sealed record VectorFunctionTraits(int Arity, int InlinedCalls, int Cost)
{
    private static readonly VectorFunctionTraits s_unary = new(1, 0, 0);
    private static readonly VectorFunctionTraits s_binary = new(2, 0, 0);
    private static readonly VectorFunctionTraits s_ternary = new(3, 0, 0);

    // Polynomials of some twenty multiply-adds with their constants.
    private static readonly VectorFunctionTraits s_transcendental = new(1, 1, 10);

    /// <summary>Returns the traits of a function.</summary>
    /// <exception cref="InvalidOperationException">The table has no entry for the function.</exception>
    public static VectorFunctionTraits Of(VectorFunction function) => function switch
    {
        VectorFunction.Add => s_binary,
        VectorFunction.Subtract => s_binary,
        VectorFunction.Multiply => s_binary,
        VectorFunction.Divide => s_binary,
        VectorFunction.Max => s_binary,
        VectorFunction.Min => s_binary,
        VectorFunction.GreaterOrEqual => s_binary,
        VectorFunction.Select => s_ternary,
        VectorFunction.Negate => s_unary,
        VectorFunction.Sigmoid => s_transcendental,
        VectorFunction.Tanh => s_transcendental,
        VectorFunction.Exp => s_transcendental,
        VectorFunction.Log => s_transcendental,
        VectorFunction.Sqrt => s_unary,
        VectorFunction.Relu => s_unary,
        VectorFunction.Abs => s_unary,
        VectorFunction.MultiplyAdd => s_ternary,
        _ => throw new InvalidOperationException($"The function {function} has no traits."),
    };
}
