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
        IReadOnlyList<string> names = LayerNames.Resolve(declaration.Layers);
        int size = declaration.HasTokenInput ? 1 : declaration.InputSize;
        bool overTime = true;
        for (int i = 0; i < declaration.Layers.Count; i++)
        {
            LayerPlan layer = Place(declaration.Layers[i], names[i], size, overTime && !IsBeforeBothEnds(declaration.Layers, i));
            _layers.Add(layer);
            size = layer.OutputSize;
            overTime &= layer.Declaration is not TimeReductionDeclaration;
        }

        OutputSize = size;
        OutputOverTime = overTime;
    }

    public ModelDeclaration Declaration { get; }

    public IReadOnlyList<LayerPlan> Layers => _layers;

    /// <summary>Gets the number of output features.</summary>
    public int OutputSize { get; }

    /// <summary>Gets whether the output has a value for each step.</summary>
    public bool OutputOverTime { get; }

    /// <summary>Gets the number of steps of a sequence.</summary>
    public int Steps => Declaration.SequenceLength;

    /// <summary>Gets the type of one step of the input.</summary>
    public TensorType StepInputType => Declaration.HasTokenInput ? TensorType.Integer : TensorType.Vector(Declaration.InputSize);

    /// <summary>Gets the type of the target of one output vector.</summary>
    public TensorType StepTargetType => Declaration.HasClassTargets ? TensorType.Integer : TensorType.Vector(OutputSize);

    /// <summary>Returns whether a layer is dropout between a bidirectional layer and the ends that are taken of it: it drops elements of the ends.</summary>
    private static bool IsBeforeBothEnds(IReadOnlyList<LayerDeclaration> layers, int index) =>
        layers[index] is DropoutDeclaration
        && layers.Skip(index).FirstOrDefault(static l => l is not DropoutDeclaration) is TimeReductionDeclaration { Kind: TimeReduction.BothEnds };

    private static LayerPlan Place(LayerDeclaration declaration, string name, int size, bool overTime) => declaration switch
    {
        RecurrentDeclaration recurrent => PlaceRecurrent(recurrent, name, size),
        DenseDeclaration dense => new(name, dense, size, dense.Units, overTime, []),
        EmbeddingDeclaration embedding => new(name, embedding, size, embedding.Dimension, overTime, []),
        TimeReductionDeclaration or DropoutDeclaration => new(name, declaration, size, size, overTime, []),
        _ => throw new NotSupportedException($"Expected a declared layer with equations, found {declaration.GetType().Name}."),
    };

    private static LayerPlan PlaceRecurrent(RecurrentDeclaration declaration, string name, int inputSize)
    {
        List<CellPlan> cells = [];
        int size = inputSize;
        for (int level = 0; level < declaration.Layers; level++)
        {
            Cell cell = CellLibrary.Create(declaration.Cell, size, declaration.HiddenSize, declaration.UseBias);
            cells.Add(new CellPlan(name, declaration, cell, level, Reverse: false));
            if (declaration.Bidirectional)
                cells.Add(new CellPlan(name, declaration, cell, level, Reverse: true));
            size = declaration is { Bidirectional: true, Merge: Merge.Concat } ? 2 * cell.OutputSize : cell.OutputSize;
        }

        return new LayerPlan(name, declaration, inputSize, size, OverTime: true, cells);
    }
}
