using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>Appends numbers to the key of a block: its statements and expressions without their names and start addresses.</summary>
/// <param name="key">The key.</param>
internal sealed class BlockNumbers(BlockKey key)
{
    /// <summary>Appends the parts of a statement other than its operands. Each kind starts with a different number, so that the key is unambiguous.</summary>
    public void Add(Statement statement)
    {
        switch (statement)
        {
            case Loop loop:
                Add(1, loop.Descending ? 1 : 0, loop.PartialLast ? 1 : 0, loop.Partitioned ? 1 : 0, loop.Step);
                Add(loop.Lower);
                Add(loop.Upper);
                Add(loop.Alternation is null ? 0 : 1, loop.Alternation?.Shift ?? 0);
                break;
            case Conditional conditional:
                Add(2, (int)conditional.Condition, conditional.Number);
                break;
            case Scope:
                Add(3);
                break;
            case Advance advance:
                Add(6, advance.Distance);
                break;
            case Swap:
                Add(7);
                break;
            case DefineVector:
                Add(8);
                break;
            case AssignVector:
                Add(9);
                break;
            case DefineId id:
                Add(10, (int)id.Space);
                Add(id.Offset);
                break;
            case StoreVector store:
                Add(11, store.Offset, store.Count, store.Exact ? 1 : 0);
                break;
            case StoreReduction reduction:
                Add(12, reduction.Offset, (int)reduction.Kind, reduction.Vectors.Count);
                break;
            case FillZero fill:
                Add(13, (int)fill.Space, fill.Count);
                Add(fill.Offset);
                break;
            case CopyFloats copy:
                Add(16, copy.Count);
                Add(copy.Times);
                break;
            case QuantizeFloats quantize:
                Add(17, quantize.Count);
                break;
            case DefineStateParity:
                Add(18);
                break;
            case PartitionBarrier:
                Add(14);
                break;
            case CallMethod call:
                Add(15, call.Indices.Count, call.Pointers.Count);
                key.Add(call.Method);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} has no form.");
        }
    }

    /// <summary>Appends an expression and its children, without the registers and pointers that they read.</summary>
    public void Add(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorRegister:
                Add(20);
                break;
            case VectorLoad load:
                Add(21, load.Offset, load.Count);
                break;
            case BroadcastLoad load:
                Add(22, load.Offset);
                break;
            case Splat splat:
                Add(23, BitConverter.DoubleToInt64Bits(splat.Number));
                break;
            case Apply apply:
                Add(25, (int)apply.Function, apply.Arguments.Count);
                break;
            case OneHotLanes oneHot:
                Add(26);
                Add(oneHot.FirstLane);
                break;
            case MaskTail mask:
                Add(27, mask.Count, BitConverter.DoubleToInt64Bits(mask.Fill));
                break;
            case BFloat16Half half:
                Add(28, half.Upper ? 1 : 0);
                break;
            case ByteLoad load:
                Add(29, load.Offset);
                break;
            case LaneBroadcast broadcast:
                Add(30, broadcast.Lane);
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no form.");
        }

        IReadOnlyList<VectorExpression> children = expression.Children;
        for (int i = 0; i < children.Count; i++)
            Add(children[i]);
    }

    /// <summary>Appends an offset, without its indices.</summary>
    public void Add(Affine offset)
    {
        Add(offset.Constant, offset.Terms.Count);
        foreach (AffineTerm term in offset.Terms)
            Add(term);
    }

    /// <summary>Appends a term of an offset, without its index.</summary>
    public void Add(AffineTerm term) => Add(term.Coefficient, term.Runtime is { } number ? (int)number : -1);

    /// <summary>Appends a bound, without its indices.</summary>
    public void Add(Bound bound) => Add(bound.Number, bound.Runtime is { } number ? (int)number : -1, bound.Multiple, bound.Start is null ? 0 : 1);

    /// <summary>Appends a number.</summary>
    public void Add(long number) => key.Add(number);

    /// <summary>Appends numbers in order.</summary>
    public void Add(long first, long second)
    {
        key.Add(first);
        key.Add(second);
    }

    /// <inheritdoc cref="Add(long, long)"/>
    public void Add(long first, long second, long third)
    {
        Add(first, second);
        key.Add(third);
    }

    /// <inheritdoc cref="Add(long, long)"/>
    public void Add(params long[] numbers)
    {
        foreach (long number in numbers)
            key.Add(number);
    }
}
