namespace RnnCompiler.Compiler.Kernels;

/// <summary>Names of indices, pointers and vectors in statements.</summary>
internal sealed class KernelNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private KernelNames()
    {
    }

    /// <summary>Every name that statements define or use.</summary>
    public static ISet<string> In(IEnumerable<Statement> statements)
    {
        KernelNames names = new();
        names.Visit(statements);
        return names._names;
    }

    /// <summary>Whether statements after a block use what the block defines outside of nested statements.</summary>
    /// <param name="list">The list that the block is part of.</param>
    /// <param name="start">The first statement of the block.</param>
    /// <param name="end">The first statement after it.</param>
    public static bool Leak(IReadOnlyList<Statement> list, int start, int end)
    {
        HashSet<string> defined = new(StringComparer.Ordinal);
        for (int i = start; i < end && end < list.Count; i++)
        {
            string? name = list[i] switch
            {
                DefinePointer define => define.Pointer.Name,
                DefineVector define => define.Register.Name,
                DefineId id => id.Id.Name,
                _ => null,
            };
            if (name is not null)
                defined.Add(name);
        }

        return defined.Count > 0 && defined.Overlaps(In(list.Skip(end)));
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
            case Comment or AwaitParts or TransposePanel:
                break;
            case Loop loop:
                Add(loop.Index);
                Add(loop.Lower.Start);
                Add(loop.Upper.Start);
                Add(loop.Alternation?.Index);
                Visit(loop.Body);
                break;
            case Conditional conditional:
                Visit(conditional.Body);
                break;
            case Scope scope:
                Visit(scope.Body);
                break;
            case DefinePointer define:
                Add(define.Pointer);
                Add(define.Base);
                Add(define.Offset);
                break;
            case Advance advance:
                Add(advance.Pointer);
                break;
            case Swap swap:
                Add(swap.First);
                Add(swap.Second);
                break;
            case DefineVector define:
                Visit(define.Register);
                Visit(define.Value);
                break;
            case AssignVector assign:
                Visit(assign.Register);
                Visit(assign.Value);
                break;
            case DefineId id:
                Add(id.Id);
                Add(id.Offset);
                break;
            case StoreVector store:
                Add(store.Pointer);
                Visit(store.Value);
                break;
            case StoreReduction reduction:
                Add(reduction.Pointer);
                foreach (VectorRegister part in reduction.Parts)
                    Visit(part);
                break;
            case FillZero fill:
                Add(fill.Offset);
                break;
            case CallMethod call:
                foreach (IndexVariable index in call.Indices)
                    Add(index);
                foreach (Pointer pointer in call.Pointers)
                    Add(pointer);
                break;
            default:
                throw new InvalidOperationException($"The names of {statement.GetType().Name} are not known.");
        }
    }

    private void Visit(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorRegister register:
                _names.Add(register.Name);
                break;
            case VectorLoad load:
                Add(load.Pointer);
                break;
            case BroadcastLoad load:
                Add(load.Pointer);
                break;
            case ByteLoad load:
                Add(load.Pointer);
                break;
            case Apply apply:
                foreach (VectorExpression argument in apply.Arguments)
                    Visit(argument);
                break;
            case OneHotLanes oneHot:
                Add(oneHot.Id);
                Add(oneHot.FirstLane);
                break;
            case MaskTail mask:
                Visit(mask.Argument);
                break;
            case BFloat16Half half:
                Visit(half.Words);
                break;
            case Splat or LossBar:
                break;
            default:
                throw new InvalidOperationException($"The names of {expression.GetType().Name} are not known.");
        }
    }

    private void Add(Affine offset)
    {
        foreach (AffineTerm term in offset.Terms)
            Add(term.Index);
    }

    private void Add(IndexVariable? index)
    {
        if (index is not null)
            _names.Add(index.Name);
    }

    private void Add(Pointer? pointer)
    {
        if (pointer is not null)
            _names.Add(pointer.Name);
    }
}
