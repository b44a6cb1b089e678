using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>
/// Vector-valued expression of one statement. The abstract members are what traversals need; each new kind of expression has to define them. The
/// printer, the verifier and the back ends switch over the kinds.
/// </summary>
public abstract record VectorExpression
{
    /// <summary>Gets the operand expressions, in order of evaluation.</summary>
    public abstract IReadOnlyList<VectorExpression> Children { get; }

    /// <summary>Visits each name and each frame field that the expression and its children refer to.</summary>
    public void VisitOperands(IOperandVisitor visitor)
    {
        IReadOnlyList<VectorExpression> children = Children;
        for (int i = 0; i < children.Count; i++)
            children[i].VisitOperands(visitor);
        VisitOwnOperands(visitor);
    }

    /// <summary>Visits the operands of the expression itself, without its children.</summary>
    protected abstract void VisitOwnOperands(IOperandVisitor visitor);
}

/// <summary>A vector held in a local.</summary>
/// <param name="Name">The name, unique within its method.</param>
public sealed record VectorRegister(string Name) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(this, Access.Use);
}

/// <summary>Loads consecutive floats.</summary>
/// <param name="Pointer">The address.</param>
/// <param name="Offset">The offset from the pointer in floats.</param>
/// <param name="Count">The number of lanes that are read; the others are 0.</param>
public sealed record VectorLoad(Pointer Pointer, long Offset, int Count) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Use);
}

/// <summary>Loads one float and broadcasts it to all lanes.</summary>
/// <param name="Pointer">The address.</param>
/// <param name="Offset">The offset from the pointer in floats.</param>
public sealed record BroadcastLoad(Pointer Pointer, long Offset) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Use);
}

/// <summary>Broadcasts one lane of a vector to all lanes.</summary>
/// <param name="Vector">The vector.</param>
/// <param name="Lane">The lane.</param>
public sealed record LaneBroadcast(VectorRegister Vector, int Lane) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [Vector];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>Broadcasts a constant to all lanes.</summary>
/// <param name="Number">The number.</param>
public sealed record Splat(double Number) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>A function applied lane by lane.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record Apply(VectorFunction Function, IReadOnlyList<VectorExpression> Arguments) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => Arguments;

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>One-hot vector: 1 in the lane whose element is the id, 0 in the others.</summary>
/// <param name="Id">A loaded id.</param>
/// <param name="FirstLane">The element in lane 0: a constant and multiples of block indices.</param>
public sealed record OneHotLanes(IndexVariable Id, Affine FirstLane) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
        visitor.Visit(Id, Access.Use);
        FirstLane.VisitOperands(visitor);
    }
}

/// <summary>Masked tail: the argument with the lanes from <paramref name="Count"/> on replaced.</summary>
/// <param name="Argument">The argument.</param>
/// <param name="Count">The number of lanes that are kept.</param>
/// <param name="Fill">The value of the other lanes.</param>
public sealed record MaskTail(VectorExpression Argument, int Count, double Fill) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [Argument];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>One half of each 32-bit word, converted from bfloat16 to float.</summary>
/// <param name="Words">The words, loaded as a vector of floats.</param>
/// <param name="Upper">Whether the upper half is converted.</param>
public sealed record BFloat16Half(VectorExpression Words, bool Upper) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [Words];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>Loads consecutive signed bytes and converts each to a float.</summary>
/// <param name="Pointer">The address, in <see cref="MemorySpace.Bytes"/>.</param>
/// <param name="Offset">The offset from the pointer in bytes.</param>
public sealed record ByteLoad(Pointer Pointer, long Offset) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Use);
}
