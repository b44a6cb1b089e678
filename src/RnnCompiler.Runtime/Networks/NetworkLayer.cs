namespace RnnCompiler.Networks;

/// <summary>
/// Base of layers that can be applied several times with one set of weights. <see cref="Layers"/> creates them. The first application declares the weights and has the layer's
/// name; each further one is a layer that shares them. It has the default name of its kind, and its input has as many features as the first one.
/// </summary>
public abstract class NetworkLayer
{
    private readonly string? _name;
    private NetworkNode? _first;

    private protected NetworkLayer(string? name)
    {
        if (name is not null)
            NodeNames.CheckLegal(name, nameof(name));
        _name = name;
    }

    private protected NetworkNode Record(LayerText text, NodeShape shape, NetworkNode x, NetworkNode? initial = null)
    {
        if (_first is { } first && first.Builder == x.Builder && first.Operands[0].Size != x.Size)
        {
            string unit = x.Shape.Kind == NodeKind.Tokens ? "token ids" : "features";
            string expected = FormattableString.Invariant($"Expected {first.Operands[0].Size} {unit}, as the first input of layer {first.Title}, found {x.Size} of {x.Title}.");
            throw new ArgumentException(expected, nameof(x));
        }

        NetworkNode node = NetworkBuilder.Record(text, shape, [x], _first is null ? _name : null, _first, initial);
        _first ??= node;
        return node;
    }
}
