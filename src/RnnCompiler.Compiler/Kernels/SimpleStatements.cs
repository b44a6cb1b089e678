using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>ref float pointer = base + offset.</summary>
/// <param name="Pointer">The pointer that is defined.</param>
/// <param name="Base">Another pointer, or null for the start of its memory.</param>
/// <param name="Offset">Floats beyond the base.</param>
public sealed record DefinePointer(Pointer Pointer, Pointer? Base, Affine Offset) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        if (Base is null)
            visitor.Visit(Pointer.Space);
        else
            visitor.Visit(Base, Access.Use);
        Offset.VisitOperands(visitor);
        visitor.Visit(Pointer, Access.Define);
    }
}

/// <summary>Moves a pointer.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Distance">How far, in floats.</param>
public sealed record Advance(Pointer Pointer, long Distance) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Change);
}

/// <summary>Exchanges two pointers: the halves of a double-buffered carry.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
public sealed record Swap(Pointer First, Pointer Second) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(First, Access.Change);
        visitor.Visit(Second, Access.Change);
    }
}

/// <summary>Defines a vector local.</summary>
/// <param name="Register">The local.</param>
/// <param name="Value">What it starts as.</param>
public sealed record DefineVector(VectorRegister Register, VectorExpression Value) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [Value];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        Value.VisitOperands(visitor);
        visitor.Visit(Register, Access.Define);
    }
}

/// <summary>Assigns a vector local: an accumulator.</summary>
/// <param name="Register">The local.</param>
/// <param name="Value">What it becomes.</param>
public sealed record AssignVector(VectorRegister Register, VectorExpression Value) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [Value];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        Value.VisitOperands(visitor);
        visitor.Visit(Register, Access.Change);
    }
}

/// <summary>Loads an id.</summary>
/// <param name="Id">The integer local that is defined.</param>
/// <param name="Space">Tokens or classes.</param>
/// <param name="Offset">Which one.</param>
public sealed record DefineId(IndexVariable Id, MemorySpace Space, Affine Offset) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Space);
        Offset.VisitOperands(visitor);
        visitor.Visit(Id, Access.Define);
    }
}

/// <summary>Stores a vector.</summary>
/// <param name="Pointer">Where to.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
/// <param name="Value">What.</param>
/// <param name="Count">Lanes that mean something.</param>
/// <param name="Exact">Whether only those may be written; else the others fall into padding that nobody reads.</param>
public sealed record StoreVector(Pointer Pointer, long Offset, VectorExpression Value, int Count, bool Exact) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [Value];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Pointer, Access.Use);
        Value.VisitOperands(visitor);
    }
}

/// <summary>How lanes become one number.</summary>
public enum Reduction
{
    /// <summary>Their sum, in a fixed tree over 16 lanes.</summary>
    Sum,

    /// <summary>The greatest; NaN if any is.</summary>
    Max,
}

/// <summary>Stores the reduction of 16 logical lanes as one float.</summary>
/// <param name="Pointer">Where to.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
/// <param name="Kind">The reduction.</param>
/// <param name="Parts">The vectors that make 16 lanes, in order.</param>
public sealed record StoreReduction(Pointer Pointer, long Offset, Reduction Kind, IReadOnlyList<VectorRegister> Parts) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => Parts;

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Pointer, Access.Use);
        foreach (VectorRegister part in Parts)
            part.VisitOperands(visitor);
    }
}

/// <summary>Sets floats to 0.</summary>
/// <param name="Space">The memory.</param>
/// <param name="Offset">The first float.</param>
/// <param name="Count">How many.</param>
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

/// <summary>Copies a packed weight into the transposed layout.</summary>
/// <param name="Weight">Which.</param>
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

/// <summary>Waits until all parts of the call have come here.</summary>
public sealed record AwaitParts : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>Runs another method of the program.</summary>
/// <param name="Method">Its name.</param>
public sealed record CallMethod(string Method) : Statement
{
    /// <summary>What it takes for its own indices, one for one.</summary>
    public IReadOnlyList<IndexVariable> Indices { get; init; } = [];

    /// <summary>What it takes for its own pointers, one for one.</summary>
    public IReadOnlyList<Pointer> Pointers { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        foreach (IndexVariable index in Indices)
            visitor.Visit(index, Access.Use);
        foreach (Pointer pointer in Pointers)
            visitor.Visit(pointer, Access.Use);
    }
}
