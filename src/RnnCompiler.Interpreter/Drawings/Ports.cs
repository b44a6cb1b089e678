namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Where an edge arrives at a box, below it, with the shape of its value.</summary>
/// <param name="label">The shape of the value.</param>
internal sealed class Port(string label)
{
    private const double Gap = 12;

    /// <summary>The shape of the value.</summary>
    public string Label { get; } = label;

    /// <summary>The link in the layered graph; null for an edge from another area of the picture.</summary>
    public Link? Link { get; set; }

    /// <summary>The position relative to that of the box.</summary>
    public double Offset { get; private set; }

    private double Width => TextSize.Width(Label) + Gap;

    /// <summary>Computes the width of ports side by side.</summary>
    public static double TotalWidth(IEnumerable<Port> ports) => ports.Sum(static port => port.Width);

    /// <summary>Puts the ports of a box side by side.</summary>
    /// <param name="ports">The ports, in the order of the operands.</param>
    /// <param name="isOrdered">Whether the order has a meaning; otherwise it becomes that of the sources, from left to right.</param>
    public static void Arrange(IReadOnlyList<Port> ports, bool isOrdered)
    {
        double x = -TotalWidth(ports) / 2;
        foreach (Port port in isOrdered ? (IEnumerable<Port>)ports : ports.OrderBy(static port => port.Link?.Lower.Index ?? int.MaxValue))
        {
            port.Offset = Math.Round(x + (port.Width / 2));
            x += port.Width;
            if (port.Link is not null)
                port.Link.UpperOffset = port.Offset;
        }
    }
}
