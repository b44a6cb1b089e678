using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>A declaration with resolved names and sizes, from which all functions of its module are built.</summary>
internal sealed class NetworkPlan
{
    private readonly List<LayerPlan> _layers = [];

    public NetworkPlan(ModelDeclaration declaration)
    {
        Declaration = declaration;
        Graph = new NetworkGraph(declaration.Layers);
        IReadOnlyList<string> names = LayerNames.Resolve(declaration.Layers);
        for (int i = 0; i < declaration.Layers.Count; i++)
            _layers.Add(Place(i, names[i], names[declaration.Layers[i].Shares ?? i]));
    }

    public ModelDeclaration Declaration { get; }

    public IReadOnlyList<LayerPlan> Layers => _layers;

    /// <summary>Gets the layers as a graph.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Gets whether a stream can be computed step by step.</summary>
    public bool IsStreaming => Graph.IsStreaming;

    /// <summary>Gets the number of output features.</summary>
    public int OutputSize => SizeOf(_layers.Count);

    /// <summary>Gets whether the output has a value for each step.</summary>
    public bool OutputOverTime => IsOverTime(_layers.Count);

    /// <summary>Gets the number of steps of a sequence.</summary>
    public int Steps => Declaration.SequenceLength;

    /// <summary>Gets the type of one step of the input.</summary>
    public TensorType StepInputType => Declaration.HasTokenInput ? TensorType.Integer : TensorType.Vector(Declaration.InputSize);

    /// <summary>Gets the type of the target of one output vector.</summary>
    public TensorType StepTargetType => Declaration.HasClassTargets ? TensorType.Integer : TensorType.Vector(OutputSize);

    /// <summary>Returns the number of features of a node; 1 for token ids.</summary>
    public int SizeOf(int node) => node > 0 ? _layers[node - 1].OutputSize : Declaration.HasTokenInput ? 1 : Declaration.InputSize;

    /// <summary>Returns whether a node has a value for each step that is computed; of a layer whose ends alone are used it is one vector.</summary>
    public bool IsOverTime(int node) => Graph.IsOverTime(node) && (node == 0 || !Graph.OnlyEndsCount(node - 1));

    private LayerPlan Place(int index, string name, string weights)
    {
        LayerDeclaration declaration = Declaration.Layers[index];
        IReadOnlyList<int> inputs = NetworkGraph.Operands(declaration, index);
        int size = SizeOf(inputs[0]);
        return declaration switch
        {
            RecurrentDeclaration recurrent => PlaceRecurrent(recurrent, name, weights, inputs, size),
            DenseDeclaration dense => Placed(dense.Units),
            EmbeddingDeclaration embedding => Placed(embedding.Dimension),
            SliceDeclaration slice => Placed(slice.Length),
            ConcatDeclaration => Placed(inputs.Sum(SizeOf)),
            ConvolutionDeclaration convolution => Placed(convolution.Channels),
            FeatureReductionDeclaration => Placed(1),
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
