using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>Function that is applied lane by lane.</summary>
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

    /// <summary>The maximum; NaN if either operand is NaN.</summary>
    Max,

    /// <summary>The minimum; NaN if either operand is NaN.</summary>
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

    /// <summary>1 / (1 + e⁻ᵃ) with <see cref="ActivationAccuracy.High"/>.</summary>
    SigmoidHigh,

    /// <summary>tanh a with <see cref="ActivationAccuracy.High"/>.</summary>
    TanhHigh,

    /// <summary>1 / (1 + e⁻ᵃ) with <see cref="ActivationAccuracy.Fast"/>.</summary>
    SigmoidFast,

    /// <summary>tanh a with <see cref="ActivationAccuracy.Fast"/>.</summary>
    TanhFast,

    /// <summary>eᵃ.</summary>
    Exp,

    /// <summary>ln a.</summary>
    Log,

    /// <summary>√a.</summary>
    Sqrt,

    /// <summary>sin a.</summary>
    Sin,

    /// <summary>max(0, a).</summary>
    Relu,

    /// <summary>|a|.</summary>
    Abs,

    /// <summary>a · b + c, fused where code is compiled for fused multiply-add.</summary>
    MultiplyAdd,

    /// <summary>
    /// The integer c plus the products of the four unsigned bytes of a with the four signed bytes of b. Each is a word, held as a float. Sums of two neighbouring products
    /// have to fit into 16 bits, in which some processors add them.
    /// </summary>
    MultiplyAddBytes,

    /// <summary>The integer that a word holds, rounded to float.</summary>
    IntegerToFloat,
}

/// <summary>
/// Lowering table with one row for each function: the operation that it computes, its method, and the numbers that the verifier, the limits on method
/// size and the cost model use. A test finds, by reflection, elementwise operations without a row.
/// </summary>
/// <param name="Operation">The elementwise operation that lowers to it; null if none does.</param>
/// <param name="Method">The name of its method in the classes from which generated kernels derive; null for operators and fused operations.</param>
/// <param name="Arity">Number of arguments.</param>
/// <param name="InlinedCalls">
/// The number of runtime methods that the JIT compiler inlines for one application; 0 if the function is a few machine instructions.
/// </param>
/// <param name="Locals">
/// The number of locals that one application adds to a method when the JIT compiler inlines it: measured by repeating the function in a method until calls remain.
/// </param>
/// <param name="Cost">The number of executed statements that one application counts for, in addition to the statement that contains it.</param>
public sealed record VectorFunctionTraits(OperationKind? Operation, string? Method, int Arity, int InlinedCalls = 0, int Locals = 1, int Cost = 0)
{
    private static readonly IReadOnlyDictionary<(OperationKind, ActivationAccuracy), VectorFunction> s_functions = Enum.GetValues(typeof(VectorFunction))
        .Cast<VectorFunction>().Where(static f => Of(f).Operation is not null).ToDictionary(static f => (Of(f).Operation!.Value, Of(f).Accuracy));

    /// <summary>Gets the accuracy that a model asks for to have this function; <see cref="ActivationAccuracy.Standard"/> for those without a choice.</summary>
    public ActivationAccuracy Accuracy { get; init; }

    /// <summary>Returns the traits of a function.</summary>
    /// <exception cref="InvalidOperationException">The table has no entry for the function.</exception>
    public static VectorFunctionTraits Of(VectorFunction function) => function switch
    {
        VectorFunction.Add => new(OperationKind.Add, null, 2),
        VectorFunction.Subtract => new(OperationKind.Subtract, null, 2),
        VectorFunction.Multiply => new(OperationKind.Multiply, null, 2),
        VectorFunction.Divide => new(OperationKind.Divide, null, 2),
        VectorFunction.Max => new(OperationKind.Max, "Max", 2),
        VectorFunction.Min => new(OperationKind.Min, "Min", 2),
        VectorFunction.GreaterOrEqual => new(OperationKind.GreaterOrEqual, "GreaterOrEqual", 2),
        VectorFunction.Select => new(OperationKind.Select, "Select", 3),
        VectorFunction.Negate => new(OperationKind.Negate, null, 1),
        VectorFunction.Sigmoid => Polynomial(OperationKind.Sigmoid, "Sigmoid"),
        VectorFunction.Tanh => Polynomial(OperationKind.Tanh, "Tanh"),
        VectorFunction.SigmoidHigh => Polynomial(OperationKind.Sigmoid, "SigmoidHigh") with { Accuracy = ActivationAccuracy.High },
        VectorFunction.TanhHigh => Polynomial(OperationKind.Tanh, "TanhHigh") with { Accuracy = ActivationAccuracy.High },
        VectorFunction.SigmoidFast => Polynomial(OperationKind.Sigmoid, "SigmoidFast") with { Accuracy = ActivationAccuracy.Fast },
        VectorFunction.TanhFast => Polynomial(OperationKind.Tanh, "TanhFast") with { Accuracy = ActivationAccuracy.Fast },
        VectorFunction.Exp => Polynomial(OperationKind.Exp, "Exp") with { Locals = 18 },
        VectorFunction.Log => Polynomial(OperationKind.Log, "Log") with { Locals = 17 },
        VectorFunction.Sqrt => new(OperationKind.Sqrt, "Sqrt", 1),
        VectorFunction.Sin => Polynomial(OperationKind.Sin, "Sin") with { Locals = 11 },
        VectorFunction.Relu => new(OperationKind.Relu, "Relu", 1),
        VectorFunction.Abs => new(OperationKind.Abs, "Abs", 1),
        VectorFunction.MultiplyAdd => new(null, null, 3),
        VectorFunction.MultiplyAddBytes => new(null, "FmaBytes", 3, InlinedCalls: 2, Locals: 2),
        VectorFunction.IntegerToFloat => new(null, "IntegerToFloat", 1, InlinedCalls: 1),
        _ => throw new InvalidOperationException($"The function {function} has no traits."),
    };

    /// <summary>Returns the function that an elementwise operation lowers to.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="accuracy">The accuracy of activations, where there is a choice.</param>
    /// <exception cref="InvalidOperationException">The operation is not elementwise, or is decomposed before lowering.</exception>
    public static VectorFunction FunctionOf(OperationKind operation, ActivationAccuracy accuracy) =>
        s_functions.TryGetValue((operation, accuracy), out VectorFunction function) || s_functions.TryGetValue((operation, ActivationAccuracy.Standard), out function)
        ? function
        : throw new InvalidOperationException($"{operation} is not computed lane by lane: expected it to be decomposed, made a view or absorbed before lowering.");

    // A polynomial of about twenty multiply-adds, with its constants.
    private static VectorFunctionTraits Polynomial(OperationKind operation, string method) => new(operation, method, 1, InlinedCalls: 1, Locals: 25, Cost: 10);
}
