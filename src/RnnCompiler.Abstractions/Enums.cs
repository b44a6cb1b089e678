namespace RnnCompiler;

/// <summary>Activation function of a layer, applied to its pre-activation.</summary>
public enum Activation
{
    /// <summary>The identity.</summary>
    None,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x); the derivative at 0 is 0.</summary>
    Relu,

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>exp(xᵢ) / Σⱼ exp(xⱼ) over the outputs of the layer; dense layers only.</summary>
    Softmax,
}

/// <summary>Loss that training minimises: a mean, as in PyTorch.</summary>
public enum Loss
{
    /// <summary>Mean of (y − t)² over rows, steps and outputs.</summary>
    MeanSquaredError,

    /// <summary>Mean of |y − t| over rows, steps and outputs; the derivative at 0 is 0.</summary>
    MeanAbsoluteError,

    /// <summary>Mean of ½(y − t)² where |y − t| ≤ δ and of δ(|y − t| − ½δ) elsewhere (Huber 1964).</summary>
    Huber,

    /// <summary>Mean of −t·log p − (1 − t)·log(1 − p) over rows, steps and outputs; fused with a sigmoid head, while a linear head gives logits.</summary>
    BinaryCrossEntropy,

    /// <summary>Mean of −log p[class] over rows and steps; targets are class ids. Fused with a softmax head, while a linear head gives logits.</summary>
    CrossEntropy,
}

/// <summary>
/// Format in which inference stores the matrices of a model. Arithmetic is in float in each format. Biases, embedding tables and states stay float, and so do
/// the parameters: training, weight files, and reading and writing parameters do not depend on the format.
/// </summary>
/// <remarks>
/// A matrix is rounded when parameters are created, loaded, written or updated, never in a call of Forward or Step. A trainer computes loss and gradients
/// with the float weights.
/// </remarks>
public enum WeightFormat
{
    /// <summary>32 bits: the parameters as they are.</summary>
    Float32,

    /// <summary>
    /// The upper 16 bits of a float, rounded to nearest, ties to even: each weight w is off by at most 2⁻⁸·|w| for normal numbers up to 3.39·10³⁸ and becomes
    /// infinite beyond. Results have the same bits as with float weights that were rounded before. The fastest format if the weights exceed the L1 cache.
    /// </summary>
    BFloat16,

    /// <summary>
    /// An integer q from −127 to 127 for each weight, and one float scale for each row of a matrix, the greatest |w| of the row divided by 127: each weight is
    /// off by at most half a scale, the row's greatest |w| / 254. A row with a NaN or an infinity gives NaN. The magnitudes of a vector that is multiplied may add up to
    /// 2.6·10³⁶; sums of more overflow before they are scaled. The smallest format; faster than float only if the weights exceed the L2 cache.
    /// </summary>
    /// <remarks>
    /// With <see cref="RnnModelAttribute.IntegerProducts"/> the vector v of each product is rounded too: to integers from −127 to 127 times M / 127, where M is its greatest
    /// magnitude, at each step anew. The scale s of a row is then the greatest of |w| and, for neighbours of one sign in columns 2j and 2j + 1, of |w + w′|, divided by 127.
    /// Sums are exact and scaled once: an element of the product is off by at most M/254 · Σ|ŵ| + s/2 · Σ|v|, with the rounded weights ŵ of its row. Any finite vector may be
    /// multiplied; magnitudes below 2⁻¹²⁰ count as 0. A vector with a NaN or an infinity gives NaN. Matrices of more than 131,586 columns multiply floats.
    /// </remarks>
    Int8,
}

/// <summary>
/// Accuracy of tanh and the logistic function σ in compiled kernels, training included: gradients are those of the activations that ran. The interpreted runtime
/// computes them as exactly as its number type allows.
/// </summary>
public enum ActivationAccuracy
{
    /// <summary>Rational functions with one division. tanh: absolute and relative error at most 4e-7; σ: absolute error at most 2e-7.</summary>
    Standard,

    /// <summary>Through the exponential function, about a tenth slower in small cells. tanh and σ: absolute error at most 1e-7; σ also has small relative errors near 0.</summary>
    High,

    /// <summary>
    /// Absolute error at most 1e-5, for comparisons with libraries that approximate: rational functions of a lower degree; in kernels of 16 lanes with AVX-512 cubic
    /// polynomials from tables in registers. The only setting of floating-point weights under which results with and without AVX-512 differ in their bits: by the error.
    /// </summary>
    Fast,
}

/// <summary>Unrolling of the loops over time. Results have the same bits with each value.</summary>
public enum Unroll
{
    /// <summary>
    /// An unroll factor of 1. Measured with cells of 1 to 64 units, factors of 2 to 8 were within 1 % of it, and LSTMs of up to 8 units were a fifth slower
    /// with a factor of 8: the instructions of the loop execute in parallel with the dependency chain of a step.
    /// </summary>
    Auto,

    /// <summary>An unroll factor of 1.</summary>
    None,

    /// <summary>Straight-line code for each step of the declared sequence, in methods that the JIT compiler still optimises; for up to 128 steps.</summary>
    Full,
}

/// <summary>Merge of the outputs of the two directions of a bidirectional layer, at each step.</summary>
public enum Merge
{
    /// <summary>Forward outputs, then backward outputs: twice as many features.</summary>
    Concat,

    /// <summary>The elementwise sum.</summary>
    Sum,

    /// <summary>The elementwise product.</summary>
    Multiply,

    /// <summary>The elementwise mean.</summary>
    Average,
}
