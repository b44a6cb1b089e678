using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>Start address of a block's reads or writes, computed from values that are known outside of the block.</summary>
/// <param name="Name">The pointer that the block defines from the address, or the pointer of the caller that the block uses directly.</param>
/// <param name="Space">The memory.</param>
/// <param name="Base">A pointer of the caller, or null for the start of the memory.</param>
/// <param name="Offset">The offset from the base in floats; its indices belong to the caller.</param>
/// <param name="IsDefined">Whether the block defines the pointer.</param>
internal sealed record BlockAddress(string Name, MemorySpace Space, Pointer? Base, Affine Offset, bool IsDefined);

/// <summary>
/// Shape of a block of statements: its form without names and start addresses. Blocks of one shape differ only in the arguments that their callers
/// pass. Loop bounds, strides inside of the block and constants are part of the shape.
/// </summary>
internal sealed class BlockShape : IOperandVisitor
{
    private readonly Dictionary<string, int> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _handedOver = new(StringComparer.Ordinal);
    private readonly List<BlockAddress> _addresses = [];
    private readonly List<IndexVariable> _indices = [];
    private readonly bool _inPlace;
    private bool _isClosed = true;

    private BlockShape(bool inPlace) => _inPlace = inPlace;

    /// <summary>Gets the key, which is equal for blocks that one method, or one loop, can compute.</summary>
    public BlockKey Key { get; } = new();

    /// <summary>Gets the start addresses of the block's reads and writes, in the order of its statements.</summary>
    public IReadOnlyList<BlockAddress> Addresses => _addresses;

    /// <summary>Gets the indices of the caller that the block reads other than in addresses.</summary>
    public IReadOnlyList<IndexVariable> Indices => _indices;

    /// <summary>Reads a block. Returns null if a method cannot replace it, because it uses vectors defined outside or moves pointers defined outside.</summary>
    public static BlockShape? Of(IEnumerable<Statement> block) => Read(block, inPlace: false);

    /// <summary>
    /// Reads a block that is not moved. Locals defined outside, including vectors, are part of the shape, except for the constants in start
    /// addresses. Returns null if the block contains a statement that occurs only once in a program.
    /// </summary>
    public static BlockShape? InPlace(IEnumerable<Statement> block) => Read(block, inPlace: true);

    private static BlockShape? Read(IEnumerable<Statement> block, bool inPlace)
    {
        BlockShape shape = new(inPlace);
        shape.Visit(block);
        return shape._isClosed ? shape : null;
    }

