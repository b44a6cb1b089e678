using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>An input, output or target of a network.</summary>
/// <param name="Key">Its name in the functions, as in <c>input</c>, or <c>input.x</c> where there are several.</param>
/// <param name="Node">The node whose value it is.</param>
/// <param name="Type">The type of one step, or of the vector that it is.</param>
/// <param name="OverTime">Whether it has a value for each step.</param>
internal sealed record PortPlan(string Key, int Node, TensorType Type, bool OverTime);

/// <summary>A declaration with resolved names and sizes, from which all functions of its module are built.</summary>
internal sealed class NetworkPlan
{
    private readonly List<LayerPlan> _layers = [];
    private readonly IReadOnlyList<int> _groupSteps;

    public NetworkPlan(ModelDeclaration declaration)
        : this(
            declaration,
            new NetworkGraph(declaration),
            [.. declaration.Layers.OfType<InputDeclaration>().Where(static input => input.Length is not null).Select(static input => input.Length!.Value)])
    {
        if (declaration.LossFunction is not { } function)
            return;
        ModelDeclaration loss = function.AsNetwork(declaration);
        LossFunction = new NetworkPlan(loss, new NetworkGraph(loss.Layers, loss.OutputNodes, [.. declaration.LossGroups(Graph)]), _groupSteps);
    }

    private NetworkPlan(ModelDeclaration declaration, NetworkGraph graph, IReadOnlyList<int> groupSteps)
    {
        Declaration = declaration;
        Graph = graph;
        _groupSteps = groupSteps;
        DecoderLayers decoder = new(declaration.Layers, declaration.OutputNodes[0], graph);
        IReadOnlyList<string> names = LayerNames.Resolve(declaration.Layers);
        for (int i = 0; i < declaration.Layers.Count; i++)
        {
            LayerPlan layer = Place(i, names[i], names[declaration.Layers[i].Shares ?? i]);
            _layers.Add(layer with { Group = Graph.GroupRead(i), InDecoder = decoder.DependsOnTokens(i), InStep = decoder.RunsPerToken(i) });
        }
    }

    public ModelDeclaration Declaration { get; }

    public IReadOnlyList<LayerPlan> Layers => _layers;

    /// <summary>Gets the plan of the loss function, whose inputs are outputs and targets; null if there is none.</summary>
    public NetworkPlan? LossFunction { get; }

    /// <summary>Gets the layers as a graph.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Gets whether a stream can be computed step by step.</summary>
    public bool IsStreaming => Graph.IsStreaming;

    /// <summary>Gets the number of steps of a sequence of the model's length group.</summary>
    public int Steps => Declaration.SequenceLength;

    /// <summary>Gets the inputs in order.</summary>
    public IReadOnlyList<PortPlan> Inputs => Declaration.NamesInputs
        ? [.. _layers.Where(static layer => layer.Declaration is InputDeclaration).Select(Input)]
        : [new PortPlan(NetworkGraph.Input, 0, Declaration.HasTokenInput ? TensorType.Integer : TensorType.Vector(Declaration.InputSize), true)];

    /// <summary>Gets the input that the network writes itself; null if it is given all of them.</summary>
    public PortPlan? Generated => Inputs.FirstOrDefault(input => input.Node > 0 && ((InputDeclaration)_layers[input.Node - 1].Declaration).Generated is not null);

    /// <summary>Gets the nodes of the encoder that steps of the decoder read, in order.</summary>
    public IReadOnlyList<int> Context => [.. _layers.Where(static layer => layer.InStep).SelectMany(static layer => layer.Inputs)
        .Where(node => node > 0 && !_layers[node - 1].InStep).Distinct().OrderBy(static node => node)];

    /// <summary>Gets the outputs in order.</summary>
    public IReadOnlyList<PortPlan> Outputs => Declaration.Outputs.Count == 0
        ? [Output("output", _layers.Count)]
        : [.. Declaration.Outputs.Select(output => Output("output." + output.Name, output.Node))];

    /// <summary>Gets the targets in the order of the outputs.</summary>
    public IReadOnlyList<PortPlan> Targets => [.. Outputs.Select((output, i) => Target(output, Declaration.LossFunction?.Targets[i]) with
    {
        Key = "target" + output.Key.Substring("output".Length),
    })];

    /// <summary>Gets the inputs that begin a length group of their own, in order: group 1, 2 and so on.</summary>
    public IEnumerable<PortPlan> GroupInputs => Inputs.Where(input => Graph.GroupOf(input.Node) > 0);

    /// <summary>Returns the number of steps of a node that has a value for each step.</summary>
    public int StepsOf(int node) => StepsOfGroup(Graph.GroupOf(node));

    /// <summary>Returns the number of steps of what a layer reads, if that has a value for each step.</summary>
    public int StepsOf(LayerPlan layer) => StepsOfGroup(layer.Group);

    /// <summary>Returns the number of features of a node; 1 for token ids.</summary>
    public int SizeOf(int node) => node > 0 ? _layers[node - 1].OutputSize : Declaration.HasTokenInput ? 1 : Declaration.InputSize;

