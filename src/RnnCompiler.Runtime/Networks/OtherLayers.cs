namespace RnnCompiler.Networks;

/// <summary>A fully connected layer that can be applied several times; <see cref="Layers.DenseLayer"/> creates it.</summary>
public sealed class DenseLayer : NetworkLayer
{
    private readonly int _units;
    private readonly LayerText _text;

    internal DenseLayer(int units, Activation activation, bool useBias, string? name)
        : base(name)
    {
        _units = Expect.Count(units, Expect.LargestSize, nameof(units));
        _text = LayerText.Dense(units, Expect.Member(activation, nameof(activation)), useBias);
    }

    /// <summary>Applies the layer at each step.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <returns>[steps, units].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The input has another number of features than at the first application, or is of another builder.</exception>
    public Sequence Apply(Sequence x) => new(Record(Expect.Node(x, nameof(x))));

    /// <summary>Applies the layer to a vector.</summary>
    /// <param name="x">The input: [features].</param>
    /// <returns>[units].</returns>
    /// <inheritdoc cref="Apply(Sequence)" path="/exception"/>
    public Features Apply(Features x) => new(Record(Expect.Node(x, nameof(x))));

    private NetworkNode Record(NetworkNode x) => Record(_text, x.Shape.WithSize(_units), x);
}

/// <summary>A causal convolution that can be applied several times; <see cref="Layers.ConvLayer"/> creates it.</summary>
public sealed class ConvLayer : NetworkLayer
{
    private readonly int _channels;
    private readonly LayerText _text;

    internal ConvLayer(int channels, int kernel, int dilation, Activation activation, bool useBias, string? name)
        : base(name)
    {
        _channels = Expect.Count(channels, Expect.LargestSize, nameof(channels));
        Expect.Count(kernel, Expect.LargestSize, nameof(kernel));
        Expect.Count(dilation, Expect.MostSteps, nameof(dilation));
        _text = LayerText.Conv(channels, kernel, dilation, Expect.Member(activation, nameof(activation)), useBias);
    }

    /// <summary>Applies the layer to a sequence.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <returns>[steps, channels].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The input has another number of features than at the first application, or is of another builder.</exception>
    public Sequence Apply(Sequence x)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        return new Sequence(Record(_text, input.Shape.WithSize(_channels), input));
    }
}

/// <summary>A table of vectors, indexed by token id, that can be applied several times; <see cref="Layers.EmbeddingLayer"/> creates it.</summary>
public sealed class EmbeddingLayer : NetworkLayer
{
    private readonly int _dimension;

    internal EmbeddingLayer(int dimension, string? name)
        : base(name) => _dimension = Expect.Count(dimension, Expect.LargestSize, nameof(dimension));

    /// <summary>Returns the vector of each token.</summary>
    /// <param name="x">The token ids: [steps].</param>
    /// <returns>[steps, dimension].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The input has another vocabulary than at the first application, or is of another builder.</exception>
    public Sequence Apply(Tokens x)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        return new Sequence(Record(LayerText.Embedding(input.Size, _dimension), input.Shape with { Kind = NodeKind.Sequence, Size = _dimension }, input));
    }
}

/// <summary>Base of normalizations of the features of a step or vector, which can be applied several times.</summary>
public abstract class NormalizationLayer : NetworkLayer
{
    private readonly LayerText _text;

    private protected NormalizationLayer(string keyword, string? name)
        : base(name) => _text = LayerText.Plain(keyword);

    /// <summary>Applies the layer at each step.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The input has another number of features than at the first application, or is of another builder.</exception>
    public Sequence Apply(Sequence x) => new(Record(Expect.Node(x, nameof(x))));

    /// <summary>Applies the layer to a vector.</summary>
    /// <param name="x">The input: [features].</param>
    /// <returns>The same shape.</returns>
    /// <inheritdoc cref="Apply(Sequence)" path="/exception"/>
    public Features Apply(Features x) => new(Record(Expect.Node(x, nameof(x))));

    private NetworkNode Record(NetworkNode x) => Record(_text, x.Shape, x);
}

/// <summary>A layer normalization that can be applied several times; <see cref="Layers.LayerNormLayer"/> creates it.</summary>
public sealed class LayerNormLayer : NormalizationLayer
{
    internal LayerNormLayer(string? name)
        : base("layernorm", name)
    {
    }
}

/// <summary>A batch normalization that can be applied several times; <see cref="Layers.BatchNormLayer"/> creates it.</summary>
public sealed class BatchNormLayer : NormalizationLayer
{
    internal BatchNormLayer(string? name)
        : base("batchnorm", name)
    {
    }
}
