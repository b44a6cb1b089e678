using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>How a statement or an expression accesses a local.</summary>
public enum Access
{
    /// <summary>The statement reads the local; memory behind a pointer may be read or written.</summary>
    Use,

    /// <summary>The statement assigns a new value to an existing local.</summary>
    Change,

    /// <summary>The statement defines the local for the statements that follow in the same list or, if it has a body, for the body.</summary>
    Define,
}

/// <summary>A scalar that a kernel reads from its frame.</summary>
public enum FrameField
{
    /// <summary>Rows of the call.</summary>
    Rows,

    /// <summary>Steps of the call.</summary>
    Steps,

    /// <summary>The phase of a training call.</summary>
    Phase,

    /// <summary>The number of this partition of the call, and how many partitions there are.</summary>
    Partition,

    /// <summary>The results that the caller requested.</summary>
    Requested,
}

/// <summary>Visitor of the operands of statements and expressions, in the order of evaluation.</summary>
public interface IOperandVisitor
{
    /// <summary>Visits a loop index or a loaded id.</summary>
    void Visit(IndexVariable index, Access access);

    /// <summary>Visits a pointer.</summary>
    void Visit(Pointer pointer, Access access);

    /// <summary>Visits a vector local.</summary>
    void Visit(VectorRegister register, Access access);

    /// <summary>Visits a memory whose start is read from the frame.</summary>
    void Visit(MemorySpace space);

    /// <summary>Visits a scalar that is read from the frame.</summary>
    void Visit(FrameField field);
}

/// <summary>Visitor of the names of locals of any kind; fields of the frame have no name.</summary>
internal abstract class NameVisitor : IOperandVisitor
{
    /// <inheritdoc/>
    public void Visit(IndexVariable index, Access access) => Visit(index.Name, access);

    /// <inheritdoc/>
    public void Visit(Pointer pointer, Access access) => Visit(pointer.Name, access);

    /// <inheritdoc/>
    public void Visit(VectorRegister register, Access access) => Visit(register.Name, access);

    /// <inheritdoc/>
    public void Visit(MemorySpace space)
    {
    }

    /// <inheritdoc/>
    public void Visit(FrameField field)
    {
    }

    /// <summary>Visits a name.</summary>
    protected abstract void Visit(string name, Access access);
}

/// <summary>The fields of the frame that run-time numbers and conditions read.</summary>
internal static class FrameFields
{
    /// <summary>Returns the field of a run-time number.</summary>
    public static FrameField Of(RuntimeNumber number) => number switch
    {
        RuntimeNumber.Rows => FrameField.Rows,
        RuntimeNumber.Steps => FrameField.Steps,
        _ => throw new InvalidOperationException($"The run-time number {number} is no field of the frame."),
    };

    /// <summary>Returns the field of a condition.</summary>
    public static FrameField Of(KernelCondition condition) => condition switch
    {
        KernelCondition.Requests => FrameField.Requested,
        KernelCondition.RowsAtLeast or KernelCondition.SingleRow => FrameField.Rows,
        KernelCondition.StepsAtLeast => FrameField.Steps,
        KernelCondition.PhaseIs => FrameField.Phase,
        KernelCondition.OwnsWorkItem => FrameField.Partition,
        _ => throw new InvalidOperationException($"The condition {condition} reads no field of the frame."),
    };
}
