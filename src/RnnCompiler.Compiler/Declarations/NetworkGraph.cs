using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// The layers of a declaration as a graph. Node 0 is the input of the model unless layers declare its inputs, node i + 1 the output of layer i. Each layer reads nodes before it.
/// The last node is the output of the model unless it has several.
/// </summary>
public sealed class NetworkGraph
{
    /// <summary>The name of the input in texts and messages; no layer may have it.</summary>
    public const string Input = "input";

    private const int AnyGroup = -1;

    /// <summary>The group of what combines sequences of two groups, which is an error, and of what reads it.</summary>
    private const int NoGroup = -2;

    private readonly IReadOnlyList<LayerDeclaration> _layers;
    private readonly ILookup<int, int> _users;
    private readonly HashSet<int> _stateSources;
    private readonly bool[] _onlyLastStepCounts;
    private readonly bool[] _onlyEndsCount;
    private readonly bool[] _isOverTime;
    private readonly bool[] _isStatic;
    private readonly int[] _groups;
    private readonly HashSet<int> _outputs;

    /// <summary>Creates the graph of a declaration.</summary>
    public NetworkGraph(ModelDeclaration declaration)
        : this(declaration.Layers, declaration.OutputNodes)
    {
    }

    /// <summary>Creates a graph.</summary>
    /// <param name="layers">The layers in the order of evaluation.</param>
    /// <param name="outputs">The nodes that are outputs.</param>
    /// <param name="inputGroups">The length groups of inputs that are values of another graph, in order; empty if inputs begin groups of their own.</param>
    public NetworkGraph(IReadOnlyList<LayerDeclaration> layers, IReadOnlyList<int> outputs, params IReadOnlyList<int> inputGroups)
    {
        _layers = layers;
        _outputs = [.. outputs];
        _users = Enumerable.Range(0, layers.Count)
            .SelectMany(i => Operands(layers[i], i).Distinct().Select(node => (Node: node, Layer: i)))
            .ToLookup(static use => use.Node, static use => use.Layer);
        _stateSources = [.. layers.OfType<RecurrentDeclaration>().Where(static layer => layer.Initial is not null).Select(static layer => layer.Initial!.Value)];
        _onlyLastStepCounts = Uses(static layer => layer is TimeReductionDeclaration { Kind: TimeReduction.LastStep }, WorksOnEachStep);
        _onlyEndsCount = Uses(static layer => layer is TimeReductionDeclaration { Kind: TimeReduction.BothEnds }, static layer => layer is DropoutDeclaration);
        _isOverTime = new bool[layers.Count + 1];
        _isStatic = new bool[layers.Count + 1];
        _groups = new int[layers.Count + 1];
        _isOverTime[0] = true;
        for (int i = 0; i < layers.Count; i++)
        {
            _isOverTime[i + 1] = layers[i] is InputDeclaration { IsOverTime: true } || HasEachStep(i);
            _isStatic[i + 1] = layers[i] is InputDeclaration { IsOverTime: false }
                || (layers[i] is not InputDeclaration && Operands(layers[i], i).All(node => _isStatic[node]));
            _groups[i + 1] = i < inputGroups.Count ? inputGroups[i] : layers[i] switch
            {
                InputDeclaration { Length: null } => 0,
                InputDeclaration => ++GroupCount,
                RepeatDeclaration => AnyGroup,
                _ when _isOverTime[i + 1] && !IsSameAtEachStep(layers[i]) => ReadGroup(i) is not AnyGroup and var group ? group : 0,
                _ => ReadGroup(i),
            };
        }

        IsStreaming = !layers.Any(static layer => layer is RecurrentDeclaration { Bidirectional: true })
            && !layers.Where((layer, i) => IsOverTime(i + 1) && Operands(layer, i).Any(node => !IsOverTime(node) && !_isStatic[node])).Any()
            && !layers.Any(static layer => layer is InputDeclaration { Length: not null })
            && !layers.Any(static layer => layer is RecurrentDeclaration { Initial: not null } or ReverseDeclaration or AttentionDeclaration);
    }

    /// <summary>Gets the number of length groups besides that of the model: each input with a length of its own begins one.</summary>
    public int GroupCount { get; }

    /// <summary>
    /// Gets whether a stream can be computed step by step: nothing at a step depends on later steps. A bidirectional layer does, a reversed sequence and attention
    /// do, and so does a value at each step that reads a reduction over time.
    /// </summary>
    public bool IsStreaming { get; }

    /// <summary>Returns the nodes that a layer reads.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">Its position.</param>
    public static IReadOnlyList<int> Operands(LayerDeclaration layer, int index) => layer is InputDeclaration ? [] : layer.From.Count == 0 ? [index] : layer.From;

    /// <summary>Returns a layer that reads given nodes, spelled in the only way.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">Its position.</param>
    /// <param name="nodes">The nodes; at least one.</param>
    public static LayerDeclaration Reading(LayerDeclaration layer, int index, IReadOnlyList<int> nodes) =>
        layer with { From = nodes.Count == 1 && nodes[0] == index ? default : new EquatableArray<int>(nodes) };

    /// <summary>Returns the layers that read a node, in order.</summary>
    public IEnumerable<int> Users(int node) => _users[node];

    /// <summary>Returns whether the output or the states after the last step of a layer are read by another layer.</summary>
    public bool IsUsed(int layer) => Users(layer + 1).Any() || _stateSources.Contains(layer) || _outputs.Contains(layer + 1);

