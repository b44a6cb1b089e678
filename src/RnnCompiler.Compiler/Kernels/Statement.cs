using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>One statement of a kernel. Emission prints them one by one and decides nothing.</summary>
public abstract record Statement;

/// <summary>Lines for the reader: the equations with their shapes, the schedule and why.</summary>
/// <param name="Lines">The lines, without comment marks.</param>
public sealed record Comment(IReadOnlyList<string> Lines) : Statement;

/// <summary>A loop over an index from a lower bound while index + step ≤ upper; descending it starts at upper − step and ends at lower.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Lower">The first index.</param>
/// <param name="Upper">One past the last.</param>
/// <param name="Step">How far it moves.</param>
/// <param name="Descending">Whether it runs backwards.</param>
/// <param name="Body">What it repeats.</param>
public sealed record Loop(IndexVariable Index, Bound Lower, Bound Upper, int Step, bool Descending, IReadOnlyList<Statement> Body) : Statement
{
    /// <summary>Where this is odd, the same turns are taken from the last to the first; null for one order always.</summary>
    public Parity? Alternation { get; init; }

    /// <summary>Whether the last turn may overrun the upper bound: what stands in the loop ends there by bounds of its own.</summary>
    public bool Ragged { get; init; }

    /// <summary>Whether the parts of a call share the turns out: part p of n takes turns p, p + n, p + 2n and so on.</summary>
    public bool Shared { get; init; }
}

/// <summary>Whether an index and a number make an odd sum.</summary>
/// <param name="Index">The index.</param>
/// <param name="Shift">The number.</param>
public sealed record Parity(IndexVariable Index, int Shift);

/// <summary>A condition that is known before a kernel starts.</summary>
public enum KernelCondition
{
    /// <summary>The caller asked for the gradient of the input.</summary>
    WantsInputGradient,

    /// <summary>There are at least as many rows as the widest tile has.</summary>
    RowsAtLeast,

    /// <summary>There are at least as many steps as the widest tile has.</summary>
    StepsAtLeast,

    /// <summary>The call is for the phase of this number.</summary>
    PhaseIs,

    /// <summary>This part of the call is the one that takes the piece of work of this number.</summary>
    PartTakes,
}

/// <summary>Statements under a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Number">Its number, where it has one.</param>
/// <param name="Body">The statements.</param>
public sealed record Conditional(KernelCondition Condition, int Number, IReadOnlyList<Statement> Body) : Statement;

/// <summary>Statements in a scope of their own, so that names can be used again.</summary>
/// <param name="Body">The statements.</param>
public sealed record Scope(IReadOnlyList<Statement> Body) : Statement;

/// <summary>ref float pointer = base + offset.</summary>
/// <param name="Pointer">The pointer that is defined.</param>
/// <param name="Base">Another pointer, or null for the start of its memory.</param>
/// <param name="Offset">Floats beyond the base.</param>
public sealed record DefinePointer(Pointer Pointer, Pointer? Base, Affine Offset) : Statement;

/// <summary>Moves a pointer.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Distance">How far, in floats.</param>
public sealed record Advance(Pointer Pointer, long Distance) : Statement;

/// <summary>Exchanges two pointers: the halves of a double-buffered carry.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
public sealed record Swap(Pointer First, Pointer Second) : Statement;

/// <summary>Defines a vector local.</summary>
/// <param name="Register">The local.</param>
/// <param name="Value">What it starts as.</param>
public sealed record DefineVector(VectorRegister Register, VectorExpression Value) : Statement;

/// <summary>Assigns a vector local: an accumulator.</summary>
/// <param name="Register">The local.</param>
/// <param name="Value">What it becomes.</param>
public sealed record AssignVector(VectorRegister Register, VectorExpression Value) : Statement;

/// <summary>Loads an id.</summary>
/// <param name="Id">The integer local that is defined.</param>
/// <param name="Space">Tokens or classes.</param>
/// <param name="Offset">Which one.</param>
public sealed record DefineId(IndexVariable Id, MemorySpace Space, Affine Offset) : Statement;

/// <summary>Stores a vector.</summary>
/// <param name="Pointer">Where to.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
/// <param name="Value">What.</param>
/// <param name="Count">Lanes that mean something.</param>
/// <param name="Exact">Whether only those may be written; else the others fall into padding that nobody reads.</param>
public sealed record StoreVector(Pointer Pointer, long Offset, VectorExpression Value, int Count, bool Exact) : Statement;

/// <summary>How lanes become one number.</summary>
public enum Reduction
{
    /// <summary>Their sum, in a fixed tree over 16 lanes.</summary>
    Sum,

    /// <summary>The greatest; NaN if any is.</summary>
    Max,
}

/// <summary>Stores the reduction of 16 logical lanes as one float.</summary>
/// <param name="Pointer">Where to.</param>
/// <param name="Offset">Floats beyond the pointer.</param>
/// <param name="Kind">The reduction.</param>
/// <param name="Parts">The vectors that make 16 lanes, in order.</param>
public sealed record StoreReduction(Pointer Pointer, long Offset, Reduction Kind, IReadOnlyList<VectorRegister> Parts) : Statement;

/// <summary>Sets floats to 0.</summary>
/// <param name="Space">The memory.</param>
/// <param name="Offset">The first float.</param>
/// <param name="Count">How many.</param>
public sealed record FillZero(MemorySpace Space, Affine Offset, int Count) : Statement;

/// <summary>Copies a packed weight into the transposed layout.</summary>
/// <param name="Weight">Which.</param>
public sealed record TransposePanel(PanelPlacement Weight) : Statement;

/// <summary>Waits until all parts of the call have come here.</summary>
public sealed record AwaitParts : Statement;

/// <summary>Runs another method of the program.</summary>
/// <param name="Method">Its name.</param>
public sealed record CallMethod(string Method) : Statement
{
    /// <summary>What it takes for its own indices, one for one.</summary>
    public IReadOnlyList<IndexVariable> Indices { get; init; } = [];

    /// <summary>What it takes for its own pointers, one for one.</summary>
    public IReadOnlyList<Pointer> Pointers { get; init; } = [];
}