    /// <summary>Returns whether a node has a value for each step that is computed; of a layer whose ends alone are used it is one vector.</summary>
    public bool IsOverTime(int node) => Graph.IsOverTime(node) && (node == 0 || !Graph.OnlyEndsCount(node - 1));

    /// <summary>Returns whether a loss reads a node before its activation: it is an output, or read by a loss, or its last step is.</summary>
    public bool IsFused(int node) => IsFusedOutput(node) || Graph.Users(node).Any(user =>
        Declaration.Layers[user] is LossTermDeclaration { Loss: Loss.CrossEntropy or Loss.BinaryCrossEntropy }
        || (Declaration.Layers[user] is TimeReductionDeclaration { Kind: TimeReduction.LastStep } && IsFused(user + 1)));

    private bool IsFusedOutput(int node) => LossFunction is { } function
        ? Declaration.OutputNodes.Where((output, place) => output == node && function.IsFused(place + 1)).Any()
        : Graph.IsOutput(node) && Declaration.Loss is (Loss.CrossEntropy or Loss.BinaryCrossEntropy);

    private PortPlan Input(LayerPlan layer, int index)
    {
        InputDeclaration input = (InputDeclaration)layer.Declaration;
        return new PortPlan("input." + layer.Name, index + 1, TypeOf(input), Graph.IsOverTime(index + 1));
    }

    private PortPlan Target(PortPlan output, InputDeclaration? declared) => declared is null
        ? output with { Type = Declaration.HasClassTargets ? TensorType.Integer : output.Type }
        : output with { Type = TypeOf(declared), OverTime = declared.IsOverTime };

    private static TensorType TypeOf(InputDeclaration input) => input.IsIds ? TensorType.Integer : TensorType.Vector(input.Size);

    private PortPlan Output(string key, int node) => new(key, node, TensorType.Vector(SizeOf(node)), IsOverTime(node));

    private int StepsOfGroup(int group) => group == 0 ? Steps : _groupSteps[group - 1];

    private LayerPlan Place(int index, string name, string weights)
    {
        LayerDeclaration declaration = Declaration.Layers[index];
        IReadOnlyList<int> inputs = NetworkGraph.Operands(declaration, index);
        int size = inputs.Count > 0 ? SizeOf(inputs[0]) : 0;
        return declaration switch
        {
            RecurrentDeclaration recurrent => PlaceRecurrent(recurrent, name, weights, inputs, size),
            InputDeclaration input => new LayerPlan(name, weights, input, inputs, 0, input.IsIds ? 1 : input.Size, Graph.IsOverTime(index + 1), []),
            DenseDeclaration dense => Placed(dense.Units) with { HasRowWeights = Declaration.Weights == WeightFormat.Float32 && NarrowProducts.Pay(dense.Units, size) },
            EmbeddingDeclaration embedding => Placed(embedding.Dimension),
            SliceDeclaration slice => Placed(slice.Length),
            ConcatDeclaration => Placed(inputs.Sum(SizeOf)),
            ConvolutionDeclaration convolution => Placed(convolution.Channels),
            FeatureReductionDeclaration or LossTermDeclaration => Placed(1),
            AttentionDeclaration => Placed(SizeOf(inputs[2])) with { OverTime = IsOverTime(inputs[0]) },
            _ when NetworkGraph.KeepsSize(declaration) => Placed(size),
            _ => throw new NotSupportedException($"Expected a declared layer with equations, found {declaration.GetType().Name}."),
        };

        LayerPlan Placed(int outputSize) => new(name, weights, declaration, inputs, size, outputSize, inputs.Any(ReadsEachStep), []);

        // Dropout of ends drops elements of one vector.
        bool ReadsEachStep(int node) => IsOverTime(node) && !(declaration is DropoutDeclaration && Graph.OnlyEndsCount(index));
    }

    private LayerPlan PlaceRecurrent(RecurrentDeclaration declaration, string name, string weights, IReadOnlyList<int> inputs, int inputSize)
    {
        List<CellPlan> cells = [];
        int size = inputSize;
        for (int level = 0; level < declaration.Layers; level++)
        {
            Cell cell = CellLibrary.Create(declaration.Cell, size, declaration.HiddenSize, declaration.UseBias);
            cells.Add(new CellPlan(name, weights, declaration, cell, level, Reverse: false));
            if (declaration.Bidirectional)
                cells.Add(new CellPlan(name, weights, declaration, cell, level, Reverse: true));
            size = declaration is { Bidirectional: true, Merge: Merge.Concat } ? 2 * cell.OutputSize : cell.OutputSize;
        }

        if (declaration.Initial is { } source)
            cells = [.. cells.Zip(_layers[source].Cells, static (cell, before) => cell with { Initial = before })];
        return new LayerPlan(name, weights, declaration, inputs, inputSize, size, OverTime: true, cells);
    }
}