    /// <summary>Returns the number of layers and outputs that read a node.</summary>
    public int UseCount(int node) => Users(node).Count() + (_outputs.Contains(node) ? 1 : 0);

    /// <summary>Returns whether a node is an output of the model.</summary>
    public bool IsOutput(int node) => _outputs.Contains(node);

    /// <summary>Returns the length group of a node that has a value for each step: 0 for that of the model.</summary>
    public int GroupOf(int node) => Math.Max(0, _groups[node]);

    /// <summary>
    /// Returns whether a node has the steps of whatever it is combined with: a vector that is repeated over time, and what is computed of it alone in the same way at each step.
    /// What combines two groups in error has none, and is taken for such a node, so that the error is one.
    /// </summary>
    public bool FitsAnyGroup(int node) => _isOverTime[node] && _groups[node] is AnyGroup or NoGroup;

    /// <summary>Returns whether a node has a value for each step.</summary>
    public bool IsOverTime(int node) => _isOverTime[node];

    /// <summary>Returns whether a node that a layer reads has a value for each step.</summary>
    public bool ReadsOverTime(int layer) => Operands(_layers[layer], layer).Any(IsOverTime);

    /// <summary>Returns whether all that is used of the output of a layer is its last step: all layers between it and last-step reductions work on each step separately.</summary>
    /// <param name="layer">The position of the layer.</param>
    public bool OnlyLastStepCounts(int layer) => _onlyLastStepCounts[layer];

    /// <summary>Returns whether all that is used of the output of a layer are its ends, at most with elements of them dropped.</summary>
    /// <param name="layer">The position of the layer.</param>
    public bool OnlyEndsCount(int layer) => _onlyEndsCount[layer];

    /// <summary>Returns the length group of the first node with a value for each step that a layer reads: 0 for that of the model.</summary>
    public int GroupRead(int layer) => Math.Max(0, ReadGroup(layer));

    /// <summary>
    /// Returns the head, then the layers from it to the output: the head is the last layer before reductions over time and dropout. Empty if there is none.
    /// </summary>
    /// <param name="layers">The layers.</param>
    /// <param name="output">The node of the output.</param>
    public static IReadOnlyList<int> HeadAndAfter(IReadOnlyList<LayerDeclaration> layers, int output)
    {
        List<int> path = [];
        int layer = output - 1;
        while (layer >= 0 && layers[layer] is TimeReductionDeclaration or DropoutDeclaration)
        {
            path.Insert(0, layer);
            layer = Math.Min(Operands(layers[layer], layer)[0], layer) - 1;
        }

        return layer < 0 ? [] : [layer, .. path];
    }

    /// <summary>Returns the activation of a layer that a loss may fuse.</summary>
    public static Activation ActivationOf(LayerDeclaration layer) => layer switch
    {
        DenseDeclaration dense => dense.Activation,
        ConvolutionDeclaration convolution => convolution.Activation,
        ElementwiseDeclaration operation => operation.Activation,
        _ => Activation.None,
    };

    /// <summary>Returns whether the output of a layer has as many features as its operands have.</summary>
    public static bool KeepsSize(LayerDeclaration layer) => layer is TimeReductionDeclaration or DropoutDeclaration or ElementwiseDeclaration or RepeatDeclaration
        or DelayDeclaration or ReverseDeclaration or LayerNormalizationDeclaration or BatchNormalizationDeclaration;

    /// <summary>Returns whether the output of a layer has a value for each step; that of attention has one for each query.</summary>
    private bool HasEachStep(int layer) => _layers[layer] switch
    {
        RepeatDeclaration => true,
        TimeReductionDeclaration or LossTermDeclaration => false,
        AttentionDeclaration => IsOverTime(Operands(_layers[layer], layer)[0]),
        _ => ReadsOverTime(layer),
    };

    // Masks of dropout differ from step to step.
    private static bool IsSameAtEachStep(LayerDeclaration layer) => WorksOnEachStep(layer) && layer is not DropoutDeclaration;

    private static bool WorksOnEachStep(LayerDeclaration layer) =>
        layer is DropoutDeclaration or DenseDeclaration or ElementwiseDeclaration or ConcatDeclaration or SliceDeclaration or FeatureReductionDeclaration
            or LayerNormalizationDeclaration or BatchNormalizationDeclaration;

    private int ReadGroup(int layer)
    {
        IReadOnlyList<int> operands = Operands(_layers[layer], layer);
        IReadOnlyList<int> groups = [.. operands.Where(node => _isOverTime[node] && _groups[node] != AnyGroup).Select(node => _groups[node]).Distinct()];
        return groups.Count == 0 ? AnyGroup : groups.Count == 1 || _layers[layer] is AttentionDeclaration ? groups[0] : NoGroup;
    }

    /// <summary>Returns of each layer whether all paths from its output lead to layers of some kind, through layers of another kind alone.</summary>
    private bool[] Uses(Func<LayerDeclaration, bool> ends, Func<LayerDeclaration, bool> passes)
    {
        bool[] result = new bool[_layers.Count];
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            result[i] = !_stateSources.Contains(i) && !_outputs.Contains(i + 1)
                && Users(i + 1).Any() && Users(i + 1).All(user => ends(_layers[user]) || (user > i && passes(_layers[user]) && result[user]));
        }

        return result;
    }
}
