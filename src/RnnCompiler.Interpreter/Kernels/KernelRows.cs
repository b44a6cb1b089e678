using RnnCompiler.Compiler.Modules;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Rows by name as kernels see them: one memory of rows, in which inputs and padding masks, targets or outputs stand one after the other.</summary>
internal static class KernelRows
{
    /// <summary>Returns the rows of inputs, as real numbers and as ids; what no kernel may read is NaN or −1.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="layout">The layout of a row; inputs that have no place in it are left out.</param>
    /// <param name="order">The order of the rows.</param>
    public static (float[] Reals, int[] Ids) Inputs(INetworkRows<float> rows, RowLayout layout, RowOrder order)
    {
        (float[] reals, int[] ids) = Write(rows, rows.Inputs, layout, order);
        for (int position = 0; position < order.Rows.Count; position++)
        {
            foreach (RowValues<float> input in rows.Inputs)
            {
                if (input.Port.Mask is { } mask && layout.Has(mask.Key))
                    RowPadding.Mask(rows.StepsOf(input.Port, order.Rows[position]), Of(reals, position, layout.Length, layout[mask.Key]));
            }
        }

        return (reals, ids);
    }

    /// <summary>Returns the rows of targets, as real numbers and as ids; what no kernel may read is NaN or −1, the class of a step that does not count.</summary>
    public static (float[] Reals, int[] Ids) Targets(INetworkRows<float> rows, RowLayout layout, RowOrder order) => Write(rows, rows.Targets, layout, order);

    /// <summary>Sets the outputs of rows; those behind the end of a row become 0.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="outputs">The outputs of all rows in the order of the caller.</param>
    public static void SetOutputs(INetworkRows<float> rows, float[] outputs)
    {
        int length = rows.Outputs[^1].Port.Part.Offset + rows.Outputs[^1].Port.Length;
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (RowValues<float> output in rows.Outputs)
            {
                int steps = rows.Steps(0, row) == 0 ? 0 : rows.StepsOf(output.Port, row);
                Span<float> values = output.RealsOf(row, output.Port.Steps);
                values.Clear();
                if (steps > 0)
                    Of(outputs, row, length, output.Port.Part)[..(steps * output.Port.StepLength)].CopyTo(values);
            }
        }
    }

    private static (float[] Reals, int[] Ids) Write(INetworkRows<float> rows, ReadOnlySpan<RowValues<float>> all, RowLayout layout, RowOrder order)
    {
        float[] reals = new float[order.Rows.Count * layout.Length];
        int[] ids = new int[reals.Length];
        Array.Fill(reals, float.NaN);
        Array.Fill(ids, -1);
        foreach (RowValues<float> values in all)
        {
            RowPort port = values.Port;
            if (!layout.Has(port.Part.Key))
                continue;
            RowPart part = layout[port.Part.Key];
            for (int position = 0; position < order.Rows.Count; position++)
            {
                int row = order.Rows[position];
                int steps = rows.StepsOf(port, row);
                if (port.IsIds)
                    Copy<int>(values.IdsOf(row, steps), port, Of(ids, position, layout.Length, part));
                else
                    Copy<float>(values.RealsOf(row, steps), port, Of(reals, position, layout.Length, part));
            }
        }

        return (reals, ids);
    }

    private static void Copy<TElement>(ReadOnlySpan<TElement> steps, RowPort port, Span<TElement> destination)
        where TElement : unmanaged
    {
        if (port.Group is null or 0)
            steps.CopyTo(destination);
        else
            RowPadding.Repeat(steps, port.StepLength, destination);
    }

    private static Span<TElement> Of<TElement>(TElement[] rows, int position, int length, RowPart part) => rows.AsSpan((position * length) + part.Offset, part.Length);
}
