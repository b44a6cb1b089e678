namespace RnnCompiler;

/// <summary>The function that a layer applies to each element of its pre-activation.</summary>
public enum Activation
{
    /// <summary>The identity.</summary>
    None,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x); its derivative at 0 is taken as 0.</summary>
    Relu,

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>exp(xᵢ) / Σⱼ exp(xⱼ) over the outputs of the layer; dense layers only.</summary>
    Softmax,
}

/// <summary>The function that training minimises. Each is a mean, as in PyTorch.</summary>
public enum Loss
{
    /// <summary>Mean of (y − t)² over rows, steps and outputs.</summary>
    MeanSquaredError,

    /// <summary>Mean of |y − t| over rows, steps and outputs; the derivative at 0 is taken as 0.</summary>
    MeanAbsoluteError,

    /// <summary>Mean of ½(y − t)² where |y − t| ≤ δ and of δ(|y − t| − ½δ) elsewhere (Huber 1964).</summary>
    Huber,

    /// <summary>Mean of −t·log p − (1 − t)·log(1 − p) over rows, steps and outputs; fused with a sigmoid head, while a linear head gives logits.</summary>
    BinaryCrossEntropy,

    /// <summary>Mean of −log p[class] over rows and steps; targets are class ids. Fused with a softmax head, while a linear head gives logits.</summary>
    CrossEntropy,
}

/// <summary>
/// Format of the matrices that inference reads. Arithmetic is float in all of them; biases, embedding tables and everything else stay float, and
/// so do the parameters themselves: training, weight files and the reading and writing of parameters know nothing of it.
/// </summary>
/// <remarks>
/// A matrix is rounded when parameters are made, loaded, written or updated, never while a model runs. The loss and the gradients of a trainer
/// are those of the float weights.
/// </remarks>
public enum WeightFormat
{
    /// <summary>32 bits: the parameters as they are.</summary>
    Float32,

    /// <summary>
    /// The upper 16 bits of a float, rounded to nearest, ties to even: each weight w within 2⁻⁸·|w| for normal numbers
    /// up to 3.39·10³⁸, beyond which it becomes infinite. Results are the same bits
    /// as those of float weights that were rounded before. The fastest where weights outgrow the first-level cache.
    /// </summary>
    BFloat16,

    /// <summary>
    /// A whole number q from −127 to 127 and one float scale for each row of a matrix, the greatest |w| of the row divided by 127: each weight
    /// within half a scale, the row's greatest |w| / 254. A row that holds NaN or an infinity gives NaN. The smallest; faster than float only where
    /// weights outgrow the second-level cache.
    /// </summary>
    Int8,
}

/// <summary>Unroll factor of loops over time. Results are the same bits in any case.</summary>
public enum Unroll
{
    /// <summary>
    /// By a measured rule: one step at a time. A loop over time costs nothing that can be measured, since its few instructions run beside the
    /// chain product → activation → product of a step; two to eight steps at a time were within 1 % of one for cells of 1 to 64 units, and at
    /// eight steps LSTMs of up to 8 units lost a fifth to longer code.
    /// </summary>
    Auto,

    /// <summary>One step at a time.</summary>
    None,

    /// <summary>Each step of the declared sequence as straight code, in methods of a size that the JIT compiler optimises; for up to 128 steps.</summary>
    Full,
}

/// <summary>Combination of the two directions of a bidirectional layer into one output per step.</summary>
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
