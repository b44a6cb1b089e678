using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>
/// How often each pointer and each register of a method is used. A pointer that is used once needs no local, since its address can be spelled where
/// it is used; neither does a register that is read by one group of multiply-adds alone.
/// </summary>
internal sealed class LocalUse
{
    private readonly Dictionary<string, int> _pointers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _registers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accumulators = new(StringComparer.Ordinal);

    /// <summary>Counts the uses in the statements of a method.</summary>
    public static LocalUse Of(IEnumerable<Statement> statements)
    {
        LocalUse use = new();
        use.Visit(statements);
        return use;
    }

    /// <summary>
    /// The pointers that a block defines at the start of a memory and that one of its own statements uses once: the address is then the same
    /// at both places, since neither the memory nor an index changes within the block.
    /// </summary>
    public IReadOnlyCollection<string> SpelledInPlace(IReadOnlyList<Statement> block)
    {
        HashSet<string> defined = new(block.OfType<DefinePointer>()
            .Where(d => d.Base is null && _pointers.TryGetValue(d.Pointer.Name, out int uses) && uses == 1).Select(static d => d.Pointer.Name), StringComparer.Ordinal);
        if (defined.Count == 0)
            return [];
        LocalUse here = new();
        here.Visit(block.Where(static s => s is DefineVector or AssignVector or StoreVector or StoreReduction));
        defined.IntersectWith(here._pointers.Keys);
        return defined;
    }

    /// <summary>How many expressions read a register.</summary>
    public int Reads(VectorRegister register) => _registers.TryGetValue(register.Name, out int reads) ? reads : 0;

    /// <summary>Whether products are added to a register.</summary>
    public bool IsAccumulator(VectorRegister register) => _accumulators.Contains(register.Name);

    private void Visit(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Visit(statement);
    }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case Comment or FillZero or TransposePanel or AwaitParts or DefineId:
                break;
            case Loop loop:
                Visit(loop.Body);
                break;
            case Conditional conditional:
                Visit(conditional.Body);
                break;
            case Scope scope:
                Visit(scope.Body);
                break;
            case DefinePointer define:
                if (define.Base is { } origin)
                    Count(origin);
                break;
            case Advance advance:
                Count(advance.Pointer);
                break;
            case Swap swap:
                Count(swap.First);
                Count(swap.Second);
                break;
            case DefineVector define:
                Visit(define.Value);
                break;
            case AssignVector assign:
                Visit(assign.Value);
                if (assign.Value is Apply { Function: VectorFunction.MultiplyAdd } product && product.Arguments[2].Equals(assign.Register))
                    _accumulators.Add(assign.Register.Name);
                break;
            case StoreVector store:
                Count(store.Pointer);
                Visit(store.Value);
                break;
            case StoreReduction reduction:
                Count(reduction.Pointer);
                foreach (VectorRegister part in reduction.Parts)
                    Visit(part);
                break;
            case CallMethod call:
                foreach (Pointer pointer in call.Pointers)
                    Count(pointer);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not known to {nameof(LocalUse)}.");
        }
    }

    private void Visit(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorRegister register:
                _registers[register.Name] = Reads(register) + 1;
                break;
            case Splat or LossBar or OneHotLanes:
                break;
            case VectorLoad load:
                Count(load.Pointer);
                break;
            case BroadcastLoad load:
                Count(load.Pointer);
                break;
            case ByteLoad load:
                Count(load.Pointer);
                break;
            case Apply apply:
                foreach (VectorExpression argument in apply.Arguments)
                    Visit(argument);
                break;
            case MaskTail mask:
                Visit(mask.Argument);
                break;
            case BFloat16Half half:
                Visit(half.Words);
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} is not known to {nameof(LocalUse)}.");
        }
    }

    private void Count(Pointer pointer) => _pointers[pointer.Name] = _pointers.TryGetValue(pointer.Name, out int uses) ? uses + 1 : 1;
}
