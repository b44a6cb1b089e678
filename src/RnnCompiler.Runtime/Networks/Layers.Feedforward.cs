namespace RnnCompiler.Networks;

/// <content>Layers without recurrence: dense, convolution, embedding, normalizations, dropout, attention.</content>
public static partial class Layers
{
    /// <summary>Applies a fully connected layer y = act(W x + b) at each step.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="units">Outputs, at least 1.</param>
    /// <param name="activation">The activation; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, units].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or the name is malformed, reserved or taken.</exception>
    public static Sequence Dense(Sequence x, int units, Activation activation = Activation.None, bool useBias = true, string? name = null) =>
        DenseLayer(units, activation, useBias, name).Apply(x);

    /// <summary>Applies a fully connected layer y = act(W x + b).</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="units">Outputs, at least 1.</param>
    /// <param name="activation">The activation; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[units].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or the name is malformed, reserved or taken.</exception>
    public static Features Dense(Features x, int units, Activation activation = Activation.None, bool useBias = true, string? name = null) =>
        DenseLayer(units, activation, useBias, name).Apply(x);

    /// <summary>Creates a fully connected layer y = act(W x + b), to be applied several times with one set of weights.</summary>
    /// <param name="units">Outputs, at least 1.</param>
    /// <param name="activation">The activation; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the name is malformed.</exception>
    public static DenseLayer DenseLayer(int units, Activation activation = Activation.None, bool useBias = true, string? name = null) => new(units, activation, useBias, name);

    /// <summary>
    /// Applies a causal convolution over time, dilated as in van den Oord et al., "WaveNet: a generative model for raw audio", 2016: tap k of the weight [channels, features,
    /// kernel], PyTorch's Conv1d, reads step t − (kernel − 1 − k) · dilation, which is 0 before the first step.
    /// </summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="channels">Features of the output, at least 1.</param>
    /// <param name="kernel">Taps, at least 1.</param>
    /// <param name="dilation">Steps between two taps, at least 1.</param>
    /// <param name="activation">The activation; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, channels].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or the name is malformed, reserved or taken.</exception>
    public static Sequence Conv(Sequence x, int channels, int kernel, int dilation = 1, Activation activation = Activation.None, bool useBias = true, string? name = null) =>
        ConvLayer(channels, kernel, dilation, activation, useBias, name).Apply(x);

    /// <summary>Creates a causal convolution over time, as <see cref="Conv"/>, to be applied several times with one set of weights.</summary>
    /// <param name="channels">Features of the output, at least 1.</param>
    /// <param name="kernel">Taps, at least 1.</param>
    /// <param name="dilation">Steps between two taps, at least 1.</param>
    /// <param name="activation">The activation; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the name is malformed.</exception>
    public static ConvLayer ConvLayer(int channels, int kernel, int dilation = 1, Activation activation = Activation.None, bool useBias = true, string? name = null) =>
        new(channels, kernel, dilation, activation, useBias, name);

    /// <summary>Returns a vector of a table for each token id; the table has a vector for each id of the tokens' vocabulary.</summary>
    /// <param name="x">The token ids: [steps].</param>
    /// <param name="dimension">Length of each vector, at least 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, dimension].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or the name is malformed, reserved or taken.</exception>
    public static Sequence Embedding(Tokens x, int dimension, string? name = null) => EmbeddingLayer(dimension, name).Apply(x);

    /// <summary>Creates a table of vectors, indexed by token id, to be applied several times with one set of weights.</summary>
    /// <param name="dimension">Length of each vector, at least 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">The dimension is out of range, or the name is malformed.</exception>
    public static EmbeddingLayer EmbeddingLayer(int dimension, string? name = null) => new(dimension, name);

    /// <summary>
    /// Normalizes each step to mean 0 and variance 1 over its features, then scales and shifts each feature by parameters (Ba, Kiros and Hinton, "Layer normalization", 2016).
    /// </summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence LayerNorm(Sequence x, string? name = null) => LayerNormLayer(name).Apply(x);

    /// <summary>
    /// Normalizes a vector to mean 0 and variance 1 over its features, then scales and shifts each feature by parameters (Ba, Kiros and Hinton, "Layer normalization", 2016).
    /// </summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features LayerNorm(Features x, string? name = null) => LayerNormLayer(name).Apply(x);

