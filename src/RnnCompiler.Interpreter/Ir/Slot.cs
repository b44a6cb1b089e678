using System.Numerics;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>Where a value of the IR lies: part of an array, row-major. The slot of a step input moves along its stacked array.</summary>
internal sealed class Slot<T>(T[] data, int offset, int rows, int columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Data { get; } = data;

    public int Offset { get; set; } = offset;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int Length { get; } = rows * columns;

    public Span<T> Span => Data.AsSpan(Offset, Length);

    public Span<T> Row(int row) => Data.AsSpan(Offset + (row * Columns), Columns);
}

/// <summary>Where ids lie.</summary>
internal sealed class IdSlot(int[] data, int offset, int length)
{
    public int[] Data { get; } = data;

    public int Offset { get; set; } = offset;

    public int Length { get; } = length;

    public int Value => Data[Offset];
}
