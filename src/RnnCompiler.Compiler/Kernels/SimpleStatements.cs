using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>Defines a pointer: ref float pointer = base + offset.</summary>
/// <param name="Pointer">The pointer that is defined.</param>
/// <param name="Base">Another pointer, or null for the start of its memory.</param>
/// <param name="Offset">The offset from the base in floats.</param>
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

/// <summary>Moves a pointer by a constant distance.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Distance">The distance in floats.</param>
public sealed record Advance(Pointer Pointer, long Distance) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Change);
}

/// <summary>Exchanges two pointers, such as the halves of a double-buffered carry.</summary>
/// <param name="First">The first pointer.</param>
/// <param name="Second">The second pointer.</param>
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
/// <param name="Value">Its initial value.</param>
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

/// <summary>Assigns to a vector local, such as an accumulator.</summary>
/// <param name="Register">The local.</param>
/// <param name="Value">Its new value.</param>
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

/// <summary>Loads an integer into a local: a token or class id, or a number of rows or steps.</summary>
/// <param name="Id">The integer local that is defined.</param>
/// <param name="Space">The memory, which holds integers.</param>
/// <param name="Offset">The position of the integer.</param>
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

/// <summary>
/// Defines a local as 1 if the state that the step writes comes before the one that it reads in memory, else 0: from one step of a stream to the next, between which
/// its two states are exchanged, the parity changes.
/// </summary>
/// <param name="Parity">The integer local that is defined.</param>
public sealed record DefineStateParity(IndexVariable Parity) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(MemorySpace.StateIn);
        visitor.Visit(MemorySpace.StateOut);
        visitor.Visit(Parity, Access.Define);
    }
}

/// <summary>Stores a vector.</summary>
/// <param name="Pointer">The destination.</param>
/// <param name="Offset">The offset from the pointer in floats.</param>
/// <param name="Value">The stored vector.</param>
/// <param name="Count">Number of lanes that hold a result.</param>
/// <param name="Exact">Whether only these lanes may be written; if not, the others are written to padding that is never read.</param>
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

/// <summary>Reduction of lanes to one number.</summary>
public enum Reduction
{
    /// <summary>The sum, as a fixed tree over 16 lanes.</summary>
    Sum,

    /// <summary>The maximum; NaN if any lane is NaN.</summary>
    Max,
}

/// <summary>Stores the reduction of 16 logical lanes as one float.</summary>
/// <param name="Pointer">The destination.</param>
/// <param name="Offset">The offset from the pointer in floats.</param>
/// <param name="Kind">The reduction.</param>
/// <param name="Vectors">The vectors that make up the 16 lanes, in order.</param>
public sealed record StoreReduction(Pointer Pointer, long Offset, Reduction Kind, IReadOnlyList<VectorRegister> Vectors) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => Vectors;

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Pointer, Access.Use);
        foreach (VectorRegister vector in Vectors)
            vector.VisitOperands(visitor);
    }
}

/// <summary>Waits until all partitions of the call have reached this statement.</summary>
public sealed record PartitionBarrier : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>Calls another method of the program.</summary>
/// <param name="Method">The name of the method.</param>
public sealed record CallMethod(string Method) : Statement
{
    /// <summary>The arguments for the indices of the called method, in order.</summary>
    public IReadOnlyList<IndexVariable> Indices { get; init; } = [];

    /// <summary>The arguments for the pointers of the called method, in order.</summary>
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
