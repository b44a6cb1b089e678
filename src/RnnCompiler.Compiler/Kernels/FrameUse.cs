using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>Which fields of the frame a method reads, so that it takes no others into locals.</summary>
public sealed class FrameUse
{
    private readonly SortedSet<MemorySpace> _spaces = [];

    /// <summary>Memories.</summary>
    public IEnumerable<MemorySpace> Spaces => _spaces;

    /// <summary>Whether the number of rows is read.</summary>
    public bool Rows { get; private set; }

    /// <summary>Whether the number of steps is read.</summary>
    public bool Steps { get; private set; }

    /// <summary>Whether work is shared out between parts.</summary>
    public bool Parts { get; private set; }

    /// <summary>Whether the cotangent of the loss is read.</summary>
    public bool LossBar { get; private set; }

    /// <summary>Looks through the statements of a method.</summary>
    public static FrameUse Of(IEnumerable<Statement> statements)
    {
        FrameUse use = new();
        use.Visit(statements);
        return use;
    }

    private void Visit(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Visit(statement);
    }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case Loop loop:
                Parts |= loop.Shared;
                Visit(loop.Lower);
                Visit(loop.Upper);
                Visit(loop.Body);
                break;
            case Conditional conditional:
                Rows |= conditional.Condition == KernelCondition.RowsAtLeast;
                Steps |= conditional.Condition == KernelCondition.StepsAtLeast;
                Parts |= conditional.Condition == KernelCondition.PartTakes;
                Visit(conditional.Body);
                break;
            case Scope scope:
                Visit(scope.Body);
                break;
            case DefinePointer define:
                if (define.Base is null)
                    _spaces.Add(define.Pointer.Space);
                Visit(define.Offset);
                break;
            case DefineId id:
                _spaces.Add(id.Space);
                Visit(id.Offset);
                break;
            case DefineVector define:
                Visit(define.Value);
                break;
            case AssignVector assign:
                Visit(assign.Value);
                break;
            case StoreVector store:
                Visit(store.Value);
                break;
            case FillZero fill:
                _spaces.Add(fill.Space);
                Visit(fill.Offset);
                break;
            case TransposePanel:
                _spaces.Add(MemorySpace.Parameters);
                _spaces.Add(MemorySpace.Panels);
                break;
        }
    }

    private void Visit(VectorExpression expression)
    {
        LossBar |= expression is LossBar;
        if (expression is Apply apply)
        {
            foreach (VectorExpression argument in apply.Arguments)
                Visit(argument);
        }
        else if (expression is OneHotLanes oneHot)
        {
            Visit(oneHot.FirstLane);
        }
        else if (expression is MaskTail mask)
        {
            Visit(mask.Argument);
        }
        else if (expression is BFloat16Half half)
        {
            Visit(half.Words);
        }
    }

    private void Visit(Affine offset)
    {
        Rows |= offset.Terms.Any(static t => t.Runtime == RuntimeNumber.Rows);
        Steps |= offset.Terms.Any(static t => t.Runtime == RuntimeNumber.Steps);
    }

    private void Visit(Bound bound)
    {
        Rows |= bound.Runtime == RuntimeNumber.Rows;
        Steps |= bound.Runtime == RuntimeNumber.Steps;
    }
}