    /// <summary>Creates a layer normalization, as <see cref="LayerNorm(Sequence, string?)"/>, to be applied several times with one set of weights.</summary>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    public static LayerNormLayer LayerNormLayer(string? name = null) => new(name);

    /// <summary>
    /// Normalizes each feature of each step by a stored mean and variance, then scales and shifts it by parameters (Ioffe and Szegedy, "Batch normalization", 2015). The
    /// statistics are frozen: they are loaded with the weights, and training does not update them.
    /// </summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence BatchNorm(Sequence x, string? name = null) => BatchNormLayer(name).Apply(x);

    /// <summary>
    /// Normalizes each feature by a stored mean and variance, then scales and shifts it by parameters (Ioffe and Szegedy, "Batch normalization", 2015). The statistics are
    /// frozen: they are loaded with the weights, and training does not update them.
    /// </summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features BatchNorm(Features x, string? name = null) => BatchNormLayer(name).Apply(x);

    /// <summary>Creates a batch normalization, as <see cref="BatchNorm(Sequence, string?)"/>, to be applied several times with one set of weights.</summary>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    public static BatchNormLayer BatchNormLayer(string? name = null) => new(name);

    /// <summary>Applies inverted dropout (Srivastava et al. 2014): in training each element is set to 0 with probability <c>rate</c>, the others are divided by 1 − rate.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="rate">Probability of a drop, at least 0 and below 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The rate is out of range, or the name is malformed, reserved or taken.</exception>
    public static Sequence Dropout(Sequence x, double rate, string? name = null) => new(RecordDropout(x, rate, name));

    /// <summary>Applies inverted dropout (Srivastava et al. 2014): in training each element is set to 0 with probability <c>rate</c>, the others are divided by 1 − rate.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="rate">Probability of a drop, at least 0 and below 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The rate is out of range, or the name is malformed, reserved or taken.</exception>
    public static Features Dropout(Features x, double rate, string? name = null) => new(RecordDropout(x, rate, name));

    /// <summary>
    /// Computes scaled dot-product attention (Vaswani et al., "Attention is all you need", 2017): for each step of the query, the sum of the values, weighted by softmax(K q /
    /// √features) over the steps of the keys. Steps after the last one of an example have weight 0.
    /// </summary>
    /// <param name="query">The queries: [query steps, features].</param>
    /// <param name="keys">The keys, of the size of the query: [steps, features].</param>
    /// <param name="values">The values, of the length of the keys: [steps, value features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[query steps, value features].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The query and the keys differ in features, the keys and the values differ in steps, values are of different builders, or the name is malformed, reserved or taken.
    /// </exception>
    public static Sequence Attention(Sequence query, Sequence keys, Sequence values, string? name = null) => new(RecordAttention(query, keys, values, name));

    /// <summary>
    /// Computes scaled dot-product attention (Vaswani et al., "Attention is all you need", 2017): the sum of the values, weighted by softmax(K q / √features) over the steps of
    /// the keys. Steps after the last one of an example have weight 0.
    /// </summary>
    /// <param name="query">The query: [features].</param>
    /// <param name="keys">The keys, of the size of the query: [steps, features].</param>
    /// <param name="values">The values, of the length of the keys: [steps, value features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[value features].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The query and the keys differ in features, the keys and the values differ in steps, values are of different builders, or the name is malformed, reserved or taken.
    /// </exception>
    public static Features Attention(Features query, Sequence keys, Sequence values, string? name = null) => new(RecordAttention(query, keys, values, name));

    private static NetworkNode RecordDropout(NetworkValue x, double rate, string? name)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        return NetworkBuilder.Record(LayerText.Dropout(Expect.Rate(rate, nameof(rate))), input.Shape, [input], name);
    }

    private static NetworkNode RecordAttention(NetworkValue query, Sequence keys, Sequence values, string? name)
    {
        NetworkNode asked = Expect.Node(query, nameof(query));
        NetworkNode compared = Expect.Node(keys, nameof(keys));
        NetworkNode summed = Expect.Node(values, nameof(values));
        Expect.SameSize(asked, compared, nameof(keys));
        Expect.SameSteps(compared, summed, nameof(values));
        return NetworkBuilder.Record(LayerText.Plain("attention"), asked.Shape.WithSize(summed.Size), [asked, compared, summed], name);
    }
}
