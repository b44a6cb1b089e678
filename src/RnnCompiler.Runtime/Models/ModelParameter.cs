namespace RnnCompiler;

/// <summary>A canonical parameter of a model: PyTorch's name, shape and row-major layout.</summary>
/// <param name="Name">The name, such as <c>gru.weight_ih_l0</c>.</param>
/// <param name="Shape">The size of each axis.</param>
/// <param name="Offset">Offset of its first float if all parameters followed one another in declaration order.</param>
public sealed record ModelParameter(string Name, IReadOnlyList<int> Shape, int Offset)
{
    /// <summary>Number of floats.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>The name and the shape, such as <c>head.weight [5, 64]</c>.</summary>
    public override string ToString() => $"{Name} {Shapes.Format(Shape)}";
}
