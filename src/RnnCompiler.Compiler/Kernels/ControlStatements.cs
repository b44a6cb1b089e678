namespace RnnCompiler.Compiler.Kernels;

/// <summary>Lines for the reader: the equations with their shapes, the schedule and why.</summary>
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

/// <summary>A loop over an index from a lower bound while index + step ≤ upper; descending it starts at upper − step and ends at lower.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Lower">The first index.</param>
/// <param name="Upper">One past the last.</param>
/// <param name="Step">How far it moves.</param>
/// <param name="Descending">Whether it runs backwards.</param>
/// <param name="Body">What it repeats.</param>
public sealed record Loop(IndexVariable Index, Bound Lower, Bound Upper, int Step, bool Descending, IReadOnlyList<Statement> Body) : CompoundStatement(Body)
{
    /// <summary>Where this is odd, the same turns are taken from the last to the first; null for one order always.</summary>
    public Parity? Alternation { get; init; }

    /// <summary>Whether the last turn may overrun the upper bound: what stands in the loop ends there by bounds of its own.</summary>
    public bool Ragged { get; init; }

    /// <summary>Whether the parts of a call share the turns out: part p of n takes turns p, p + n, p + 2n and so on.</summary>
    public bool Shared { get; init; }

    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
        if (Alternation is { } odd)
            visitor.Visit(odd.Index, Access.Use);
        Lower.VisitOperands(visitor);
        Upper.VisitOperands(visitor);
        if (Shared)
            visitor.Visit(FrameField.Partition);
        visitor.Visit(Index, Access.Define);
    }
}

/// <summary>Whether an index and a number make an odd sum.</summary>
/// <param name="Index">The index.</param>
/// <param name="Shift">The number.</param>
public sealed record Parity(IndexVariable Index, int Shift);

/// <summary>A condition that is known before a kernel starts.</summary>
public enum KernelCondition
{
    /// <summary>The caller asked for the gradient of the input.</summary>
    WantsInputGradient,

    /// <summary>There are at least as many rows as the widest tile has.</summary>
    RowsAtLeast,

    /// <summary>There are at least as many steps as the widest tile has.</summary>
    StepsAtLeast,

    /// <summary>The call is for the phase of this number.</summary>
    PhaseIs,

    /// <summary>This part of the call is the one that takes the piece of work of this number.</summary>
    PartTakes,
}

/// <summary>Statements under a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Number">Its number, where it has one.</param>
/// <param name="Body">The statements.</param>
public sealed record Conditional(KernelCondition Condition, int Number, IReadOnlyList<Statement> Body) : CompoundStatement(Body)
{
    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor) => visitor.Visit(FrameFields.Of(Condition));
}

/// <summary>Statements in a scope of their own, so that names can be used again.</summary>
/// <param name="Body">The statements.</param>
public sealed record Scope(IReadOnlyList<Statement> Body) : CompoundStatement(Body)
{
    /// <inheritdoc/>
    public override void VisitOperands(IOperandVisitor visitor)
    {
    }
}
