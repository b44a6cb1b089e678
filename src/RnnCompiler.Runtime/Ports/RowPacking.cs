using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Copies inputs and targets into rows, and outputs out of them. What stands behind the end of a row is not read.</summary>
internal static class RowPacking
{
    /// <summary>Copies rows of one port into rows of all.</summary>
    /// <typeparam name="T"><see cref="float"/>, or <see cref="int"/> for ids.</typeparam>
    /// <param name="port">The port.</param>
    /// <param name="source">The rows of the port, from the first row of the batch on.</param>
    /// <param name="lengths">The steps of each row of the batch; empty if all are full.</param>
    /// <param name="first">The first row that is copied.</param>
    /// <param name="count">How many rows are copied.</param>
    /// <param name="rows">Receives the rows.</param>
    /// <param name="rowLength">Elements of a row.</param>
    public static void Pack<T>(NetworkPort port, ReadOnlySpan<T> source, ReadOnlySpan<int> lengths, int first, int count, Span<float> rows, int rowLength)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            Span<T> place = MemoryMarshal.Cast<float, T>(rows.Slice((i * rowLength) + port.Offset, port.Length));
            int valid = port.StepsOf(lengths, first + i) * port.Size;
            source.Slice((first + i) * port.Length, valid).CopyTo(place);
            if (valid == port.Length)
                continue;
            if (port.Group == 0 || valid == 0)
                place[valid..].Clear();
            else
                Repeat(place, valid, port.Size);
        }
    }

    /// <summary>Writes the padding mask of a length group: 1 for each step that a row has, then 0.</summary>
    public static void Mask(LengthGroup group, ReadOnlySpan<int> lengths, int first, int count, Span<float> rows, int rowLength)
    {
        for (int i = 0; i < count; i++)
        {
            Span<float> mask = rows.Slice((i * rowLength) + group.MaskOffset, group.Steps);
            int valid = lengths.IsEmpty ? group.Steps : lengths[first + i];
            mask[..valid].Fill(1);
            mask[valid..].Clear();
        }
    }

    /// <summary>Copies rows of one port out of rows of all; behind the end of a row is 0.</summary>
    /// <param name="port">The port.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="rowLength">Elements of a row.</param>
    /// <param name="own">The steps of each row in the group of the model; empty if all are full. A row of length 0 was not computed.</param>
    /// <param name="lengths">The steps of each row of the batch in the group of the port; empty if all are full.</param>
    /// <param name="first">The first row that is copied.</param>
    /// <param name="count">How many rows are copied.</param>
    /// <param name="target">Receives the rows of the port, from the first row of the batch on.</param>
    public static void Unpack(
        NetworkPort port, ReadOnlySpan<float> rows, int rowLength, ReadOnlySpan<int> own, ReadOnlySpan<int> lengths, int first, int count, Span<float> target)
    {
        for (int i = 0; i < count; i++)
        {
            Span<float> place = target.Slice((first + i) * port.Length, port.Length);
            int valid = !own.IsEmpty && own[first + i] == 0 ? 0 : port.StepsOf(lengths, first + i) * port.Size;
            rows.Slice((i * rowLength) + port.Offset, valid).CopyTo(place);
            place[valid..].Clear();
        }
    }

    // The network computes padded steps of other groups too; with values of a step that exists they are finite if that one is.
    private static void Repeat<T>(Span<T> place, int valid, int size)
    {
        for (int next = valid; next < place.Length; next += size)
            place.Slice(valid - size, size).CopyTo(place[next..]);
    }
}
