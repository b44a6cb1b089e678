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

/// <summary>The function that training makes small. Each is a mean, as in PyTorch.</summary>
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

/// <summary>How the two directions of a bidirectional layer become one output per step.</summary>
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
