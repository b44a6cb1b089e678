namespace RnnCompiler.Networks;

/// <summary>
/// Recorder of a network: creates its inputs, and records what <see cref="Layers"/> and operators compute of them as the lines of a declaration. A builder is for one thread.
/// </summary>
/// <example><code>
/// NetworkBuilder builder = new(sequenceLength: 2048);
/// Sequence x = builder.Sequence(1, "x");
/// NetworkDeclaration declaration = builder.Build(x + Dense(Lstm(x, units), 1, name: "head"));
/// </code></example>
public sealed partial class NetworkBuilder
{
    /// <summary>Maximum number of inputs, and of outputs.</summary>
    private const int MostInputs = 8;

    private readonly List<NetworkNode> _inputs = [];
    private readonly List<NetworkNode> _layers = [];
    private readonly NodeNames _names = new();

    /// <summary>Creates a builder of a network without inputs.</summary>
    /// <param name="sequenceLength">Steps per sequence, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or above 16,777,216.</exception>
    public NetworkBuilder(int sequenceLength) => SequenceLength = Expect.Count(sequenceLength, Expect.MostSteps, nameof(sequenceLength));

    /// <summary>Steps per sequence of inputs that are created without a length.</summary>
    public int SequenceLength { get; }

    /// <summary>The name of the model, for messages; "Network" by default.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public string Name
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    }
    = "Network";

    /// <summary>The loss that a trainer minimises; <see cref="Loss.MeanSquaredError"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="RnnCompiler.Loss"/>.</exception>
    public Loss Loss
    {
        get;
        set => field = Expect.Member(value, nameof(value));
    }

    /// <summary>δ of <see cref="Loss.Huber"/>, the error at which the parabola becomes a line; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public float HuberDelta
    {
        get;
        set => field = value > 0 && float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a positive, finite number.");
    }
    = 1f;

    /// <summary>The format of the matrices that inference reads; <see cref="WeightFormat.Float32"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="WeightFormat"/>.</exception>
    public WeightFormat Weights
    {
        get;
        set => field = Expect.Member(value, nameof(value));
    }

    /// <summary>Whether inference multiplies matrices in integers; for <see cref="WeightFormat.Int8"/>, without effect on other formats. False by default.</summary>
    public bool IntegerProducts { get; set; }

    /// <summary>The accuracy of tanh and the logistic function in compiled kernels; <see cref="ActivationAccuracy.Standard"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="ActivationAccuracy"/>.</exception>
    public ActivationAccuracy Activations
    {
        get;
        set => field = Expect.Member(value, nameof(value));
    }

    /// <summary>The unrolling of loops over time; <see cref="Unroll.Auto"/> by default. Not set together with <see cref="UnrollFactor"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="RnnCompiler.Unroll"/>.</exception>
    public Unroll Unroll
    {
        get;
        set => field = Expect.Member(value, nameof(value));
    }

    /// <summary>The unroll factor of loops over time, from 1 to 64; 0, the default, if <see cref="Unroll"/> decides.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 64.</exception>
    public int UnrollFactor
    {
        get;
        set => field = Expect.Index(value, Expect.MostUnrolled + 1, nameof(value));
    }

    /// <summary>The loss function; null if <see cref="Loss"/> names the loss.</summary>
    internal RecordedLoss? LossFunction { get; private set; }

    internal IReadOnlyList<NetworkNode> Inputs => _inputs;

    internal IReadOnlyList<NetworkNode> Layers => _layers;

    /// <summary>Whether the declaration has one input, a value at each step of the model's length, which the line of the model declares.</summary>
    internal bool HasPlainInput => _inputs is [{ Text.IsPlainInput: true } input] && input.Steps == SequenceLength;

    /// <summary>Creates an input that has a vector at each step: [length, size].</summary>
    /// <param name="size">Features at each step, at least 1.</param>
    /// <param name="name">The name: letters, digits and underscores. A single input of the model's length is called <c>input</c> in the declaration.</param>
    /// <param name="length">Greatest number of steps, at least 1; if null, <see cref="SequenceLength"/>, and rows have one length with other inputs without one.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed or that of another input, a number is out of range, or there are eight inputs.</exception>
    public Sequence Sequence(int size, string name, int? length = null)
    {
        Expect.Count(size, Expect.LargestSize, nameof(size));
        return new Sequence(Input(LayerText.SequenceInput(size, length), OverTime(NodeKind.Sequence, size, length), name));
    }

    /// <summary>Creates an input that is one vector of an example: [size].</summary>
    /// <param name="size">Features, at least 1.</param>
    /// <param name="name">The name: letters, digits and underscores.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed or that of another input, a number is out of range, or there are eight inputs.</exception>
    public Features Features(int size, string name)
    {
        Expect.Count(size, Expect.LargestSize, nameof(size));
        return new Features(Input(LayerText.FeaturesInput(size), NodeShape.Vector(size), name));
    }

    /// <summary>Creates an input that is a token id at each step: [length].</summary>
    /// <param name="vocabulary">Number of token ids, at least 1.</param>
    /// <param name="name">The name: letters, digits and underscores. A single input of the model's length is called <c>input</c> in the declaration.</param>
    /// <param name="length">Greatest number of steps, at least 1; if null, <see cref="SequenceLength"/>, and rows have one length with other inputs without one.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed or that of another input, a number is out of range, or there are eight inputs.</exception>
    public Tokens Tokens(int vocabulary, string name, int? length = null)
    {
        Expect.Count(vocabulary, Expect.LargestVocabulary, nameof(vocabulary));
        return new Tokens(Input(LayerText.TokensInput(vocabulary, length), OverTime(NodeKind.Tokens, vocabulary, length), name));
    }

    /// <summary>Creates the token ids that the network writes itself, as <see cref="GeneratedAttribute"/>: [length]. The first output predicts them.</summary>
    /// <param name="vocabulary">Number of token ids, at least 1.</param>
    /// <param name="start">The token id before the first one that is written.</param>
    /// <param name="stop">The token id that ends the sequence.</param>
    /// <param name="name">The name: letters, digits and underscores.</param>
    /// <param name="length">Greatest number of steps, at least 1; if null, <see cref="SequenceLength"/>, and rows have one length with other inputs without one.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">
    /// The name is malformed or that of another input, a number is out of range, a token id is not in the vocabulary, the network has such an input already, or there are eight
    /// inputs.
    /// </exception>
    public Tokens GeneratedTokens(int vocabulary, int start, int stop, string name, int? length = null)
    {
        Expect.Count(vocabulary, Expect.LargestVocabulary, nameof(vocabulary));
        Expect.Index(start, vocabulary, nameof(start));
        Expect.Index(stop, vocabulary, nameof(stop));
        if (_inputs.FirstOrDefault(static input => input.Text.IsGenerated) is { } other)
            throw new ArgumentException($"Expected at most one generated input, found \"{name}\" after \"{other.Name}\".", nameof(name));
        return new Tokens(Input(LayerText.GeneratedInput(vocabulary, length, start, stop), OverTime(NodeKind.Tokens, vocabulary, length), name));
    }

    /// <summary>Creates the declaration of the network with one output.</summary>
    /// <param name="output">The output: a <see cref="Networks.Sequence"/> or <see cref="Networks.Features"/> that a layer computes.</param>
    /// <exception cref="ArgumentNullException">The output is null.</exception>
    /// <exception cref="ArgumentException">The output is an input or of another builder, or an input or layer does not lead to it.</exception>
    public NetworkDeclaration Build(NetworkValue output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new NetworkDeclaration(NetworkText.Write(this, [("", Output(output, nameof(output)))]));
    }

    /// <summary>Creates the declaration of the network with named outputs.</summary>
    /// <param name="outputs">From one to eight outputs, each as <see cref="Build(NetworkValue)"/>, in order; the name of a single one is not used.</param>
    /// <exception cref="ArgumentNullException">An output or a name is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no output or more than eight, a name is malformed or given twice, an output is an input or of another builder, or an input or layer does not lead to an output.
    /// </exception>
    public NetworkDeclaration Build(params (string Name, NetworkValue Value)[] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Length is < 1 or > MostInputs)
            throw new ArgumentException(FormattableString.Invariant($"Expected 1 to {MostInputs} outputs, found {outputs.Length}."), nameof(outputs));
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach ((string name, NetworkValue value) in outputs)
        {
            NodeNames.CheckLegal(name, nameof(outputs));
            if (!names.Add(name))
                throw new ArgumentException($"Expected outputs with names of their own, found \"{name}\" twice.", nameof(outputs));
            ArgumentNullException.ThrowIfNull(value, nameof(outputs));
        }

        return new NetworkDeclaration(NetworkText.Write(this, [.. outputs.Select(output => (output.Name, Output(output.Value, nameof(outputs))))]));
    }

    /// <summary>Records a layer.</summary>
    /// <param name="text">Its keyword and fields.</param>
    /// <param name="shape">The shape of its value.</param>
    /// <param name="operands">The nodes that it reads, at least one.</param>
    /// <param name="name">The name; null for the default.</param>
    /// <param name="shares">The layer whose weights it has.</param>
    /// <param name="initial">The layer whose final state is its initial state.</param>
    /// <exception cref="ArgumentException">A node is of another builder, a size is out of range, or the name is malformed, reserved or taken.</exception>
    internal static NetworkNode Record(
        LayerText text, NodeShape shape, IReadOnlyList<NetworkNode> operands, string? name = null, NetworkNode? shares = null, NetworkNode? initial = null)
    {
        NetworkNode first = operands[0];
        foreach (NetworkNode? node in (ReadOnlySpan<NetworkNode?>)[.. operands, shares, initial])
        {
            if (node is not null && node.Builder != first.Builder)
                throw new ArgumentException($"Expected values of one builder, found {first.Title} and {node.Title} of two builders.");
        }

        if (shape.Size > Expect.LargestSize)
            throw new ArgumentException(FormattableString.Invariant($"Expected at most {Expect.LargestSize} features of a layer, found {shape.Size} of a {text.Kind}."));
        NetworkBuilder builder = first.Builder;
        NetworkNode layer = new(builder, shape, text, builder._names.Next(text.Kind, name))
        {
            HasGivenName = name is not null,
            Operands = operands,
            Shares = shares,
            Initial = initial,
        };
        builder._layers.Add(layer);
        return layer;
    }

    private NetworkNode Input(LayerText text, NodeShape shape, string name)
    {
        NodeNames.CheckLegal(name, nameof(name));
        if (_inputs.Any(input => input.Name == name))
            throw new ArgumentException($"Expected inputs with names of their own, found \"{name}\" twice.", nameof(name));
        if (_inputs.Count == MostInputs)
            throw new ArgumentException(FormattableString.Invariant($"Expected at most {MostInputs} inputs, found one more: \"{name}\"."), nameof(name));
        NetworkNode input = new(this, shape, text, name) { HasGivenName = true };
        _inputs.Add(input);
        return input;
    }

    private NetworkNode Output(NetworkValue output, string parameter)
    {
        NetworkNode node = output.Node;
        if (node.Builder != this)
            throw new ArgumentException($"Expected an output that this builder recorded, found {node.Title} of another one.", parameter);
        return node.IsInput ? throw new ArgumentException($"Expected an output that a layer computes, found the input {node.Title}.", parameter) : node;
    }

    /// <summary>Returns the shape of an input with steps; a length of its own begins a length group.</summary>
    private NodeShape OverTime(NodeKind kind, int size, int? length) => length is { } steps
        ? new NodeShape(kind, size, Expect.Count(steps, Expect.MostSteps, nameof(length)), _inputs.Count + 1)
        : new NodeShape(kind, size, SequenceLength);
}
