namespace RnnCompiler;

/// <summary>A fully connected layer y = act(W x + b); before a reduction over time it applies at each step.</summary>
/// <param name="units">Outputs, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units) : LayerAttribute
{
    /// <summary>Outputs, at least 1.</summary>
    public int Units { get; } = units;

    /// <summary>The activation; none by default.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; set; } = true;
}

/// <summary>
/// A reduction over time to the steps at which the directions of a bidirectional layer have read the whole sequence, as <c>h_n</c> of PyTorch: the last step of the
/// forward direction and the first step of the reverse one, combined as the layer's <see cref="RecurrentLayerAttribute.Merge"/> says. It follows that layer; a
/// <see cref="DropoutAttribute"/> may be between them.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BothEndsAttribute : LayerAttribute;

/// <summary>
/// A reduction over time to the last step of the sequence, as <c>y[-1]</c>. Of a bidirectional layer's reverse direction it is the first step that this direction reads;
/// <see cref="BothEndsAttribute"/> takes its last one.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LastStepAttribute : LayerAttribute;

/// <summary>A reduction over time to the mean of all steps.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanOverTimeAttribute : LayerAttribute;

/// <summary>A reduction over time to the elementwise maximum; of equal elements the first receives the gradient.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxOverTimeAttribute : LayerAttribute;

/// <summary>Inverted dropout (Srivastava et al. 2014): in training each element is set to 0 with probability <c>rate</c>, the others are divided by 1 − rate.</summary>
/// <param name="rate">Probability of a drop, at least 0 and below 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability of a drop, at least 0 and below 1.</summary>
    public double Rate { get; } = rate;
}

/// <summary>A table of vectors, indexed by token id; only as the first layer, with one token id per step as the input.</summary>
/// <param name="vocabulary">Number of token ids, at least 1.</param>
/// <param name="dimension">Length of each vector, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingAttribute(int vocabulary, int dimension) : LayerAttribute
{
    /// <summary>Number of token ids, at least 1.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Length of each vector, at least 1.</summary>
    public int Dimension { get; } = dimension;
}
