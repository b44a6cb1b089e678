namespace RnnCompiler.Compiler.Kernels;

/// <summary>
/// One statement of a kernel. Emitters translate each statement separately and make no optimisation decisions. The abstract members are what
/// traversals need (<see cref="KernelTraversal"/>); each new kind of statement has to define them.
/// </summary>
public abstract record Statement
{
    /// <summary>Gets the vector expressions that the statement evaluates, in order, without those of nested statements.</summary>
    public abstract IReadOnlyList<VectorExpression> Values { get; }

    /// <summary>
    /// Visits each name and each frame field that the statement refers to, including those in vector expressions, but not those in nested statements.
    /// A name that the statement defines is visited last, since it is not yet defined when the operands are evaluated.
    /// </summary>
    public abstract void VisitOperands(IOperandVisitor visitor);
}

/// <summary>A statement with nested statements; names that these define are not visible after it.</summary>
/// <param name="Body">The nested statements.</param>
public abstract record CompoundStatement(IReadOnlyList<Statement> Body) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];
}

/// <summary>
/// Statements that become a separate method, so that the JIT compiler allocates registers for them separately. It exists only during lowering:
/// outlining replaces it by a call, and the verifier rejects it.
/// </summary>
/// <param name="Title">The suffix of the method's name.</param>
/// <param name="Summary">A description of what the statements compute, in one line.</param>
/// <param name="Content">The statements. They do not count as nested in the surrounding method, which contains only the call.</param>
internal sealed record Outlined(string Title, string Summary, IReadOnlyList<Statement> Content) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <summary>Visits the arguments of the call.</summary>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        FreeVariables free = FreeVariables.Of(Content);
        foreach (IndexVariable index in free.Indices)
            visitor.Visit(index, Access.Use);
        foreach (Pointer pointer in free.Pointers)
            visitor.Visit(pointer, Access.Use);
    }
}
