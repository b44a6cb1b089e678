namespace RnnCompiler.Interpreter.Drawings;

/// <summary>A place in a row: a box, or the bend of an edge that passes the row.</summary>
/// <param name="row">The row, from 0 at the bottom.</param>
/// <param name="left">What it takes up to the left of its position.</param>
/// <param name="right">What it takes up to the right of its position.</param>
/// <param name="isBend">Whether it is a bend.</param>
internal sealed class Vertex(int row, double left, double right, bool isBend)
{
    /// <summary>The row, from 0 at the bottom.</summary>
    public int Row { get; } = row;

    /// <summary>What it takes up to the left of its position.</summary>
    public double Left { get; } = left;

    /// <summary>What it takes up to the right of its position.</summary>
    public double Right { get; } = right;

    /// <summary>Whether it is a bend.</summary>
    public bool IsBend { get; } = isBend;

    /// <summary>Its horizontal position.</summary>
    public double X { get; set; }

    /// <summary>Its index in the row, from the left.</summary>
    public int Index { get; set; }

    /// <summary>The links to the row below.</summary>
    public List<Link> Below { get; } = [];

    /// <summary>The links to the row above.</summary>
    public List<Link> Above { get; } = [];
}

/// <summary>A link between vertices of adjacent rows.</summary>
/// <param name="lower">The lower vertex.</param>
/// <param name="lowerOffset">Where the link leaves the lower vertex, relative to its position.</param>
/// <param name="upper">The upper vertex.</param>
internal sealed class Link(Vertex lower, double lowerOffset, Vertex upper)
{
    /// <summary>The lower vertex.</summary>
    public Vertex Lower { get; } = lower;

    /// <summary>Where the link leaves the lower vertex, relative to its position.</summary>
    public double LowerOffset { get; } = lowerOffset;

    /// <summary>The upper vertex.</summary>
    public Vertex Upper { get; } = upper;

    /// <summary>Where the link arrives at the upper vertex, relative to its position.</summary>
    public double UpperOffset { get; set; }

    /// <summary>How much the link counts when it is straightened: boxes in line first, then long edges.</summary>
    public double Weight => Lower.IsBend != Upper.IsBend ? 1 : Lower.IsBend ? 1e4 : 1e9;
}

/// <summary>
/// Layered layout of a graph (Sugiyama, Tagawa and Toda 1981): vertices in rows, links between adjacent rows, few crossings, straight edges. Edges over several rows
/// pass the rows between at bends, so no edge crosses a box.
/// </summary>
internal sealed class LayeredGraph
{
    private readonly List<List<Vertex>> _rows;
    private readonly List<Trunk> _trunks = [];

    /// <summary>Creates a graph.</summary>
    /// <param name="rows">The number of rows.</param>
    public LayeredGraph(int rows) => _rows = [.. Enumerable.Range(0, rows).Select(static _ => new List<Vertex>())];

    /// <summary>The rows from the bottom, each from left to right.</summary>
    public IReadOnlyList<IReadOnlyList<Vertex>> Rows => _rows;

    /// <summary>The trunks of edges.</summary>
    public IReadOnlyList<Trunk> Trunks => _trunks;

    /// <summary>The left end.</summary>
    public double Left => _rows.SelectMany(static row => row).Select(static v => v.X - v.Left).DefaultIfEmpty().Min();

    /// <summary>The right end.</summary>
    public double Right => _rows.SelectMany(static row => row).Select(static v => v.X + v.Right).DefaultIfEmpty().Max();

    /// <summary>Adds a vertex at the right end of its row.</summary>
    public Vertex Add(int row, double left, double right, bool isBend)
    {
        Vertex vertex = new(row, left, right, isBend) { Index = _rows[row].Count };
        _rows[row].Add(vertex);
        return vertex;
    }

    /// <summary>Adds the trunk of edges that leave a vertex.</summary>
    /// <param name="source">The vertex.</param>
    /// <param name="offset">Where they leave it, relative to its position.</param>
    public Trunk AddTrunk(Vertex source, double offset)
    {
        Trunk trunk = new(this, source, offset);
        _trunks.Add(trunk);
        return trunk;
    }

    /// <summary>Orders each row so that few links cross.</summary>
    public void Order() => RowOrdering.Run(_rows);

    /// <summary>Sets the positions of all vertices.</summary>
    public void Place() => RowPlacement.Run(this);
}

/// <summary>The way of a value up the rows from its node: the edges to all nodes that read it branch off it.</summary>
/// <param name="graph">The graph.</param>
/// <param name="source">The vertex of the node.</param>
/// <param name="offset">Where it leaves that vertex, relative to its position.</param>
internal sealed class Trunk(LayeredGraph graph, Vertex source, double offset)
{
    private const double BendWidth = 6;

    /// <summary>The bends, in rows above the source without a gap.</summary>
    public List<Vertex> Bends { get; } = [];

    /// <summary>Makes the trunk pass all rows below one, and returns a link that arrives in that row.</summary>
    public Link Connect(Vertex target)
    {
        Extend(target.Row - 1);
        return Connect(target.Row - 1, target);
    }

    /// <summary>Makes the trunk pass all rows up to one.</summary>
    public void Extend(int row)
    {
        while (source.Row + Bends.Count < row)
        {
            Vertex bend = graph.Add(source.Row + Bends.Count + 1, BendWidth, BendWidth, isBend: true);
            Connect(bend.Row - 1, bend);
            Bends.Add(bend);
        }
    }

    /// <summary>Returns the line from the node to the upper end of a row.</summary>
    /// <param name="rows">The vertical positions.</param>
    /// <param name="shift">What is added to horizontal positions.</param>
    /// <param name="top">The upper end of the node.</param>
    /// <param name="row">The row.</param>
    public Curve Trace(RowGrid rows, double shift, double top, int row)
    {
        double x = source.X + offset + shift;
        Curve curve = Curve.From(new Point(x, top)).Line(new Point(x, rows.Top(source.Row)));
        foreach (Vertex bend in Bends.TakeWhile(bend => bend.Row <= row))
            curve = curve.Rise(new Point(bend.X + shift, rows.Bottom(bend.Row))).Line(new Point(bend.X + shift, rows.Top(bend.Row)));
        return curve;
    }

    private Link Connect(int row, Vertex target)
    {
        Vertex lower = row == source.Row ? source : Bends[row - source.Row - 1];
        Link link = new(lower, lower == source ? offset : 0, target);
        lower.Above.Add(link);
        target.Below.Add(link);
        return link;
    }
}
