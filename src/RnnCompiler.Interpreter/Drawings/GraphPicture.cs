using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Draws a network as a graph: inputs at the bottom, a box for each layer, an arrow for each use of a value, a loop for the states of a recurrent layer.</summary>
internal sealed class GraphPicture
{
    private const double LoopWidth = 26;
    private const double Padding = 24;
    private const double LeastWidth = 84;
    private const double LabelZone = 26;
    private readonly NetworkView _network;
    private readonly PictureBuilder _picture = new();
    private readonly LayeredGraph _graph;
    private readonly int[] _rows;
    private readonly Vertex[] _vertices;
    private readonly Edge[] _edges;
    private readonly RowGrid _grid;

    private GraphPicture(NetworkView network)
    {
        _network = network;
        _rows = Rows(network);
        _edges = [.. Edges()];
        _graph = new LayeredGraph(_rows.Max() + 1);
        _vertices = [.. network.Nodes.Select(Add)];
        Dictionary<(ViewNode, ArrowStyle), Trunk> trunks = [];
        foreach (Edge edge in _edges.Where(static edge => !edge.IsLevel))
        {
            if (!trunks.TryGetValue((edge.From, edge.Style), out Trunk? trunk))
                trunks.Add((edge.From, edge.Style), trunk = _graph.AddTrunk(_vertices[edge.From.Index], Start(edge)));
            edge.Trunk = trunk;
            edge.Port.Link = trunk.Connect(_vertices[edge.To.Index]);
        }

        _graph.Order();
        foreach (ViewNode node in network.Nodes)
            Port.Arrange([.. Ports(node)], node.IsOrdered);
        _graph.Place();
        _grid = Grid();
    }

    /// <summary>Draws a network.</summary>
    public static Picture Draw(NetworkView network) => new GraphPicture(network).Draw();

    /// <summary>Returns the row of each node: one above all that it reads; outputs are at the top.</summary>
    private static int[] Rows(NetworkView network)
    {
        int[] rows = new int[network.Nodes.Count];
        foreach (ViewUse use in network.Values.Concat(network.InitialStates).OrderBy(static use => use.To.Index))
            rows[use.To.Index] = Math.Max(rows[use.To.Index], rows[use.From.Index] + 1);
        return rows;
    }

    private IEnumerable<Edge> Edges()
    {
        foreach (ViewUse use in _network.Values)
            yield return new Edge(use.From, use.To, ArrowStyle.Value, use.From.Shape, false);
        foreach (ViewUse use in _network.InitialStates)
            yield return new Edge(use.From, use.To, ArrowStyle.InitialState, States(use.From), false);
        foreach (ViewUse use in _network.SharedWeights)
        {
            (ViewNode lower, ViewNode upper) = _rows[use.From.Index] <= _rows[use.To.Index] ? (use.From, use.To) : (use.To, use.From);
            yield return new Edge(lower, upper, ArrowStyle.SharedWeights, "shared weights", _rows[lower.Index] == _rows[upper.Index]);
        }
    }

    private Vertex Add(ViewNode node)
    {
        double half = Width(node) / 2;
        double loop = node.States.Count == 0 ? 0 : LoopWidth + TextSize.Width(States(node)) + 6;
        return _graph.Add(_rows[node.Index], half + (IsBidirectional(node) ? loop : 0), half + loop, isBend: false);
    }

    private IEnumerable<Port> Ports(ViewNode node) => _edges.Where(edge => edge.To == node && !edge.IsLevel).Select(static edge => edge.Port);

    private double Width(ViewNode node) => Math.Max(LeastWidth, Math.Max(TextSize.Width(Lines(node)) + Padding, Port.TotalWidth(Ports(node))));

    private double Start(Edge edge) => Math.Round(edge.Style switch
    {
        ArrowStyle.InitialState => Width(edge.From) / 4,
        ArrowStyle.SharedWeights => -Width(edge.From) / 4,
        _ => 0,
    });

    private static string[] Lines(ViewNode node) => [node.Name, .. node.Details];

    private static double Height(ViewNode node) => (Lines(node).Length * TextSize.Line) + 12;

    private static bool IsBidirectional(ViewNode node) => node.Layer is RecurrentDeclaration { Bidirectional: true };

    private static string States(ViewNode node) =>
        node.StateText(0) + (node.States.Count == 1 ? "" : FormattableString.Invariant($" × {node.States.Count}"));

