using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>A number that is known only when a kernel runs.</summary>
public enum RuntimeNumber
{
    /// <summary>Rows: those of this call, or those whose sequences have a certain step.</summary>
    Rows,

    /// <summary>Steps: those of the longest sequence of this call, or those of a certain row.</summary>
    Steps,
}

/// <summary>Bound of a loop: a constant, a run-time number rounded down to a multiple, or a distance from an outer index.</summary>
/// <param name="Number">The constant or the distance.</param>
/// <param name="Runtime">The run-time number, or null.</param>
/// <param name="Multiple">The run-time number is rounded down to a multiple of this.</param>
public sealed record Bound(int Number, RuntimeNumber? Runtime = null, int Multiple = 1)
{
    /// <summary>Creates a static bound.</summary>
    public static Bound Of(int number) => new(number);

    /// <summary>Creates a run-time bound.</summary>
    /// <param name="number">The run-time number.</param>
    /// <param name="multiple">The number is rounded down to a multiple of this.</param>
    /// <param name="local">The local that holds the number; null for that of the call.</param>
    public static Bound Of(RuntimeNumber number, int multiple = 1, IndexVariable? local = null) => new(0, number, multiple) { Local = local };

    /// <summary>Creates a bound that is the value of an outer index.</summary>
    public static Bound Of(IndexVariable start) => new(0) { Start = start };

    /// <summary>Creates a bound at a distance from an outer index, limited by a run-time number.</summary>
    public static Bound Beyond(IndexVariable start, int distance, RuntimeNumber most) => new(distance, most) { Start = start };

    /// <summary>Gets the index from which <see cref="Number"/> is a distance, or null; the run-time number is then the upper limit.</summary>
    public IndexVariable? Start { get; init; }

    /// <summary>Gets the local that holds the run-time number, such as the steps of a row; null for the number of the call.</summary>
    public IndexVariable? Local { get; init; }

    /// <summary>Visits the indices and the run-time number.</summary>
    public void VisitOperands(IOperandVisitor visitor)
    {
        if (Start is not null)
            visitor.Visit(Start, Access.Use);
        if (Local is not null)
            visitor.Visit(Local, Access.Use);
        else if (Runtime is { } number)
            visitor.Visit(FrameFields.Of(number));
    }
}

/// <summary>The index of a loop.</summary>
/// <param name="Name">The name, unique within its method.</param>
public sealed record IndexVariable(string Name);

/// <summary>Multiple of a run-time integer: of an index, a loaded id, or a run-time number.</summary>
/// <param name="Index">A loop index or loaded id, or null.</param>
/// <param name="Runtime">A run-time number, or null.</param>
/// <param name="Coefficient">The factor.</param>
public sealed record AffineTerm(IndexVariable? Index, RuntimeNumber? Runtime, long Coefficient);

/// <summary>An offset in floats: a constant and multiples of run-time integers.</summary>
/// <param name="Constant">The constant part.</param>
/// <param name="Terms">The multiples of run-time integers.</param>
public sealed record Affine(long Constant, IReadOnlyList<AffineTerm> Terms)
{
    /// <summary>Creates a constant offset.</summary>
    public static Affine Of(long constant) => new(constant, []);

    /// <summary>Returns this offset plus a multiple of an index; unchanged if the coefficient is 0.</summary>
    public Affine Plus(IndexVariable? index, long coefficient) =>
        index is null || coefficient == 0 ? this : this with { Terms = [.. Terms, new AffineTerm(index, null, coefficient)] };

    /// <summary>Returns this offset plus a multiple of a run-time number.</summary>
    public Affine Plus(RuntimeNumber number, long coefficient) =>
        coefficient == 0 ? this : this with { Terms = [.. Terms, new AffineTerm(null, number, coefficient)] };

    /// <summary>Returns this offset plus a constant.</summary>
    public Affine Plus(long constant) => this with { Constant = Constant + constant };

    /// <summary>Visits the indices and run-time numbers of its terms, in order.</summary>
    public void VisitOperands(IOperandVisitor visitor)
    {
        for (int i = 0; i < Terms.Count; i++)
        {
            if (Terms[i].Index is { } index)
                visitor.Visit(index, Access.Use);
            if (Terms[i].Runtime is { } number)
                visitor.Visit(FrameFields.Of(number));
        }
    }
}

/// <summary>A local reference into a memory.</summary>
/// <param name="Name">The name, unique within its method.</param>
/// <param name="Space">The memory.</param>
public sealed record Pointer(string Name, MemorySpace Space);
