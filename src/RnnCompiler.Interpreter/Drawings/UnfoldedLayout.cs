namespace RnnCompiler.Interpreter.Drawings;

/// <summary>
/// Positions in an unfolded network: columns of equal layout for the first steps and the last one, and at their right an area for values that are computed once. Rows are
/// common to all of them, so that edges between columns cross over in the channel below the row of the box that reads. A length group with fewer steps has fewer columns.
/// </summary>
internal sealed class UnfoldedLayout
{
    /// <summary>Height of the part of a channel in which the shapes are.</summary>
    public const double LabelZone = 26;

    /// <summary>Height of the numbers of steps of a length group.</summary>
    public const double TimeLine = 18;

    private const double Padding = 22;
    private const double LeastWidth = 64;
    private readonly Dictionary<UnfoldedItem, Vertex> _vertices = [];
    private readonly Dictionary<UnfoldedItem, Trunk> _trunks = [];
    private readonly Dictionary<UnfoldedUse, Port> _ports = new(ReferenceEqualityComparer.Instance); // a box can read another one twice
    private readonly ILookup<UnfoldedItem, Port> _portsOf;
    private readonly double[] _origins;
    private readonly double _onceOrigin;
    private readonly int _steps;

    /// <summary>Lays out a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="steps">How many of the first steps have a column.</param>
    public UnfoldedLayout(UnfoldedNetwork network, int steps)
    {
        _steps = steps;
        Groups = [.. network.Items.Where(static item => item.Node.IsOverTime).DistinctBy(static item => item.Node.Group)];
        bool hidesAny = Groups.Any(item => HasHidden(item.Node));
        int columns = Groups.Max(item => StepsOf(item.Node).Count);
        foreach (UnfoldedUse use in network.Uses)
            _ports.Add(use, new Port(use.Label));
        _portsOf = network.Uses.ToLookup(static use => use.To, use => _ports[use]);
        int rows = network.Items.Max(static item => item.Row) + 1;
        LayeredGraph column = new(rows), once = new(rows);
        foreach (UnfoldedItem item in network.Items)
            Add(item, item.Node.IsOverTime ? column : once);
        foreach (UnfoldedUse use in network.Uses)
            Connect(use);
        Arrange(column, network);
        Arrange(once, network);
        Rows = Grid(network, rows);
        (Left, Right) = (column.Left, column.Right);
        double gap = Math.Max(44, network.Items.Select(static item => item.States.Length == 0 ? 0 : TextSize.Width(item.States) + 40).Max());
        double stride = Right - Left + gap;
        _origins = [.. Enumerable.Range(0, columns).Select(i => (i * stride) + (hidesAny && i >= steps ? gap + 8 : 0))];
        Gap = gap;
        double margin = network.Items.Any(static item => item.Direction == StateDirection.Backward || item.Initial is not null) ? 96 : 0;
        _onceOrigin = _origins[^1] + Right + gap + margin - once.Left;
    }

    /// <summary>The first box of each length group.</summary>
    public IReadOnlyList<UnfoldedItem> Groups { get; }

    /// <summary>The vertical positions.</summary>
    public RowGrid Rows { get; }

    /// <summary>The left end of a column, relative to its origin.</summary>
    public double Left { get; }

    /// <summary>The right end of a column, relative to its origin.</summary>
    public double Right { get; }

    /// <summary>The distance between columns.</summary>
    public double Gap { get; }

    /// <summary>The left end of the first column.</summary>
    public double FirstLeft => _origins[0] + Left;

    /// <summary>The right end of the last column.</summary>
    public double LastRight => _origins[^1] + Right;

    /// <summary>The middle of the steps that are not drawn.</summary>
    public double Hidden => _origins[_steps] + Left - Gap - 4;

    /// <summary>Returns whether steps between the last two columns of a node are not drawn; an ellipsis for a single step is no shorter.</summary>
    public bool HasHidden(ViewNode node) => node.Steps > _steps + 2;

    /// <summary>Returns the steps of a node that have a column.</summary>
    public IReadOnlyList<int> StepsOf(ViewNode node) => HasHidden(node) ? [.. Enumerable.Range(0, _steps), node.Steps - 1] : [.. Enumerable.Range(0, node.Steps)];

    /// <summary>Returns what is added to positions in a column; of a box that is computed once, for any column.</summary>
    public double Origin(UnfoldedItem item, int column) => item.Node.IsOverTime ? _origins[column] : _onceOrigin;

    /// <summary>Returns the box of an item in a column.</summary>
    public Box Box(UnfoldedItem item, int column) => new(
        new Point(_vertices[item].X + Origin(item, column), Rows.Middle(item.Row)), Width(item), Height(item), item.Lines, item.Node.Style);

    /// <summary>Returns the line from an item in a column to the channel below a row.</summary>
    public Curve Rise(UnfoldedItem item, int column, int row)
    {
        Box box = Box(item, column);
        return _trunks[item].Trace(Rows, Origin(item, column), box.Centre.Y + (box.Height / 2), row - 1);
    }

    /// <summary>Returns where an edge arrives at its box in a column.</summary>
    public Point Arrival(UnfoldedUse use, int column)
    {
        Box box = Box(use.To, column);
        return new Point(box.Centre.X + _ports[use].Offset, box.Centre.Y - (box.Height / 2));
    }

    /// <summary>Returns the height at which lines between columns run in the channel below a row.</summary>
    public double Lane(int row) => Rows.Top(row - 1) + 12;

    private static double Height(UnfoldedItem item) => (item.Lines.Count * TextSize.Line) + 10;

    private double Width(UnfoldedItem item) => Math.Max(LeastWidth, Math.Max(TextSize.Width(item.Lines) + Padding, Port.TotalWidth(_portsOf[item])));

    private void Add(UnfoldedItem item, LayeredGraph area)
    {
        Vertex vertex = area.Add(item.Row, Width(item) / 2, Width(item) / 2, isBend: false);
        _vertices.Add(item, vertex);
        _trunks.Add(item, area.AddTrunk(vertex, 0));
    }

    private void Connect(UnfoldedUse use)
    {
        if (use.From.Node.IsOverTime == use.To.Node.IsOverTime)
            _ports[use].Link = _trunks[use.From].Connect(_vertices[use.To]);
        else
            _trunks[use.From].Extend(use.To.Row - 1);
    }

    private void Arrange(LayeredGraph area, UnfoldedNetwork network)
    {
        area.Order();
        foreach (UnfoldedItem item in network.Items)
            Port.Arrange([.. _portsOf[item]], item.Node.IsOrdered);
        area.Place();
    }

    private static RowGrid Grid(UnfoldedNetwork network, int rows)
    {
        double[] heights = new double[rows], channels = new double[rows];
        Array.Fill(channels, LabelZone + 24);
        channels[0] += TimeLine * (network.Items.Where(static item => item.Node.IsOverTime).Select(static item => item.Node.Group).Distinct().Count() - 1);
        foreach (UnfoldedItem item in network.Items)
            heights[item.Row] = Math.Max(heights[item.Row], Height(item));
        foreach (IGrouping<int, UnfoldedUse> uses in network.Uses.GroupBy(static use => use.To.Row))
            channels[uses.Key] += uses.Any(IsBetweenColumns) ? 34 : 0;
        foreach (int row in network.Items.Where(static item => item.Initial is not null).Select(static item => item.Row))
            channels[row] += 16;
        return new RowGrid(heights, channels);
    }

    private static bool IsBetweenColumns(UnfoldedUse use) => use.From.Node.IsOverTime != use.To.Node.IsOverTime || use.Before.Any(static steps => steps > 0);
}