    private RowGrid Grid()
    {
        double[] heights = new double[_graph.Rows.Count], channels = new double[_graph.Rows.Count];
        foreach (ViewNode node in _network.Nodes)
            heights[_rows[node.Index]] = Math.Max(heights[_rows[node.Index]], Height(node));
        for (int row = 1; row < channels.Length; row++)
        {
            double widest = _graph.Rows[row].SelectMany(static v => v.Below)
                .Max(static link => Math.Abs(link.Upper.X + link.UpperOffset - link.Lower.X - link.LowerOffset));
            channels[row] = LabelZone + 20 + Math.Min(70, Math.Round(widest / 6));
            if (_edges.Any(edge => edge.IsLevel && _rows[edge.From.Index] == row - 1))
                channels[row] += 30;
        }

        return new RowGrid(heights, channels);
    }

    private Picture Draw()
    {
        foreach (ViewNode node in _network.Nodes)
        {
            _picture.Add(new Box(Centre(node), Width(node), Height(node), Lines(node), node.Style));
            if (node.States.Count > 0)
                Loop(node, 1);
            if (IsBidirectional(node))
                Loop(node, -1);
        }

        foreach (Edge edge in _edges)
        {
            if (edge.IsLevel)
                Level(edge);
            else
                Rise(edge);
        }

        return _picture.Build($"Graph of {_network.Name}", _network.Describe());
    }

    private Point Centre(ViewNode node) => new(_vertices[node.Index].X, _grid.Middle(_rows[node.Index]));

    /// <summary>Draws the loop of the states of one direction.</summary>
    private void Loop(ViewNode node, int side)
    {
        Point centre = Centre(node);
        double x = centre.X + (side * Width(node) / 2), far = x + (side * LoopWidth), near = x + (side * 12);
        Curve curve = Curve.From(new Point(x, centre.Y + 9)).Line(new Point(near, centre.Y + 9))
            .Bend(new Point(far, centre.Y + 9), new Point(far, centre.Y - 9), new Point(near, centre.Y - 9)).Line(new Point(x, centre.Y - 9));
        _picture.Add(new Arrow(node.Name, node.Name, curve, ArrowStyle.State, States(node)));
        _picture.Add(new Label(States(node), new Point(far, centre.Y), side > 0 ? Anchor.Start : Anchor.End, HasGround: false));
    }

    /// <summary>Draws an edge to a higher row.</summary>
    private void Rise(Edge edge)
    {
        int row = _rows[edge.To.Index];
        double x = _vertices[edge.To.Index].X + edge.Port.Offset, zone = _grid.Bottom(row) - LabelZone;
        Curve curve = edge.Trunk!.Trace(_grid, 0, Centre(edge.From).Y + (Height(edge.From) / 2), row - 1)
            .Rise(new Point(x, zone)).Line(new Point(x, Centre(edge.To).Y - (Height(edge.To) / 2)));
        _picture.Add(new Arrow(edge.From.Name, edge.To.Name, curve, edge.Style, edge.Port.Label, edge.Style != ArrowStyle.SharedWeights));
        _picture.Add(new Label(edge.Port.Label, new Point(x, zone + 7)));
    }

    /// <summary>Draws a line between two boxes of a row, above both.</summary>
    private void Level(Edge edge)
    {
        Point start = Centre(edge.From), end = Centre(edge.To);
        start = new Point(start.X + Start(edge), start.Y + (Height(edge.From) / 2));
        end = new Point(end.X - Math.Round(Width(edge.To) / 4), end.Y + (Height(edge.To) / 2));
        double top = _grid.Top(_rows[edge.From.Index]), apex = top + 30;
        Curve curve = Curve.From(start).Line(start with { Y = top }).Bend(start with { Y = apex }, end with { Y = apex }, end with { Y = top }).Line(end);
        _picture.Add(new Arrow(edge.From.Name, edge.To.Name, curve, edge.Style, edge.Port.Label, HasHead: false));
        _picture.Add(new Label(edge.Port.Label, new Point((start.X + end.X) / 2, top + 22)));
    }

    /// <summary>An edge of the picture.</summary>
    /// <param name="from">The node in the lower row.</param>
    /// <param name="to">The node in the upper row, or in the same one.</param>
    /// <param name="style">Its kind.</param>
    /// <param name="label">Its label.</param>
    /// <param name="isLevel">Whether both nodes are in one row.</param>
    private sealed class Edge(ViewNode from, ViewNode to, ArrowStyle style, string label, bool isLevel)
    {
        public ViewNode From { get; } = from;

        public ViewNode To { get; } = to;

        public ArrowStyle Style { get; } = style;

        public bool IsLevel { get; } = isLevel;

        public Port Port { get; } = new(label);

        public Trunk? Trunk { get; set; }
    }
}
