using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>
/// Free variables of statements: the indices and pointers that they use but do not define, in order of first use. They become the parameters of a
/// method with these statements.
/// </summary>
internal sealed class FreeVariables : IOperandVisitor
{
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly List<IndexVariable> _indices = [];
    private readonly List<Pointer> _pointers = [];

    private FreeVariables()
    {
    }

    /// <summary>Gets the indices.</summary>
    public IReadOnlyList<IndexVariable> Indices => _indices;

    /// <summary>Gets the pointers.</summary>
    public IReadOnlyList<Pointer> Pointers => _pointers;

    /// <summary>Finds the free variables of statements.</summary>
    /// <exception cref="InvalidOperationException">
    /// The statements use a vector or move a pointer that they do not define. A method cannot do that to a local of its caller.
    /// </exception>
    public static FreeVariables Of(IEnumerable<Statement> statements)
    {
        FreeVariables free = new();
        KernelTraversal.VisitOperands(statements, free);
        return free;
    }

    void IOperandVisitor.Visit(IndexVariable index, Access access)
    {
        if (IsFree(index.Name, access) && !_indices.Contains(index))
            _indices.Add(index);
    }

    void IOperandVisitor.Visit(Pointer pointer, Access access)
    {
        if (!IsFree(pointer.Name, access))
            return;
        if (access == Access.Change)
            throw new InvalidOperationException($"Outlined statements move the pointer {pointer.Name} of the method around them.");
        if (!_pointers.Contains(pointer))
            _pointers.Add(pointer);
    }

    void IOperandVisitor.Visit(VectorRegister register, Access access)
    {
        if (IsFree(register.Name, access))
            throw new InvalidOperationException($"Outlined statements use the vector {register.Name} of the method around them.");
    }

    void IOperandVisitor.Visit(MemorySpace space)
    {
    }

    void IOperandVisitor.Visit(FrameField field)
    {
    }

    private bool IsFree(string name, Access access)
    {
        if (access == Access.Define)
            _defined.Add(name);
        return !_defined.Contains(name);
    }
}
