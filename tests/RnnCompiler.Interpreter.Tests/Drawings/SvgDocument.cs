using System.Globalization;
using System.Xml.Linq;

namespace RnnCompiler.Interpreter.Tests.Drawings;

/// <summary>A rectangle of a drawing.</summary>
internal sealed record SvgBox(string Name, double Left, double Top, double Right, double Bottom)
{
    public bool Overlaps(SvgBox other, double tolerance = 0) =>
        Left < other.Right - tolerance && other.Left < Right - tolerance && Top < other.Bottom - tolerance && other.Top < Bottom - tolerance;

    public bool Contains((double X, double Y) point, double tolerance = 0) =>
        point.X > Left + tolerance && point.X < Right - tolerance && point.Y > Top + tolerance && point.Y < Bottom - tolerance;
}

/// <summary>An edge of a drawing, with points along its line.</summary>
internal sealed record SvgEdge(string From, string To, string Text, IReadOnlyList<(double X, double Y)> Points, bool IsDashed);

/// <summary>Reads what drawings contain.</summary>
internal sealed class SvgDocument
{
    private const int PointsOfCurve = 40;
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public SvgDocument(string text)
    {
        Root = XDocument.Parse(text).Root!;
        Title = Root.Element(s_svg + "title")!.Value;
        Description = Root.Element(s_svg + "desc")!.Value;
        Frame = new SvgBox("", 0, 0, Number(Root, "width"), Number(Root, "height"));
        Boxes = [.. OfClass("node").Select(static node => Box(node.Element(s_svg + "rect")!, node.Attribute("data-name")!.Value))];
        Grounds = [.. OfClass("labels").Elements(s_svg + "rect").Select(static rect => Box(rect, ((XElement)rect.NextNode!).Value))];
        Labels = [.. OfClass("labels").Elements(s_svg + "text").Select(static label => label.Value)];
        Edges = [.. OfClass("edge").Select(Edge)];
    }

    public XElement Root { get; }

    public string Title { get; }

    public string Description { get; }

    public SvgBox Frame { get; }

    public IReadOnlyList<SvgBox> Boxes { get; }

    /// <summary>The white grounds of labels, which cover lines.</summary>
    public IReadOnlyList<SvgBox> Grounds { get; }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<SvgEdge> Edges { get; }

    /// <summary>Text that boxes contain.</summary>
    public string TextOf(string name) => string.Join(
        "\n", OfClass("node").First(node => node.Attribute("data-name")!.Value == name).Elements(s_svg + "text").Select(static text => text.Value));

    private IEnumerable<XElement> OfClass(string name) => Root.Descendants().Where(element => element.Attribute("class")?.Value == name);

    private static SvgBox Box(XElement rect, string name) => new(
        name, Number(rect, "x"), Number(rect, "y"), Number(rect, "x") + Number(rect, "width"), Number(rect, "y") + Number(rect, "height"));

    private static SvgEdge Edge(XElement edge)
    {
        XElement path = edge.Elements(s_svg + "path").First();
        string text = edge.Element(s_svg + "title")!.Value;
        return new SvgEdge(
            edge.Attribute("data-from")!.Value, edge.Attribute("data-to")!.Value, text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..],
            Points(path.Attribute("d")!.Value), path.Attribute("stroke-dasharray") is not null);
    }

    private static List<(double X, double Y)> Points(string path)
    {
        List<(double X, double Y)> points = [];
        double[] numbers = [.. path.Split('M', 'L', 'C', ',', ' ').Where(static s => s.Length > 0).Select(static s => double.Parse(s, CultureInfo.InvariantCulture))];
        int next = 0;
        foreach (char command in path.Where(char.IsLetter))
        {
            if (command == 'C')
            {
                (double X, double Y) a = points[^1], b = Next(), c = Next(), d = Next();
                for (int i = 1; i <= PointsOfCurve; i++)
                    points.Add(Bezier(a, b, c, d, (double)i / PointsOfCurve));
            }
            else
            {
                (double X, double Y) end = Next();
                (double X, double Y) start = points.Count == 0 ? end : points[^1];
                for (int i = 1; i <= PointsOfCurve; i++)
                    points.Add((start.X + ((end.X - start.X) * i / PointsOfCurve), start.Y + ((end.Y - start.Y) * i / PointsOfCurve)));
            }
        }

        return points;

        (double X, double Y) Next() => (numbers[next++], numbers[next++]);
    }

    private static (double X, double Y) Bezier((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d, double t)
    {
        double s = 1 - t;
        double wa = s * s * s, wb = 3 * s * s * t, wc = 3 * s * t * t, wd = t * t * t;
        return ((wa * a.X) + (wb * b.X) + (wc * c.X) + (wd * d.X), (wa * a.Y) + (wb * b.Y) + (wc * c.Y) + (wd * d.Y));
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