    private void Visit(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            if (!_isClosed)
                return;
            Visit(statement);
        }
    }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case Comment:
                return;
            case DefinePointer define:
                Visit(define);
                return;
            case TransposePanel:
                // The statement names a weight and occurs once in each entry.
                _isClosed = false;
                return;
            default:
                AddNumbers(statement);
                break;
        }

        IReadOnlyList<VectorExpression> values = statement.Values;
        for (int i = 0; i < values.Count; i++)
            AddNumbers(values[i]);
        statement.VisitOperands(this);
        if (statement is CompoundStatement compound)
        {
            Add(compound.Body.Count(static s => s is not Comment));
            Visit(compound.Body);
        }
    }

    /// <summary>Appends the parts of a statement other than its operands. Each kind starts with a different number, so that the key is unambiguous.</summary>
    private void AddNumbers(Statement statement)
    {
        switch (statement)
        {
            case Loop loop:
                Add(1, loop.Descending ? 1 : 0, loop.PartialLast ? 1 : 0, loop.Partitioned ? 1 : 0, loop.Step);
                AddNumbers(loop.Lower);
                AddNumbers(loop.Upper);
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
                AddNumbers(id.Offset);
                break;
            case StoreVector store:
                Add(11, store.Offset, store.Count, store.Exact ? 1 : 0);
                break;
            case StoreReduction reduction:
                Add(12, reduction.Offset, (int)reduction.Kind, reduction.Vectors.Count);
                break;
            case FillZero fill:
                Add(13, (int)fill.Space, fill.Count);
                AddNumbers(fill.Offset);
                break;
            case CopyFloats copy:
                Add(16, copy.Count);
                AddNumbers(copy.Times);
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
                Key.Add(call.Method);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} has no form.");
        }
    }

    private void Visit(DefinePointer define)
    {
        if (define.Base is { } origin && _own.ContainsKey(origin.Name))
        {
            Add(4);
            AddNumbers(define.Offset);
            define.VisitOperands(this);
        }
        else
        {
            IReadOnlyList<AffineTerm> outer = [.. define.Offset.Terms.Where(t => !IsInner(t))];
            Add(5, (int)define.Pointer.Space, define.Offset.Terms.Count - outer.Count);
            foreach (AffineTerm term in define.Offset.Terms.Where(IsInner))
                Add(term);
            _addresses.Add(new BlockAddress(define.Pointer.Name, define.Pointer.Space, define.Base, new Affine(define.Offset.Constant, outer), true));
            if (_inPlace)
            {
                Key.Add(define.Base?.Name ?? "");
                Add(outer.Count);
                foreach (AffineTerm term in outer)
                    Add(term);
            }

            Define(define.Pointer.Name);
        }
    }

    void IOperandVisitor.Visit(IndexVariable index, Access access)
    {
        if (access == Access.Define)
            Define(index.Name);
        else
            Use(index);
    }

    void IOperandVisitor.Visit(Pointer pointer, Access access)
    {
        if (access == Access.Define)
            Define(pointer.Name);
        else if (access == Access.Change)
            Change(pointer.Name);
        else
            Use(pointer);
    }

    void IOperandVisitor.Visit(VectorRegister register, Access access)
    {
        if (access == Access.Define)
            Define(register.Name);
        else
            Change(register.Name);
    }

    // Fields read from the frame are already among the numbers.
    void IOperandVisitor.Visit(MemorySpace space)
    {
    }

    void IOperandVisitor.Visit(FrameField field)
    {
    }

    /// <summary>Returns whether a term of an offset varies within the block.</summary>
    private bool IsInner(AffineTerm term) => term.Index is { } index && _own.ContainsKey(index.Name);

    private void Define(string name) => _own[name] = _own.Count;

    /// <summary>Records that the block changes or defines a pointer or vector: a block that becomes a method must define it itself.</summary>
    private void Change(string name)
    {
        if (_own.TryGetValue(name, out int number))
        {
            Add(number);
            return;
        }

        _isClosed &= _inPlace;
        Key.Add(name);
    }

    private void Use(Pointer pointer)
    {
        if (_inPlace || _own.ContainsKey(pointer.Name))
        {
            Change(pointer.Name);
            return;
        }

        if (!_handedOver.TryGetValue(pointer.Name, out int number))
        {
            _handedOver[pointer.Name] = number = _addresses.Count;
            _addresses.Add(new BlockAddress(pointer.Name, pointer.Space, pointer, Affine.Of(0), false));
        }

        Add(-1 - number, (int)pointer.Space);
    }

    private void Use(IndexVariable index)
    {
        if (_inPlace || _own.ContainsKey(index.Name))
        {
            Change(index.Name);
            return;
        }

        if (!_indices.Contains(index))
            _indices.Add(index);
        Add(-1 - _indices.IndexOf(index));
    }

    private void AddNumbers(VectorExpression expression)
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
                AddNumbers(oneHot.FirstLane);
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
            AddNumbers(children[i]);
    }

    private void AddNumbers(Affine offset)
    {
        Add(offset.Constant, offset.Terms.Count);
        foreach (AffineTerm term in offset.Terms)
            AddNumbers(term);
    }

    private void AddNumbers(AffineTerm term) => Add(term.Coefficient, term.Runtime is { } number ? (int)number : -1);

    private void AddNumbers(Bound bound) => Add(bound.Number, bound.Runtime is { } number ? (int)number : -1, bound.Multiple, bound.Start is null ? 0 : 1);

    private void Add(AffineTerm term)
    {
        AddNumbers(term);
        if (term.Index is { } index)
            Use(index);
    }

    private void Add(long number) => Key.Add(number);

    private void Add(long first, long second)
    {
        Key.Add(first);
        Key.Add(second);
    }

    private void Add(long first, long second, long third)
    {
        Add(first, second);
        Key.Add(third);
    }

    private void Add(params long[] numbers)
    {
        foreach (long number in numbers)
            Key.Add(number);
    }
}
