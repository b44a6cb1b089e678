namespace RnnCompiler.Compiler.Kernels;

/// <summary>Comment lines: equations with their shapes, the schedule and its reasons.</summary>
/// <param name="Lines">The lines, without comment marks.</param>
public sealed record Comment(IReadOnlyList<string> Lines) : Statement
{
    /// <inheritdoc/>
    public override IReadOnlyList<VectorExpression> Values => [];

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>Loop over an index from a lower bound while index + step ≤ upper; a descending loop starts at upper − step and ends at lower.</summary>
/// <param name="Index">The loop's index.</param>
/// <param name="Lower">The first index.</param>
/// <param name="Upper">The exclusive upper bound.</param>
/// <param name="Step">The increment of the index, at least 1.</param>
/// <param name="Descending">Whether the loop runs backwards.</param>
/// <param name="Body">The statements of one iteration.</param>
public sealed record Loop(IndexVariable Index, Bound Lower, Bound Upper, int Step, bool Descending, IReadOnlyList<Statement> Body) : CompoundStatement(Body)
{
    /// <summary>
    /// Gets the parity that decides the direction: if it is odd, the loop runs from the last iteration to the first. Null if the direction is
    /// constant.
    /// </summary>
    public Parity? Alternation { get; init; }

    /// <summary>Gets whether the last iteration may be partial; then the statements in the loop stop at the upper bound.</summary>
    public bool PartialLast { get; init; }

    /// <summary>Gets whether the partitions of a call divide the iterations: partition p of n executes iterations p, p + n, p + 2n and so on.</summary>
    public bool Partitioned { get; init; }

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        if (Alternation is { } odd)
            visitor.Visit(odd.Index, Access.Use);
        Lower.VisitOperands(visitor);
        Upper.VisitOperands(visitor);
        if (Partitioned)
            visitor.Visit(FrameField.Partition);
        visitor.Visit(Index, Access.Define);
    }
}

/// <summary>Sum of an index and a number, of which only the parity matters.</summary>
/// <param name="Index">The index.</param>
/// <param name="Shift">The number.</param>
public sealed record Parity(IndexVariable Index, int Shift);

/// <summary>Condition whose value is known before a kernel starts.</summary>
public enum KernelCondition
{
    /// <summary>The caller requested one of these kinds of results; the number is that of their flags.</summary>
    Requests,

    /// <summary>There are at least this number of rows.</summary>
    RowsAtLeast,

    /// <summary>There is one row.</summary>
    SingleRow,

    /// <summary>There are at least this number of steps.</summary>
    StepsAtLeast,

    /// <summary>The call executes the training phase of this number.</summary>
    PhaseIs,

    /// <summary>This partition of the call owns the work item of this number: item i belongs to partition i modulo the number of partitions.</summary>
    OwnsWorkItem,
}

/// <summary>Statements that execute if a condition holds.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Number">The number in the condition; 0 if it has none.</param>
/// <param name="Body">The statements.</param>
public sealed record Conditional(KernelCondition Condition, int Number, IReadOnlyList<Statement> Body) : CompoundStatement(Body)
{
    /// <summary>Gets the local that holds the rows or steps; null for those of the call.</summary>
    public IndexVariable? Local { get; init; }

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        if (Local is not null)
            visitor.Visit(Local, Access.Use);
        else
            visitor.Visit(FrameFields.Of(Condition));
    }
}

/// <summary>Statements in a separate scope: names that they define are not visible after it.</summary>
/// <param name="Body">The statements.</param>
public sealed record Scope(IReadOnlyList<Statement> Body) : CompoundStatement(Body)
{
    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
    }
}
