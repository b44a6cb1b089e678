using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>The fields of the frame that a method reads; it loads only these into locals.</summary>
public sealed class FrameUse : IOperandVisitor
{
    private readonly SortedSet<MemorySpace> _spaces = [];
    private readonly HashSet<FrameField> _fields = [];

    private FrameUse()
    {
    }

    /// <summary>Gets the memories whose start is read, in the order of the enum.</summary>
    public IEnumerable<MemorySpace> Spaces => _spaces;

    /// <summary>Finds the fields that the statements of a method read.</summary>
    public static FrameUse Of(IEnumerable<Statement> statements)
    {
        FrameUse use = new();
        KernelTraversal.VisitOperands(statements, use);
        return use;
    }

    /// <summary>Returns whether the method reads a field.</summary>
    public bool Reads(FrameField field) => _fields.Contains(field);

    void IOperandVisitor.Visit(MemorySpace space) => _spaces.Add(space);

    void IOperandVisitor.Visit(FrameField field) => _fields.Add(field);

    void IOperandVisitor.Visit(IndexVariable index, Access access)
    {
    }

    void IOperandVisitor.Visit(Pointer pointer, Access access)
    {
    }

    void IOperandVisitor.Visit(VectorRegister register, Access access)
    {
    }
}
