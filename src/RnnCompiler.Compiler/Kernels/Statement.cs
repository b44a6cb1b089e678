namespace RnnCompiler.Compiler.Kernels;

/// <summary>
/// One statement of a kernel. Emission writes them one by one and decides nothing. The abstract members are what traversals need
/// (<see cref="KernelTraversal"/>); the compiler demands them of every new kind of statement.
/// </summary>
public abstract record Statement
{
    /// <summary>The vector expressions that the statement evaluates, in order; those in nested statements do not count.</summary>
    public abstract IReadOnlyList<VectorExpression> Values { get; }

    /// <summary>
    /// Visits each name and each field of the frame that the statement refers to, its vector expressions included and nested statements not.
    /// A name that the statement defines comes last, since it is not yet defined where the others are used.
    /// </summary>
    public abstract void VisitOperands(IOperandVisitor visitor);
}

/// <summary>A statement with nested statements; names that these define end with it.</summary>
/// <param name="Body">The nested statements.</param>
public abstract record CompoundStatement(IReadOnlyList<Statement> Body) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];
}

/// <summary>
/// Statements that are to become a method of their own, so that the JIT compiler allocates registers for them separately. It exists only
/// during lowering: outlining replaces it by a call, and the verifier refuses it.
/// </summary>
/// <param name="Title">What the method's name ends in.</param>
/// <param name="Summary">What they compute, in one line.</param>
/// <param name="Content">The statements. They are not nested in the method around them, which has only the call.</param>
internal sealed record Outlined(string Title, string Summary, IReadOnlyList<Statement> Content) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <summary>Visits what the call will hand over.</summary>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        FreeVariables free = FreeVariables.Of(Content);
        foreach (IndexVariable index in free.Indices)
            visitor.Visit(index, Access.Use);
        foreach (Pointer pointer in free.Pointers)
            visitor.Visit(pointer, Access.Use);
    }
}
