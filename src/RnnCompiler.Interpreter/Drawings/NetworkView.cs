using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Interpreter.Drawings;

/// <summary>An input, layer or output of a drawn network.</summary>
/// <param name="Index">Its position in <see cref="NetworkView.Nodes"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Details">Lines of text about it: kind, sizes and activation.</param>
/// <param name="Style">Its group.</param>
/// <param name="Layer">Its declaration; null for an input or output.</param>
/// <param name="Size">The number of features of its value; 0 for token ids.</param>
/// <param name="Steps">The number of steps at which it has a value; 0 for a value that is computed once.</param>
/// <param name="Group">Its length group; 0 for that of the model.</param>
/// <param name="States">The states of each level of a recurrent layer; empty for other nodes.</param>
internal sealed record ViewNode(
    int Index,
    string Name,
    IReadOnlyList<string> Details,
    BoxStyle Style,
    LayerDeclaration? Layer,
    int Size,
    int Steps,
    int Group,
    IReadOnlyList<IReadOnlyList<CellState>> States)
{
    /// <summary>Whether it has a value at each step.</summary>
    public bool IsOverTime => Steps > 0;

    /// <summary>The shape of the value: [steps, features], [steps] of token ids, or [features] of what is computed once.</summary>
    public string Shape => FormattableString.Invariant(Size == 0 ? $"[{Steps}]" : IsOverTime ? $"[{Steps}, {Size}]" : (FormattableString)$"[{Size}]");

    /// <summary>Whether the order of the operands has a meaning that the caption does not name.</summary>
    public bool IsOrdered => Layer is ConcatDeclaration;

    /// <summary>The shape of the value at one step.</summary>
    public string StepShape => Size == 0 ? "id" : FormattableString.Invariant($"[{Size}]");

    /// <summary>Whether two are the same node.</summary>
    public bool Equals(ViewNode? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Index;

    /// <summary>Returns the states of a level with their sizes, such as <c>h, c [16]</c>.</summary>
    public string StateText(int level) => string.Join(", ", States[level].GroupBy(static s => s.Size)
        .Select(static group => FormattableString.Invariant($"{string.Join(", ", group.Select(static s => s.Name))} [{group.Key}]")));
}

/// <summary>A use of a node by another one.</summary>
/// <param name="From">The node that is read.</param>
/// <param name="To">The node that reads it.</param>
internal sealed record ViewUse(ViewNode From, ViewNode To);

/// <summary>A declaration as drawings and summaries show it: inputs, then layers, then outputs. No other class of them knows how a declaration numbers its nodes.</summary>
internal sealed class NetworkView
{
    private readonly List<ViewNode> _nodes = [];
    private readonly List<ViewUse> _values = [];

    /// <summary>Reads a declaration.</summary>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public NetworkView(ModelDeclaration declaration)
    {
        IReadOnlyList<LayerShape> shapes = LayerShape.Of(declaration);
        NetworkGraph graph = new(declaration);
        Name = declaration.Name;
        Steps = declaration.SequenceLength;
        List<ViewNode?> byNumber = [declaration.NamesInputs ? null : Single(declaration)];
        for (int i = 0; i < shapes.Count; i++)
        {
            LayerDeclaration layer = declaration.Layers[i];
            ViewNode[] operands = [.. NetworkGraph.Operands(layer, i).Select(node => byNumber[node]!)];
            (int steps, int group) = (graph.IsOverTime(i + 1) ? shapes[i].Steps : 0, graph.GroupOf(i + 1));
            IReadOnlyList<string> details = LayerCaption.Of(layer, [.. operands.Select(static node => node.Name)]);
            byNumber.Add(layer is InputDeclaration { Size: var size } input
                ? Add(shapes[i].Name, details, null, input.Kind == InputKind.Tokens ? 0 : size, steps, group)
                : Add(shapes[i].Name, details, layer, shapes[i].OutputSize, steps, group, States(layer, operands[0].Size)));
            _values.AddRange(operands.Select(operand => new ViewUse(operand, byNumber[^1]!)));
        }

        string loss = "loss: " + (declaration.LossFunction is null ? Loss(declaration.Loss) : "function");
        IEnumerable<OutputDeclaration> outputs = declaration.Outputs.Count == 0 ? [new OutputDeclaration("output", shapes.Count)] : declaration.Outputs;
        Outputs = [.. outputs.Select(output =>
        {
            ViewNode value = byNumber[output.Node]!;
            ViewUse use = new(value, Add(output.Name, [loss], null, value.Size, value.Steps, value.Group));
            _values.Add(use);
            return use;
        })];
        InitialStates = [.. Layers(static layer => (layer as RecurrentDeclaration)?.Initial)];
        SharedWeights = [.. Layers(static layer => layer.Shares)];

        IEnumerable<ViewUse> Layers(Func<LayerDeclaration, int?> source) => _nodes.Where(node => node.Layer is not null && source(node.Layer) is not null)
            .Select(node => new ViewUse(byNumber[source(node.Layer!)!.Value + 1]!, node));
    }

    /// <summary>The name of the model.</summary>
    public string Name { get; }

    /// <summary>The number of steps of a sequence.</summary>
    public int Steps { get; }

    /// <summary>The nodes: each one reads nodes before it.</summary>
    public IReadOnlyList<ViewNode> Nodes => _nodes;

    /// <summary>The uses of values, in the order of the nodes that read them and of their operands.</summary>
    public IReadOnlyList<ViewUse> Values => _values;

    /// <summary>The uses of values by outputs, in order.</summary>
    public IReadOnlyList<ViewUse> Outputs { get; }

    /// <summary>The uses of states after the last step as initial states.</summary>
    public IReadOnlyList<ViewUse> InitialStates { get; }

    /// <summary>The uses of weights of another layer.</summary>
    public IReadOnlyList<ViewUse> SharedWeights { get; }

    /// <summary>Returns the network in words: a sentence for each layer.</summary>
    public string Describe()
    {
        IEnumerable<string> layers = _nodes.Where(static node => node.Layer is not null).Select(node =>
        {
            string reads = string.Join(" and ", Operands(node).Select(operand => $"{operand.Name} {operand.Shape}"));
            string states = InitialStates.FirstOrDefault(use => use.To == node) is { } initial ? $", starts from the states of {initial.From.Name}" : "";
            string weights = SharedWeights.FirstOrDefault(use => use.To == node) is { } shared ? $", shares the weights of {shared.From.Name}" : "";
            return $"{node.Name} ({string.Join(", ", node.Details)}) reads {reads}{states}{weights}.";
        });
        IEnumerable<string> outputs = Outputs.Select(output => (Outputs.Count > 1 ? output.To.Name + ", " : "") + $"{output.From.Name} {output.From.Shape}");
        return $"{string.Join(" ", layers)} The output{(Outputs.Count > 1 ? "s are" : " is")} {string.Join(" and ", outputs)}.";
    }

    /// <summary>Returns the nodes whose values a node reads.</summary>
    public IEnumerable<ViewNode> Operands(ViewNode node) => _values.Where(use => use.To == node).Select(static use => use.From);

    private ViewNode Single(ModelDeclaration declaration)
    {
        string[] details = declaration.HasTokenInput ? [LayerCaption.TokenIds(declaration.Vocabulary)] : [];
        return Add(NetworkGraph.Input, details, null, declaration.HasTokenInput ? 0 : declaration.InputSize, declaration.SequenceLength, 0);
    }

    private ViewNode Add(
        string name, IReadOnlyList<string> details, LayerDeclaration? layer, int size, int steps, int group, IReadOnlyList<IReadOnlyList<CellState>>? states = null)
    {
        ViewNode node = new(_nodes.Count, name, details, layer is null ? BoxStyle.Port : LayerCaption.Style(layer), layer, size, steps, group, states ?? []);
        _nodes.Add(node);
        return node;
    }

    private static IReadOnlyList<IReadOnlyList<CellState>> States(LayerDeclaration layer, int inputSize)
    {
        if (layer is not RecurrentDeclaration recurrent)
            return [];
        List<IReadOnlyList<CellState>> states = [];
        for (int level = 0; level < recurrent.Layers; level++)
        {
            Cell cell = CellLibrary.Create(recurrent.Cell, inputSize, recurrent.HiddenSize, recurrent.UseBias);
            states.Add(cell.States);
            inputSize = recurrent is { Bidirectional: true, Merge: Merge.Concat } ? 2 * cell.OutputSize : cell.OutputSize;
        }

        return states;
    }

    private static string Loss(Loss loss) => loss switch
    {
        RnnCompiler.Loss.MeanSquaredError => "mean squared error",
        RnnCompiler.Loss.MeanAbsoluteError => "mean absolute error",
        RnnCompiler.Loss.BinaryCrossEntropy => "binary cross entropy",
        RnnCompiler.Loss.CrossEntropy => "cross entropy",
        _ => loss.ToString(),
    };
}
