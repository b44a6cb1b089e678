using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>Sets consecutive floats to 0.</summary>
/// <param name="Space">The memory.</param>
/// <param name="Offset">The first float.</param>
/// <param name="Count">The number of floats.</param>
public sealed record FillZero(MemorySpace Space, Affine Offset, int Count) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Space);
        Offset.VisitOperands(visitor);
    }
}

/// <summary>Copies consecutive floats.</summary>
/// <param name="Source">The first float that is read.</param>
/// <param name="Target">The first float that is written.</param>
/// <param name="Count">The number of floats, or that of each of <see cref="Times"/> vectors.</param>
public sealed record CopyFloats(Pointer Source, Pointer Target, int Count) : Statement
{
    /// <summary>Gets the number of vectors, which follow one another; 1 by default.</summary>
    public Bound Times { get; init; } = Bound.Of(1);

    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Source, Access.Use);
        visitor.Visit(Target, Access.Use);
        Times.VisitOperands(visitor);
    }
}

/// <summary>
/// Rounds consecutive floats to bytes, four in each word; the scale, by which the bytes without their bias are multiplied, follows the words.
/// </summary>
/// <param name="Source">The first float.</param>
/// <param name="Target">The first word.</param>
/// <param name="Count">The number of floats.</param>
public sealed record QuantizeFloats(Pointer Source, Pointer Target, int Count) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Source, Access.Use);
        visitor.Visit(Target, Access.Use);
    }
}

/// <summary>Copies a packed weight into the transposed layout.</summary>
/// <param name="Weight">The weight and the placement of its copy.</param>
public sealed record TransposePanel(PanelPlacement Weight) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(MemorySpace.Parameters);
        visitor.Visit(MemorySpace.Panels);
    }
}
