using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Copies of rows in the order of a kernel call. Only the steps that a row has are copied, so that nothing behind its end is read.</summary>
/// <param name="rows">The most rows.</param>
/// <param name="length">Elements of a row, of 4 bytes each.</param>
internal sealed class RowStaging(int rows, int length)
{
    private readonly AlignedBuffer _buffer = new(checked(rows * length));

    /// <summary>The first float.</summary>
    public ref float Reference => ref _buffer.Reference;

    /// <summary>Gets all rows as elements of some type.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="int"/>.</typeparam>
    public Span<T> All<T>()
        where T : unmanaged => MemoryMarshal.Cast<float, T>(_buffer.Span);

    /// <summary>
    /// Returns the given elements, or a copy of them if they are in the memory of an output, since a kernel may write output before it has read all input.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="int"/>.</typeparam>
    /// <param name="source">At most as many elements as there is room for.</param>
    /// <param name="output">The output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Apart<T>(ReadOnlySpan<T> source, Span<float> output)
        where T : unmanaged
    {
        if (!MemoryMarshal.AsBytes(source).Overlaps(MemoryMarshal.AsBytes(output)))
            return ref MemoryMarshal.GetReference(source);
        Span<T> copy = All<T>();
        source.CopyTo(copy);
        return ref MemoryMarshal.GetReference(copy);
    }

    /// <summary>Copies rows here.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="int"/>.</typeparam>
    /// <param name="source">The rows of the caller.</param>
    /// <param name="order">The caller's row at each position.</param>
    /// <param name="lengths">The elements to copy of each row are this number of steps times <paramref name="perStep"/>; 0 elements per step for whole rows.</param>
    /// <param name="perStep">Elements of a step, or 0.</param>
    public void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> order, ReadOnlySpan<int> lengths, int perStep)
        where T : unmanaged
    {
        Span<T> all = All<T>();
        for (int i = 0; i < order.Length; i++)
        {
            int count = perStep == 0 ? length : lengths[i] * perStep;
            source.Slice(order[i] * length, count).CopyTo(all.Slice(i * length, count));
        }
    }
}
