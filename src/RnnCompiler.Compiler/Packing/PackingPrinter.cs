using System.Text;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Printer of the layout of weights: a line for each weight, transposed copy and copy in reduced precision, with offsets in floats.</summary>
internal static class PackingPrinter
{
    /// <summary>Prints a layout; the text ends with a line break.</summary>
    public static string Print(WeightPacking packing)
    {
        StringBuilder text = new();
        foreach (PackedWeight weight in packing.Weights.OrderBy(static w => w.Slice.Offset))
        {
            SlicePlacement slice = weight.Slice;
            Line(text, $"weight {IrSpelling.Name(slice.Weight)}: f[{slice.Rows},{slice.Columns}] at {slice.Offset} in the panel at {weight.GroupOffset}");
        }

        Line(text, $"parameters: {packing.Size} floats");
        foreach (PanelPlacement panel in packing.Panels)
            Line(text, $"transposed {IrSpelling.Name(panel.Source.Weight)}: at {panel.Offset}");
        if (packing.PanelSize > 0)
            Line(text, $"transposed copies: {packing.PanelSize} floats");
        foreach (ReducedPanelPlacement panel in packing.Reduced.Panels)
            Line(text, $"{panel.Format} copy of the panel at {panel.Source}: {panel.Blocks} blocks of {panel.Columns} columns of {panel.Width} at {panel.Offset}");
        if (packing.Reduced.Size > 0)
            Line(text, $"copies in reduced precision: {packing.Reduced.Size} words of 32 bits");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
