namespace RnnCompiler.Compiler.Declarations;

/// <summary>Operations of networks that work on each element separately.</summary>
public enum ElementwiseOperation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The greater of a and b.</summary>
    Max,

    /// <summary>The smaller of a and b.</summary>
    Min,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The logistic function 1 / (1 + e⁻ᵃ).</summary>
    Sigmoid,

    /// <summary>max(0, a).</summary>
    Relu,

    /// <summary>exp(aᵢ) / Σⱼ exp(aⱼ) over the features of a step.</summary>
    Softmax,

    /// <summary>|a|.</summary>
    Abs,

    /// <summary>eᵃ.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>The square root.</summary>
    Sqrt,

    /// <summary>a².</summary>
    Square,
}

/// <summary>
/// An elementwise operation. One of two operands works on two nodes of equal size, or on one node and a number; where one node has a value at each step and the other
/// has one vector, the vector is repeated over time.
/// </summary>
/// <param name="Kind">The operation.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record ElementwiseDeclaration(ElementwiseOperation Kind, string? Name) : LayerDeclaration(Name)
{
    /// <summary>Gets the number that is the first operand, if it is no node.</summary>
    public double? Left { get; init; }

    /// <summary>Gets the number that is the second operand, if it is no node.</summary>
    public double? Right { get; init; }

    /// <summary>Gets whether the operation has two operands.</summary>
    public bool IsBinary => Kind <= ElementwiseOperation.Min;

    /// <summary>Gets the activation of a head that the operation is, which a loss may fuse; none if it is none.</summary>
    public Activation Activation => Kind switch
    {
        ElementwiseOperation.Tanh => Activation.Tanh,
        ElementwiseOperation.Sigmoid => Activation.Sigmoid,
        ElementwiseOperation.Relu => Activation.Relu,
        ElementwiseOperation.Softmax => Activation.Softmax,
        _ => Activation.None,
    };
}

/// <summary>Kind of a reduction over features.</summary>
public enum FeatureReduction
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The greatest.</summary>
    Max,
}

/// <summary>A reduction over the features of a node, to one feature.</summary>
/// <param name="Kind">The kind of reduction.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record FeatureReductionDeclaration(FeatureReduction Kind, string? Name) : LayerDeclaration(Name);

/// <summary>A vector that is repeated at each step.</summary>
/// <param name="Name">The name in the declaration.</param>
public sealed record RepeatDeclaration(string? Name) : LayerDeclaration(Name);

/// <summary>The steps of a sequence in reverse order: of an example of n steps, step t is step n − 1 − t of the sequence.</summary>
/// <param name="Name">The name in the declaration.</param>
public sealed record ReverseDeclaration(string? Name) : LayerDeclaration(Name);

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017; for translation, Bahdanau, Cho and Bengio 2014): Σₛ αₛ vₛ with α = softmax(q · kₛ / √d) over the steps s of the keys
/// that the example has. It reads the query, one for each step or one for the example, then the keys and the values.
/// </summary>
/// <param name="Name">The name in the declaration.</param>
public sealed record AttentionDeclaration(string? Name) : LayerDeclaration(Name);

/// <summary>The value some steps before, which a row carries from window to window; before the first step it is 0.</summary>
/// <param name="Steps">The number of steps.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record DelayDeclaration(int Steps, string? Name) : LayerDeclaration(Name);

/// <summary>
/// A causal convolution over time: tap k reads step t − (kernel − 1 − k) · dilation, which is 0 before the first step (van den Oord et al. 2016).
/// </summary>
/// <param name="Channels">The number of output features.</param>
/// <param name="Kernel">The number of taps.</param>
/// <param name="Dilation">Steps from one tap to the next.</param>
/// <param name="Activation">The activation.</param>
/// <param name="UseBias">Whether a bias is added.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record ConvolutionDeclaration(int Channels, int Kernel, int Dilation, Activation Activation, bool UseBias, string? Name) : LayerDeclaration(Name)
{
    /// <summary>Gets how many steps before the last one are read.</summary>
    public int Memory => (Kernel - 1) * Dilation;
}

/// <summary>Layer normalisation over the features of a node: γ · (x − mean) / √(variance + 10⁻⁵) + β (Ba, Kiros and Hinton 2016).</summary>
/// <param name="Name">The name in the declaration.</param>
public sealed record LayerNormalizationDeclaration(string? Name) : LayerDeclaration(Name);

/// <summary>
/// Batch normalisation with the statistics of another training: γ · (x − mean) / √(variance + 10⁻⁵) + β (Ioffe and Szegedy 2015). Training changes γ and β alone.
/// </summary>
/// <param name="Name">The name in the declaration.</param>
public sealed record BatchNormalizationDeclaration(string? Name) : LayerDeclaration(Name);

/// <summary>The features of several nodes, one after another.</summary>
/// <param name="Name">The name in the declaration.</param>
public sealed record ConcatDeclaration(string? Name) : LayerDeclaration(Name);

/// <summary>Some consecutive features of a node.</summary>
/// <param name="Start">The first feature.</param>
/// <param name="Length">The number of features.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record SliceDeclaration(int Start, int Length, string? Name) : LayerDeclaration(Name);
