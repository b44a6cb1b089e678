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
    private readonly BlockNumbers _numbers;
    private bool _isClosed = true;

    private BlockShape(bool inPlace)
    {
        _inPlace = inPlace;
        _numbers = new BlockNumbers(Key);
    }

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
                _numbers.Add(statement);
                break;
        }

        IReadOnlyList<VectorExpression> values = statement.Values;
        for (int i = 0; i < values.Count; i++)
            _numbers.Add(values[i]);
        statement.VisitOperands(this);
        if (statement is CompoundStatement compound)
        {
            _numbers.Add(compound.Body.Count(static s => s is not Comment));
            Visit(compound.Body);
        }
    }

    private void Visit(DefinePointer define)
    {
        if (define.Base is { } origin && _own.ContainsKey(origin.Name))
        {
            _numbers.Add(4);
            _numbers.Add(define.Offset);
            define.VisitOperands(this);
        }
        else
        {
            IReadOnlyList<AffineTerm> outer = [.. define.Offset.Terms.Where(t => !IsInner(t))];
            _numbers.Add(5, (int)define.Pointer.Space, define.Offset.Terms.Count - outer.Count);
            foreach (AffineTerm term in define.Offset.Terms.Where(IsInner))
                Add(term);
            _addresses.Add(new BlockAddress(define.Pointer.Name, define.Pointer.Space, define.Base, new Affine(define.Offset.Constant, outer), true));
            if (_inPlace)
            {
                Key.Add(define.Base?.Name ?? "");
                _numbers.Add(outer.Count);
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
            _numbers.Add(number);
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

        _numbers.Add(-1 - number, (int)pointer.Space);
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
        _numbers.Add(-1 - _indices.IndexOf(index));
    }

    private void Add(AffineTerm term)
    {
        _numbers.Add(term);
        if (term.Index is { } index)
            Use(index);
    }
}
