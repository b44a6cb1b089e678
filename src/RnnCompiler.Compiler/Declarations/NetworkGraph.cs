using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// The layers of a declaration as a graph. Node 0 is the input of the model, node i + 1 the output of layer i; the last node is the output of the model. Each layer reads nodes
/// before it.
/// </summary>
public sealed class NetworkGraph
{
    /// <summary>The name of the input in texts and messages; no layer may have it.</summary>
    public const string Input = "input";

    private readonly IReadOnlyList<LayerDeclaration> _layers;
    private readonly ILookup<int, int> _users;
    private readonly bool[] _onlyLastStepCounts;
    private readonly bool[] _onlyEndsCount;

    /// <summary>Creates the graph.</summary>
    /// <param name="layers">The layers in the order of evaluation.</param>
    public NetworkGraph(IReadOnlyList<LayerDeclaration> layers)
    {
        _layers = layers;
        _users = Enumerable.Range(0, layers.Count)
            .SelectMany(i => Operands(layers[i], i).Distinct().Select(node => (Node: node, Layer: i)))
            .ToLookup(static use => use.Node, static use => use.Layer);
        _onlyLastStepCounts = Uses(static layer => layer is TimeReductionDeclaration { Kind: TimeReduction.LastStep }, WorksOnEachStep);
        _onlyEndsCount = Uses(static layer => layer is TimeReductionDeclaration { Kind: TimeReduction.BothEnds }, static layer => layer is DropoutDeclaration);
    }

    /// <summary>Returns the nodes that a layer reads.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">Its position.</param>
    public static IReadOnlyList<int> Operands(LayerDeclaration layer, int index) => layer.From.Count == 0 ? [index] : layer.From;

    /// <summary>Returns a layer that reads given nodes, spelled in the only way.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">Its position.</param>
    /// <param name="nodes">The nodes; at least one.</param>
    public static LayerDeclaration Reading(LayerDeclaration layer, int index, IReadOnlyList<int> nodes) =>
        layer with { From = nodes.Count == 1 && nodes[0] == index ? default : new EquatableArray<int>(nodes) };

    /// <summary>Returns the layers that read a node, in order.</summary>
    public IEnumerable<int> Users(int node) => _users[node];

    /// <summary>Returns whether all that is used of the output of a layer is its last step: all layers between it and last-step reductions work on each step separately.</summary>
    /// <param name="layer">The position of the layer.</param>
    public bool OnlyLastStepCounts(int layer) => _onlyLastStepCounts[layer];

    /// <summary>Returns whether all that is used of the output of a layer are its ends, at most with elements of them dropped.</summary>
    /// <param name="layer">The position of the layer.</param>
    public bool OnlyEndsCount(int layer) => _onlyEndsCount[layer];

    /// <summary>Returns the layer that is the head: the last one before reductions over time and dropout; −1 if there is none.</summary>
    public static int Head(IReadOnlyList<LayerDeclaration> layers)
    {
        int head = layers.Count - 1;
        while (head >= 0 && layers[head] is TimeReductionDeclaration or DropoutDeclaration)
            head = Math.Min(Operands(layers[head], head)[0], head) - 1;
        return head;
    }

    /// <summary>Returns the activation of a layer that a loss may fuse.</summary>
    public static Activation ActivationOf(LayerDeclaration layer) => layer switch
    {
        DenseDeclaration dense => dense.Activation,
        ElementwiseDeclaration operation => operation.Activation,
        _ => Activation.None,
    };

    private static bool WorksOnEachStep(LayerDeclaration layer) =>
        layer is DropoutDeclaration or DenseDeclaration or ElementwiseDeclaration or ConcatDeclaration or SliceDeclaration;

    /// <summary>Returns of each layer whether all paths from its output lead to layers of some kind, through layers of another kind alone.</summary>
    private bool[] Uses(Func<LayerDeclaration, bool> ends, Func<LayerDeclaration, bool> passes)
    {
        bool[] result = new bool[_layers.Count];
        for (int i = _layers.Count - 1; i >= 0; i--)
            result[i] = Users(i + 1).Any() && Users(i + 1).All(user => ends(_layers[user]) || (user > i && passes(_layers[user]) && result[user]));
        return result;
    }
}
