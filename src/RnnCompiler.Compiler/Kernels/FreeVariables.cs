namespace RnnCompiler.Compiler.Kernels;

/// <summary>The indices and pointers that statements use and do not define, in order of first use.</summary>
internal sealed class FreeVariables
{
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly List<IndexVariable> _indices = [];
    private readonly List<Pointer> _pointers = [];

    /// <summary>Indices.</summary>
    public IReadOnlyList<IndexVariable> Indices => _indices;

    /// <summary>Pointers.</summary>
    public IReadOnlyList<Pointer> Pointers => _pointers;

    /// <summary>Looks through statements that use no vector of others.</summary>
    public static FreeVariables Of(IEnumerable<Statement> statements)
    {
        FreeVariables free = new();
        free.Visit(statements);
        return free;
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
            case Comment or AwaitParts:
                break;
            case Loop loop:
                Use(loop.Alternation?.Index);
                Use(loop.Lower.Start);
                Use(loop.Upper.Start);
                _defined.Add(loop.Index.Name);
                Visit(loop.Body);
                break;
            case Conditional conditional:
                Visit(conditional.Body);
                break;
            case Scope scope:
                Visit(scope.Body);
                break;
            case DefinePointer define:
                Use(define.Base);
                Use(define.Offset);
                _defined.Add(define.Pointer.Name);
                break;
            case Advance advance:
                Use(advance.Pointer);
                break;
            case DefineVector define:
                Use(define.Value);
                break;
            case AssignVector assign:
                Use(assign.Value);
                break;
            case DefineId id:
                Use(id.Offset);
                _defined.Add(id.Id.Name);
                break;
            case StoreVector store:
                Use(store.Pointer);
                Use(store.Value);
                break;
            case StoreReduction reduction:
                Use(reduction.Pointer);
                break;
            case FillZero fill:
                Use(fill.Offset);
                break;
            case CallMethod call:
                foreach (IndexVariable index in call.Indices)
                    Use(index);
                foreach (Pointer pointer in call.Pointers)
                    Use(pointer);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not outlined.");
        }
    }

    private void Use(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorLoad load:
                Use(load.Pointer);
                break;
            case BroadcastLoad load:
                Use(load.Pointer);
                break;
            case Apply apply:
                foreach (VectorExpression argument in apply.Arguments)
                    Use(argument);
                break;
            case OneHotLanes oneHot:
                Use(oneHot.Id);
                Use(oneHot.FirstLane);
                break;
            case MaskTail mask:
                Use(mask.Argument);
                break;
            case BFloat16Half half:
                Use(half.Words);
                break;
            case ByteLoad load:
                Use(load.Pointer);
                break;
            case VectorRegister or Splat or LossBar:
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} is not outlined.");
        }
    }

    private void Use(Affine offset)
    {
        foreach (AffineTerm term in offset.Terms)
            Use(term.Index);
    }

    private void Use(IndexVariable? index)
    {
        if (index is not null && !_defined.Contains(index.Name) && !_indices.Contains(index))
            _indices.Add(index);
    }

    private void Use(Pointer? pointer)
    {
        if (pointer is not null && !_defined.Contains(pointer.Name) && !_pointers.Contains(pointer))
            _pointers.Add(pointer);
    }
}
