using System.Globalization;
using System.Text;
using System.Xml;

namespace RnnCompiler.Interpreter.Drawings;

/// <summary>
/// Writes a picture as a standalone SVG document: no style sheet, script, marker or external resource, so that browsers, editors and converters show it alike.
/// </summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Ink = "#24292f";
    private readonly XmlWriter _xml;

    private SvgWriter(StringBuilder text) => _xml = XmlWriter.Create(
        text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" });

    /// <summary>Returns the document; lines end with '\n'.</summary>
    public static string Write(Picture picture)
    {
        StringBuilder text = new();
        using (SvgWriter writer = new(text))
            writer.Document(picture);
        return text.Append('\n').ToString();
    }

    public void Dispose() => _xml.Dispose();

    private void Document(Picture picture)
    {
        _xml.WriteStartElement("svg", Namespace);
        Attribute("width", picture.Width);
        Attribute("height", picture.Height);
        Attribute("viewBox", $"0 0 {Number(picture.Width)} {Number(picture.Height)}");
        Attribute("role", "img");
        Attribute("font-family", "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif");
        Attribute("font-size", TextSize.Detail);
        Attribute("text-anchor", "middle");
        _xml.WriteElementString("title", Namespace, Legal(picture.Title));
        _xml.WriteElementString("desc", Namespace, Legal(picture.Description));
        Rectangle(new Point(picture.Width / 2, picture.Height / 2), picture.Width, picture.Height, 8, "#ffffff", null);
        Group("edges", picture.Arrows, Arrow);
        Group("labels", picture.Labels, Label);
        Group("nodes", picture.Boxes, Node);
        _xml.WriteEndElement();
    }

    private void Group<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        Start("g", name);
        foreach (T item in items)
            write(item);
        _xml.WriteEndElement();
    }

    private void Arrow(Arrow arrow)
    {
        (string colour, string? dashes) = Stroke(arrow.Style);
        Start("g", "edge");
        Attribute("data-from", arrow.From);
        Attribute("data-to", arrow.To);
        _xml.WriteElementString("title", Namespace, $"{arrow.From} → {arrow.To}: {arrow.Text}");
        Start("path", null);
        Attribute("d", Path(arrow.HasHead ? arrow.Path.Shortened(4) : arrow.Path));
        Attribute("fill", "none");
        Attribute("stroke", colour);
        Attribute("stroke-width", 1.3);
        if (dashes is not null)
            Attribute("stroke-dasharray", dashes);
        _xml.WriteEndElement();
        if (arrow.HasHead)
        {
            Start("path", null);
            Attribute("d", Head(arrow.Path));
            Attribute("fill", colour);
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    private void Label(Label label)
    {
        double width = TextSize.Width(label.Text);
        if (label.HasGround)
            Rectangle(label.Position, width + 4, TextSize.Label, 2, "#ffffff", null);
        Text(label.Text, label.Position, TextSize.Detail, "#57606a", label.Anchor, isBold: false);
    }

    private void Node(Box box)
    {
        (string fill, string stroke) = Colours(box.Style);
        Start("g", "node");
        Attribute("data-name", box.Lines[0]);
        Rectangle(box.Centre, box.Width, box.Height, box.Style == BoxStyle.Port ? box.Height / 2 : 5, fill, stroke);
        double y = box.Centre.Y - ((box.Lines.Count - 1) * TextSize.Line / 2);
        for (int i = 0; i < box.Lines.Count; i++)
            Text(box.Lines[i], new Point(box.Centre.X, y + (i * TextSize.Line)), i == 0 ? TextSize.Name : TextSize.Detail, Ink, Anchor.Middle, isBold: i == 0);
        _xml.WriteEndElement();
    }

    private void Rectangle(Point centre, double width, double height, double radius, string fill, string? stroke)
    {
        Start("rect", null);
        Attribute("x", centre.X - (width / 2));
        Attribute("y", centre.Y - (height / 2));
        Attribute("width", width);
        Attribute("height", height);
        Attribute("rx", radius);
        Attribute("fill", fill);
        if (stroke is not null)
            Attribute("stroke", stroke);
        _xml.WriteEndElement();
    }

    private void Text(string text, Point position, double size, string colour, Anchor anchor, bool isBold)
    {
        Start("text", null);
        Attribute("x", position.X);

        // The baseline of letters whose middle is at the position; not all converters know dominant-baseline.
        Attribute("y", position.Y + (0.36 * size));
        if (size != TextSize.Detail)
            Attribute("font-size", size);
        if (anchor != Anchor.Middle)
            Attribute("text-anchor", anchor == Anchor.Start ? "start" : "end");
        if (isBold)
            Attribute("font-weight", "bold");
        Attribute("fill", colour);
        _xml.WriteString(Legal(text));
        _xml.WriteEndElement();
    }

    private static (string Colour, string? Dashes) Stroke(ArrowStyle style) => style switch
    {
        ArrowStyle.State => ("#bc4c00", null),
        ArrowStyle.InitialState => ("#bc4c00", "5 3"),
        ArrowStyle.Past => ("#57606a", "3 3"),
        ArrowStyle.SharedWeights => ("#0969da", "2 3"),
        _ => ("#57606a", null),
    };

    private static (string Fill, string Stroke) Colours(BoxStyle style) => style switch
    {
        BoxStyle.Port => ("#f6f8fa", "#8c959f"),
        BoxStyle.Recurrent => ("#fff1e5", "#bc4c00"),
        BoxStyle.Parameters => ("#ddf4ff", "#0969da"),
        BoxStyle.Reduction => ("#dafbe1", "#1a7f37"),
        _ => ("#ffffff", "#57606a"),
    };

    private static string Path(Curve curve)
    {
        StringBuilder text = new();
        text.Append('M').Append(Coordinates(curve.Start));
        foreach (Curve.Segment segment in curve.Segments)
        {
            text.Append(segment.IsStraight
                ? $" L{Coordinates(segment.End)}"
                : $" C{Coordinates(segment.Control1)} {Coordinates(segment.Control2)} {Coordinates(segment.End)}");
        }

        return text.ToString();
    }

    /// <summary>Returns a triangle whose tip is the end of a line.</summary>
    private static string Head(Curve curve)
    {
        Point tip = curve.End, arrival = curve.Arrival();
        double dx = tip.X - arrival.X, dy = tip.Y - arrival.Y;
        double length = Math.Sqrt((dx * dx) + (dy * dy));
        (dx, dy) = (dx / length, dy / length);
        Point left = new(tip.X - (8 * dx) - (3.5 * dy), tip.Y - (8 * dy) + (3.5 * dx)), right = new(tip.X - (8 * dx) + (3.5 * dy), tip.Y - (8 * dy) - (3.5 * dx));
        return $"M{Coordinates(tip)} L{Coordinates(left)} L{Coordinates(right)} Z";
    }

    private static string Coordinates(Point point) => $"{Number(point.X)},{Number(point.Y)}";

    // The sum turns -0 into 0.
    private static string Number(double value) => (Math.Round(value, 1, MidpointRounding.AwayFromZero) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Replaces what XML cannot contain, such as control characters and lone surrogates.</summary>
    private static string Legal(string text) =>
        string.Concat(text.EnumerateRunes().Select(static rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));

    private void Start(string element, string? kind)
    {
        _xml.WriteStartElement(element, Namespace);
        if (kind is not null)
            Attribute("class", kind);
    }

    private void Attribute(string name, string value) => _xml.WriteAttributeString(name, value);

    private void Attribute(string name, double value) => Attribute(name, Number(value));
}
