namespace RnnCompiler;

/// <summary>A tensor as a safetensors header describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">Its dtype, such as <c>F32</c>.</param>
/// <param name="Shape">The size of each axis; empty for a scalar.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">One past its last byte.</param>
public sealed record SafetensorsTensor(string Name, string ElementType, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Number of elements.</summary>
    public long Length { get; } = Shape.Aggregate(1L, (product, size) => checked(product * size));
}
