using RnnCompiler.Compiler.Modules;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Rows by name as kernels see them: one memory of rows, in which inputs and padding masks, targets or outputs stand one after the other.</summary>
internal static class KernelRows
{
    /// <summary>Returns the rows of inputs, as real numbers and as ids; what no kernel may read is NaN or −1.</summary>
    public static (float[] Reals, int[] Ids) Inputs(INetworkRows<float> rows, RowOrder order)
    {
        (float[] reals, int[] ids) = Write(rows, rows.Inputs, rows.Ports.InputLength, order);
        for (int position = 0; position < order.Rows.Count; position++)
        {
            foreach (RowValues<float> input in rows.Inputs)
            {
                if (input.Port.Mask is { } mask)
                    RowPadding.Mask(rows.StepsOf(input.Port, order.Rows[position]), Of(reals, position, rows.Ports.InputLength, mask));
            }
        }

        return (reals, ids);
    }

    /// <summary>Returns the rows of targets, as real numbers and as ids; what no kernel may read is NaN or −1, the class of a step that does not count.</summary>
    public static (float[] Reals, int[] Ids) Targets(INetworkRows<float> rows, int length, RowOrder order) => Write(rows, rows.Targets, length, order);

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

    private static (float[] Reals, int[] Ids) Write(INetworkRows<float> rows, ReadOnlySpan<RowValues<float>> all, int length, RowOrder order)
    {
        float[] reals = new float[order.Rows.Count * length];
        int[] ids = new int[reals.Length];
        Array.Fill(reals, float.NaN);
        Array.Fill(ids, -1);
        foreach (RowValues<float> values in all)
        {
            RowPort port = values.Port;
            for (int position = 0; position < order.Rows.Count; position++)
            {
                int row = order.Rows[position];
                int steps = rows.StepsOf(port, row);
                if (port.IsIds)
                    Copy<int>(values.IdsOf(row, steps), port, Of(ids, position, length, port.Part));
                else
                    Copy<float>(values.RealsOf(row, steps), port, Of(reals, position, length, port.Part));
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
