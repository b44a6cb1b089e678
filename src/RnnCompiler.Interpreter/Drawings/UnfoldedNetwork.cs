using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Direction in which states go from step to step.</summary>
internal enum StateDirection
{
    /// <summary>There are no states.</summary>
    None,

    /// <summary>From a step to the next one.</summary>
    Forward,

    /// <summary>From a step to the one before.</summary>
    Backward,
}

/// <summary>A box of the unfolded network: a node, or a level and direction of a recurrent layer.</summary>
/// <param name="node">The node.</param>
/// <param name="lines">Its text.</param>
/// <param name="direction">Where its states go.</param>
/// <param name="level">The level in a stack of layers, from 0.</param>
internal sealed class UnfoldedItem(ViewNode node, IReadOnlyList<string> lines, StateDirection direction = StateDirection.None, int level = 0)
{
    /// <summary>The node.</summary>
    public ViewNode Node { get; } = node;

    /// <summary>Its text.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;

    /// <summary>Where its states go.</summary>
    public StateDirection Direction { get; } = direction;

    /// <summary>The level in a stack of layers, from 0.</summary>
    public int Level { get; } = level;

    /// <summary>The states with their sizes; empty without states.</summary>
    public string States => Direction == StateDirection.None ? "" : Node.StateText(Level);

    /// <summary>The box whose last states are the initial ones; null for initial states that no layer computes.</summary>
    public UnfoldedItem? Initial { get; set; }

    /// <summary>The row, from 0 at the bottom.</summary>
    public int Row { get; set; }
}

/// <summary>Which steps of a value are read.</summary>
internal enum StepAccess
{
    /// <summary>Given numbers of steps before each step.</summary>
    Before,

    /// <summary>All steps.</summary>
    All,

    /// <summary>At each step the one that is as far before the last step as it is behind the first.</summary>
    Reversed,

    /// <summary>The last step, once.</summary>
    Last,

    /// <summary>The first and the last step, once.</summary>
    Ends,

    /// <summary>A value that is computed once.</summary>
    Once,
}

/// <summary>A use of a box by another one.</summary>
/// <param name="From">The box that is read.</param>
/// <param name="To">The box that reads it.</param>
/// <param name="Label">The shape of what is read.</param>
/// <param name="Access">Which steps are read.</param>
/// <param name="Before">How many steps before its own a box reads; 0 for the same step.</param>
internal sealed record UnfoldedUse(UnfoldedItem From, UnfoldedItem To, string Label, StepAccess Access, IReadOnlyList<int> Before);

/// <summary>The boxes and edges of one step of a network, and of what is computed once.</summary>
internal sealed class UnfoldedNetwork
{
    private static readonly int[] s_sameStep = [0];
    private readonly List<UnfoldedItem> _items = [];
    private readonly List<UnfoldedUse> _uses = [];
    private readonly Dictionary<ViewNode, UnfoldedItem> _outputs = [];
    private readonly Dictionary<ViewNode, List<UnfoldedItem>> _cells = [];

    /// <summary>Unfolds a network.</summary>
    public UnfoldedNetwork(NetworkView network)
    {
        Network = network;
        foreach (ViewNode node in network.Nodes)
        {
            if (node.Layer is RecurrentDeclaration layer)
                AddCells(node, layer);
            else
                AddItem(node);
        }

        foreach (ViewUse use in network.InitialStates)
        {
            foreach ((UnfoldedItem from, UnfoldedItem to) in _cells[use.From].Zip(_cells[use.To]))
                to.Initial = from;
        }

        SetRows();
    }

    /// <summary>The network.</summary>
    public NetworkView Network { get; }

    /// <summary>The boxes.</summary>
    public IReadOnlyList<UnfoldedItem> Items => _items;

    /// <summary>The edges, in the order of the boxes that read and of their operands.</summary>
    public IReadOnlyList<UnfoldedUse> Uses => _uses;

    private void AddItem(ViewNode node)
    {
        UnfoldedItem item = new(node, [node.Name, .. node.Layer is null ? [] : node.Details]);
        _items.Add(item);
        _outputs.Add(node, item);
        _uses.AddRange(Network.Operands(node).Select((operand, i) => Use(operand, item, i)));
    }

