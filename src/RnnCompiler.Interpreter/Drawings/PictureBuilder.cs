namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Collects the parts of a picture at any coordinates, y upwards, and moves them into the frame.</summary>
internal sealed class PictureBuilder
{
    private const double Margin = 16;
    private readonly List<Box> _boxes = [];
    private readonly List<Arrow> _arrows = [];
    private readonly List<Label> _labels = [];

    public void Add(Box box) => _boxes.Add(box);

    public void Add(Arrow arrow) => _arrows.Add(arrow);

    public void Add(Label label) => _labels.Add(label);

    /// <summary>Returns the picture, with all parts in whole pixels within its frame and y downwards.</summary>
    public Picture Build(string title, string description)
    {
        List<Point> corners = [.. _boxes.SelectMany(static b => Corners(b.Centre, b.Width / 2, b.Width / 2, b.Height / 2)), .. _arrows.SelectMany(static a => a.Path.Points)];
        foreach (Label label in _labels)
        {
            double width = TextSize.Width(label.Text);
            double left = label.Anchor switch { Anchor.Start => 0, Anchor.Middle => width / 2, _ => width };
            corners.AddRange(Corners(label.Position, left, width - left, TextSize.Label / 2));
        }

        double x = Math.Floor(corners.Min(static c => c.X)) - Margin, y = Math.Ceiling(corners.Max(static c => c.Y)) + Margin;
        double width2 = Math.Ceiling(corners.Max(static c => c.X)) + Margin - x, height = y - Math.Floor(corners.Min(static c => c.Y)) + Margin;
        return new Picture(
            title,
            description,
            width2,
            height,
            [.. _boxes.Select(b => b with { Centre = Move(b.Centre) })],
            [.. _arrows.Select(a => a with { Path = a.Path.Map(Move) })],
            [.. _labels.Select(l => l with { Position = Move(l.Position) })]);

        Point Move(Point point) => new(point.X - x, y - point.Y);
    }

    private static Point[] Corners(Point centre, double left, double right, double half) =>
        [new(centre.X - left, centre.Y - half), new(centre.X + right, centre.Y + half)];
}
