namespace RnnCompiler.Compiler.Declarations;

/// <summary>Layers of the decoder of a network that writes tokens itself: those that depend on these tokens, and those that predict the next one from them.</summary>
internal sealed class DecoderLayers
{
    private readonly IReadOnlyList<LayerDeclaration> _layers;
    private readonly NetworkGraph _graph;
    private readonly bool[] _dependsOnTokens;
    private readonly bool[] _runsPerToken;

    /// <summary>Finds the layers.</summary>
    /// <param name="layers">The layers in the order of evaluation; of a network without such tokens, none belongs to a decoder.</param>
    /// <param name="output">The node that predicts the next token.</param>
    /// <param name="graph">The layers as a graph.</param>
    public DecoderLayers(IReadOnlyList<LayerDeclaration> layers, int output, NetworkGraph graph)
    {
        (_layers, _graph) = (layers, graph);
        _dependsOnTokens = new bool[layers.Count];
        for (int i = 0; i < layers.Count; i++)
        {
            _dependsOnTokens[i] = layers[i] is InputDeclaration { Generated: not null }
                || NetworkGraph.Operands(layers[i], i).Any(ReadsTokens)
                || (layers[i] is RecurrentDeclaration { Initial: { } source } && _dependsOnTokens[source]);
        }

        _runsPerToken = new bool[layers.Count];
        if (output > 0 && _dependsOnTokens[output - 1])
            _runsPerToken[output - 1] = true;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            if (!_runsPerToken[i])
                continue;
            foreach (int node in ReadAtStep(i).Where(node => node > 0))
                _runsPerToken[node - 1] |= _dependsOnTokens[node - 1] || graph.FitsAnyGroup(node);
        }
    }

    /// <summary>Returns whether a layer depends on the tokens that the network writes.</summary>
    public bool DependsOnTokens(int layer) => _dependsOnTokens[layer];

    /// <summary>Returns whether a layer is computed for each token: the next one depends on it, and it depends on tokens or repeats a vector beside them.</summary>
    public bool RunsPerToken(int layer) => _runsPerToken[layer];

    /// <summary>Returns the nodes whose current step a layer reads; of keys and values, attention reads all steps.</summary>
    public IEnumerable<int> ReadAtStep(int layer)
    {
        IReadOnlyList<int> operands = NetworkGraph.Operands(_layers[layer], layer);
        return operands.Take(_layers[layer] is AttentionDeclaration ? 1 : operands.Count);
    }

    /// <summary>Returns whether a layer that is computed for each token depends on later ones.</summary>
    public bool IsAhead(int layer)
    {
        LayerDeclaration declaration = _layers[layer];
        return _dependsOnTokens[layer] && (declaration is RecurrentDeclaration { Bidirectional: true } or ReverseDeclaration
            || (declaration is RecurrentDeclaration { Initial: { } source } && _dependsOnTokens[source])
            || (declaration is AttentionDeclaration && NetworkGraph.Operands(declaration, layer).Skip(1).Any(ReadsTokens))
            || (_graph.IsOverTime(layer + 1) && ReadAtStep(layer).Any(node => ReadsTokens(node) && !_graph.IsOverTime(node))));
    }

    private bool ReadsTokens(int node) => node > 0 && _dependsOnTokens[node - 1];
}
