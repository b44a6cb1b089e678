using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>
/// Vector-valued expression of one statement. The abstract members are what traversals need; the compiler demands them of every new kind of
/// expression. Spelling, checks and code of each kind are switches in the printer, the verifier and the back ends.
/// </summary>
public abstract record VectorExpression
{
    /// <summary>The expressions that it is computed from, in order of evaluation.</summary>
    public abstract IReadOnlyList<VectorExpression> Children { get; }

    /// <summary>Visits each name and each field of the frame that the expression and its children refer to.</summary>
    public void VisitOperands(IOperandVisitor visitor)
    {
        IReadOnlyList<VectorExpression> children = Children;
        for (int i = 0; i < children.Count; i++)
            children[i].VisitOperands(visitor);
        VisitOwnOperands(visitor);
    }

    /// <summary>Visits what the expression itself refers to, without its children.</summary>
    protected abstract void VisitOwnOperands(IOperandVisitor visitor);
}

/// <summary>A vector held in a local.</summary>
/// <param name="Name">Unique within its method.</param>
public sealed record VectorRegister(string Name) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(this, Access.Use);
}

/// <summary>Consecutive floats.</summary>
/// <param name="Pointer">Where from.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
/// <param name="Count">The number of lanes that are read; the others are 0.</param>
public sealed record VectorLoad(Pointer Pointer, long Offset, int Count) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Use);
}

/// <summary>One float in every lane.</summary>
/// <param name="Pointer">Where from.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
public sealed record BroadcastLoad(Pointer Pointer, long Offset) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Use);
}

/// <summary>A number in every lane.</summary>
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

/// <summary>The run-time cotangent of the loss in every lane.</summary>
public sealed record LossCotangent : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(FrameField.LossCotangent);
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

/// <summary>1 in the lane whose element is the id, 0 in the others.</summary>
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

/// <summary>The argument with the lanes from <paramref name="Count"/> on replaced: a masked tail.</summary>
/// <param name="Argument">The argument.</param>
/// <param name="Count">The number of lanes that are kept.</param>
/// <param name="Fill">The value of the others.</param>
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

/// <summary>Consecutive signed bytes, converted to one float in each lane.</summary>
/// <param name="Pointer">Where from, in <see cref="MemorySpace.Bytes"/>.</param>
/// <param name="Offset">Bytes beyond the pointer.</param>
public sealed record ByteLoad(Pointer Pointer, long Offset) : VectorExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Children => [];

    /// <inheritdoc/>
    protected override void VisitOwnOperands(IOperandVisitor visitor) => visitor.Visit(Pointer, Access.Use);
}
