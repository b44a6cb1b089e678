namespace RnnCompiler.Interpreter.Drawings;

/// <summary>A line of straight segments and cubic Bézier curves. Immutable: each method returns a longer line.</summary>
internal sealed class Curve
{
    private readonly IReadOnlyList<Segment> _segments;

    private Curve(Point start, IReadOnlyList<Segment> segments)
    {
        Start = start;
        _segments = segments;
    }

    /// <summary>The first point.</summary>
    public Point Start { get; }

    /// <summary>The last point.</summary>
    public Point End => _segments.Count == 0 ? Start : _segments[^1].End;

    /// <summary>The segments in order.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>The end points and control points; the line lies within their convex hull.</summary>
    public IEnumerable<Point> Points => _segments.SelectMany(static s => s.IsStraight ? [s.End] : new[] { s.Control1, s.Control2, s.End }).Prepend(Start);

    /// <summary>Starts a line.</summary>
    public static Curve From(Point start) => new(start, []);

    /// <summary>Appends a straight segment; nothing if the line already ends there. It prolongs a vertical segment before it.</summary>
    public Curve Line(Point end)
    {
        if (end == End)
            return this;
        bool isProlonged = _segments.Count > 0 && _segments[^1].IsStraight && end.X == End.X && Arrival().X == End.X;
        Segment segment = new(end, end, end);
        return isProlonged ? new Curve(Start, [.. _segments.SkipLast(1), segment]) : Append(segment);
    }

    /// <summary>Appends a curve that starts and ends vertically; a straight segment if it would be one.</summary>
    public Curve Rise(Point end)
    {
        if (end.X == End.X)
            return Line(end);
        double middle = (End.Y + end.Y) / 2;
        return Append(new Segment(End with { Y = middle }, end with { Y = middle }, end));
    }

    /// <summary>Appends a cubic Bézier curve.</summary>
    public Curve Bend(Point control1, Point control2, Point end) => Append(new Segment(control1, control2, end));

    /// <summary>Returns a line along corners, each rounded.</summary>
    public static Curve Rounded(double radius, params Point[] corners)
    {
        Curve curve = From(corners[0]);
        for (int i = 1; i < corners.Length - 1; i++)
        {
            Point before = Toward(corners[i], corners[i - 1], radius), after = Toward(corners[i], corners[i + 1], radius);
            curve = curve.Line(before).Bend(corners[i], corners[i], after);
        }

        return curve.Line(corners[^1]);
    }

    /// <summary>Maps each point.</summary>
    public Curve Map(Func<Point, Point> map) => new(map(Start), [.. _segments.Select(s => new Segment(map(s.Control1), map(s.Control2), map(s.End)))]);

    /// <summary>Returns the point before the last one, from which the line arrives at its end.</summary>
    public Point Arrival()
    {
        Segment last = _segments[^1];
        return !last.IsStraight ? last.Control2 : _segments.Count > 1 ? _segments[^2].End : Start;
    }

    /// <summary>Returns the line with its last segment shortened, so that it ends within an arrowhead.</summary>
    public Curve Shortened(double length)
    {
        Segment last = _segments[^1];
        Point end = Toward(last.End, Arrival(), length);
        return new Curve(Start, [.. _segments.SkipLast(1), last.IsStraight ? new Segment(end, end, end) : last with { End = end }]);
    }

    private Curve Append(Segment segment) => new(Start, [.. _segments, segment]);

    /// <summary>Returns the point at a distance on the way to another one, at most halfway.</summary>
    private static Point Toward(Point from, Point to, double distance)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y;
        double length = Math.Sqrt((dx * dx) + (dy * dy));
        double part = length == 0 ? 0 : Math.Min(distance / length, 0.5);
        return new Point(from.X + (part * dx), from.Y + (part * dy));
    }

    /// <summary>A cubic Bézier segment; straight if both control points are its end.</summary>
    /// <param name="Control1">The first control point.</param>
    /// <param name="Control2">The second control point.</param>
    /// <param name="End">The end.</param>
    internal readonly record struct Segment(Point Control1, Point Control2, Point End)
    {
        /// <summary>Whether the segment is straight.</summary>
        public bool IsStraight => Control1 == End && Control2 == End;
    }
}
