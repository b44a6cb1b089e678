using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>Slot of a value of the IR: a range of an array, row-major. The slot of a step input moves along its stacked array.</summary>
internal class Slot<T>(T[] data, int offset, int rows, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int CacheLine = 64;

    public T[] Data { get; } = data;

    public int Offset { get; set; } = offset;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int Length { get; } = rows * columns;

    public Span<T> Span => Data.AsSpan(Offset, Length);

    /// <summary>Allocates a slot that is aligned to a cache line: vector accesses that cross a line take 1.5 times as long.</summary>
    public static Slot<T> Allocate(int rows, int columns)
    {
        (T[] data, int offset) = AlignedArray(checked(rows * columns));
        return new Slot<T>(data, offset, rows, columns);
    }

    public Span<T> Row(int row) => Data.AsSpan(Offset + (row * Columns), Columns);

    protected static (T[] Data, int Offset) AlignedArray(int length)
    {
        int size = Unsafe.SizeOf<T>();
        T[] data = GC.AllocateArray<T>(checked(length + (CacheLine / size)), pinned: true);
        long past = Marshal.UnsafeAddrOfPinnedArrayElement(data, 0) % CacheLine;
        return (data, past == 0 ? 0 : (int)(CacheLine - past) / size);
    }
}

/// <summary>Slot of ids.</summary>
internal sealed class IdSlot(int[] data, int offset, int length)
{
    public int[] Data { get; } = data;

    public int Offset { get; set; } = offset;

    public int Length { get; } = length;

    public int Value => Data[Offset];
}
