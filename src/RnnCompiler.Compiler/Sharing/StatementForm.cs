using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Hash and size of a statement without its names and addresses: a cheap test whether statements differ. Statements of one <see cref="BlockShape"/>
/// have the same hash.
/// </summary>
/// <param name="Hash">The hash. It differs between processes, so no result depends on it.</param>
/// <param name="Size">The number of statements, including nested ones.</param>
internal readonly record struct StatementForm(long Hash, int Size)
{
    /// <summary>Returns the form of a statement.</summary>
    public static StatementForm Of(Statement statement) => statement switch
    {
        Comment => new(0, 0),
        Loop loop => Nested(Mix(Mix(Mix(1, loop.Upper.Number), loop.Lower.Number), loop.Step), 2, loop.Body),
        Conditional { Condition: KernelCondition.OwnsWorkItem } item => Nested(2, 1, item.Body),
        Conditional conditional => Nested(Mix(Mix(3, (int)conditional.Condition), conditional.Number), 1, conditional.Body),
        Scope scope => Nested(4, 0, scope.Body),
        DefinePointer define => new(Mix(5, (int)define.Pointer.Space), 1),
        Advance advance => new(Mix(6, advance.Distance), 1),
        Swap => new(7, 1),
        DefineVector define => new(Mix(8, Value(define.Value)), 1),
        AssignVector assign => new(Mix(9, Value(assign.Value)), 1),
        DefineId id => new(Mix(10, (int)id.Space), 1),
        StoreVector store => new(Mix(Mix(11, store.Offset), Value(store.Value)), 1),
        StoreReduction reduction => new(Mix(12, reduction.Offset), 1),
        FillZero fill => new(Mix(13, fill.Count), 1),
        PartitionBarrier => new(14, 1),
        CallMethod call => new(Mix(15, StringComparer.Ordinal.GetHashCode(call.Method)), 1),
        TransposePanel => new(16, 1),
        CopyFloats copy => new(Mix(17, copy.Count), 1),
        QuantizeFloats quantize => new(Mix(18, quantize.Count), 1),
        DefineStateParity => new(19, 1),
        _ => throw new InvalidOperationException($"{statement.GetType().Name} has no form."),
    };

    /// <summary>Returns the form of this statement and the following ones together.</summary>
    public StatementForm Then(StatementForm next) => next.Size == 0 && next.Hash == 0 ? this : new(Mix(Hash, next.Hash), Size + next.Size);

    private static StatementForm Nested(long hash, int size, IReadOnlyList<Statement> body)
    {
        StatementForm form = new(hash, size);
        for (int i = 0; i < body.Count; i++)
            form = form.Then(Of(body[i]));
        return new(Mix(form.Hash, -1), form.Size);
    }

    private static long Value(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorLoad load:
                return Mix(Mix(1, load.Offset), load.Count);
            case BroadcastLoad load:
                return Mix(2, load.Offset);
            case Apply apply:
                long hash = Mix(3, (int)apply.Function);
                for (int i = 0; i < apply.Arguments.Count; i++)
                    hash = Mix(hash, Value(apply.Arguments[i]));
                return hash;
            case Splat splat:
                return Mix(4, BitConverter.DoubleToInt64Bits(splat.Number));
            case MaskTail mask:
                return Mix(Mix(5, mask.Count), Value(mask.Argument));
            case BFloat16Half half:
                return Mix(half.Upper ? 6 : 7, Value(half.Words));
            case ByteLoad load:
                return Mix(8, load.Offset);
            case LaneBroadcast broadcast:
                return Mix(10, broadcast.Lane);
            case VectorRegister or OneHotLanes:
                return 9;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no form.");
        }
    }

    private static long Mix(long hash, long value) => unchecked(((hash ^ (hash >> 29)) * 6364136223846793005L) + value + 1442695040888963407L);
}