    private UnfoldedUse Use(ViewNode operand, UnfoldedItem item, int position)
    {
        StepAccess access = item.Node.Layer switch
        {
            _ when !operand.IsOverTime => StepAccess.Once,
            TimeReductionDeclaration { Kind: TimeReduction.LastStep } => StepAccess.Last,
            TimeReductionDeclaration { Kind: TimeReduction.BothEnds } => StepAccess.Ends,
            TimeReductionDeclaration => StepAccess.All,
            AttentionDeclaration when position > 0 => StepAccess.All,
            ReverseDeclaration => StepAccess.Reversed,
            _ => StepAccess.Before,
        };
        IReadOnlyList<int> before = item.Node.Layer switch
        {
            DelayDeclaration delay => [delay.Steps],
            ConvolutionDeclaration conv => [.. Enumerable.Range(0, conv.Kernel).Select(tap => tap * conv.Dilation)],
            _ => s_sameStep,
        };
        return new UnfoldedUse(_outputs[operand], item, operand.StepShape, access, before);
    }

    /// <summary>Adds the levels of a recurrent layer: a box for each direction, and one that merges both.</summary>
    private void AddCells(ViewNode node, RecurrentDeclaration layer)
    {
        ViewNode operand = Network.Operands(node).First();
        UnfoldedItem input = _outputs[operand];
        string label = operand.StepShape;
        List<UnfoldedItem> cells = _cells[node] = [];
        for (int level = 0; level < layer.Layers; level++)
        {
            string title = layer.Layers == 1 ? "" : FormattableString.Invariant($", level {level + 1}");
            UnfoldedItem output = AddCell(node, StateDirection.Forward, level, LayerCaption.Cell(layer.Cell) + title + (layer.Bidirectional ? " →" : ""), input, label);
            cells.Add(output);
            if (layer.Bidirectional)
            {
                UnfoldedItem backward = AddCell(node, StateDirection.Backward, level, $"{LayerCaption.Cell(layer.Cell)}{title} ←", input, label);
                cells.Add(backward);
                UnfoldedItem merged = new(node, [node.Name, LayerCaption.Name(layer.Merge)]);
                _items.Add(merged);
                string each = FormattableString.Invariant($"[{(layer.Merge == Merge.Concat ? node.Size / 2 : node.Size)}]");
                _uses.Add(new UnfoldedUse(output, merged, each, StepAccess.Before, s_sameStep));
                _uses.Add(new UnfoldedUse(backward, merged, each, StepAccess.Before, s_sameStep));
                output = merged;
            }

            (input, label) = (output, node.StepShape);
        }

        _outputs.Add(node, input);
    }

    private UnfoldedItem AddCell(ViewNode node, StateDirection direction, int level, string kind, UnfoldedItem input, string label)
    {
        UnfoldedItem item = new(node, [node.Name, kind], direction, level);
        _items.Add(item);
        _uses.Add(new UnfoldedUse(input, item, label, StepAccess.Before, s_sameStep));
        return item;
    }

    /// <summary>Sets rows: each box is above all that it reads, and a box with states has a row of its own among the boxes at each step.</summary>
    private void SetRows()
    {
        Dictionary<UnfoldedItem, int> ranks = _items.ToDictionary(static item => item, static _ => 0);
        ILookup<UnfoldedItem, UnfoldedItem> operands = _uses.ToLookup(static use => use.To, static use => use.From);
        foreach (UnfoldedItem item in _items)
            ranks[item] = operands[item].Concat(item.Initial is null ? [] : [item.Initial]).Select(operand => ranks[operand] + 1).DefaultIfEmpty().Max();
        int row = 0;
        foreach (IGrouping<int, UnfoldedItem> rank in _items.GroupBy(item => ranks[item]).OrderBy(static group => group.Key))
        {
            UnfoldedItem[] others = [.. rank.Where(static item => item.Direction == StateDirection.None)];
            foreach (UnfoldedItem item in others)
                item.Row = row;
            if (others.Length > 0)
                row++;
            foreach (UnfoldedItem item in rank.Except(others))
                item.Row = row++;
        }
    }
}
