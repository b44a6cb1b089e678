using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>Method of a lowered program.</summary>
/// <param name="Name">The name, unique within the program.</param>
/// <param name="Summary">The description of what it computes, in one line.</param>
/// <param name="Body">The statements.</param>
public sealed record KernelMethod(string Name, string Summary, IReadOnlyList<Statement> Body)
{
    /// <summary>Gets the indices that the caller passes; an entry has none.</summary>
    public IReadOnlyList<IndexVariable> Indices { get; init; } = [];

    /// <summary>Gets the pointers that the caller passes; an entry has none.</summary>
    public IReadOnlyList<Pointer> Pointers { get; init; } = [];

    /// <summary>The method that computes whole sequences.</summary>
    public const string Sequence = "Sequence";

    /// <summary>The method that computes one whole sequence and divides its lanes among the partitions of a call; present only if that is profitable.</summary>
    public const string SequenceByLanes = "SequenceByLanes";

    /// <summary>The method that computes one streaming step.</summary>
    public const string Step = "Step";

    /// <summary>The method that computes the loss and its gradient.</summary>
    public const string Training = "Training";

    /// <summary>Returns whether a method of this name is called from outside of the program.</summary>
    public static bool IsEntry(string name) => name is Sequence or SequenceByLanes or Step or Training;
}

/// <summary>The lowered program of a model for one target.</summary>
/// <param name="Target">The vector ISA.</param>
/// <param name="Methods">Its methods; the entries are named in <see cref="KernelMethod"/>.</param>
public sealed record KernelProgram(Target Target, IReadOnlyList<KernelMethod> Methods);
