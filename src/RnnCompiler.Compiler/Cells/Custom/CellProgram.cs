using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>What a parameter of a cell's method is.</summary>
public enum CellRole
{
    /// <summary>The input x, the first parameter.</summary>
    Input,

    /// <summary>Something that is carried from step to step.</summary>
    State,

    /// <summary>Something that is learned.</summary>
    Weight,
}

/// <summary>How a weight of a cell starts.</summary>
/// <param name="Initializer">The distribution.</param>
/// <param name="Scale">Its scale.</param>
public sealed record CellStart(Initializer Initializer, double Scale);

/// <summary>A parameter of a cell's method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it is.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Start">How a weight starts; null for U(−1/√hidden, 1/√hidden).</param>
public sealed record CellParameter(string Name, CellRole Role, CellShape Shape, CellStart? Start = null);

/// <summary>
/// One operation of a cell: constant, matvec, an elementwise one, softmax, or a reduction to a scalar. A scalar that meets a vector stands for a vector
/// of equal elements.
/// </summary>
/// <param name="Kind">The operation.</param>
/// <param name="Operands">Numbers of values; parameters come first, then equations, each in order.</param>
/// <param name="Number">Of a constant.</param>
/// <param name="Name">What the source calls it, or null.</param>
public sealed record CellEquation(OperationKind Kind, EquatableArray<int> Operands, double Number = 0, string? Name = null);

/// <summary>What becomes of a state.</summary>
/// <param name="State">The number of the parameter.</param>
/// <param name="Next">The number of its value after the step.</param>
public sealed record CellResult(int State, int Next);

/// <summary>
/// A cell as someone wrote it: equations over sizes that are not known yet. It compares by value, so that an edit which leaves the meaning of a cell as
/// it was leaves this as it was.
/// </summary>
/// <param name="Name">The name of the type.</param>
/// <param name="Parameters">The parameters as written; the first is the input.</param>
/// <param name="Equations">The equations, each after those that it reads.</param>
/// <param name="Results">The states in the order in which they are returned, at least one.</param>
public sealed record CellProgram(
    string Name,
    EquatableArray<CellParameter> Parameters,
    EquatableArray<CellEquation> Equations,
    EquatableArray<CellResult> Results)
{
    /// <summary>The sizes that the cell names, in order of first mention.</summary>
    public IReadOnlyList<string> NamedSizes =>
        [.. Parameters.SelectMany(static p => p.Shape.Sizes).Select(static d => d.Name).Where(static n => n is not null).Select(static n => n!).Distinct(StringComparer.Ordinal)];

    /// <summary>The number of the output if it is no state; null if the output is the first state after the step.</summary>
    public int? Output { get; init; }

    /// <summary>The operations that a cell may use.</summary>
    public static bool Allows(OperationKind kind) => OperationTraits.Of(kind).IsAllowedInCells;

    /// <summary>Whether an operation makes a scalar of a vector.</summary>
    public static bool IsReduction(OperationKind kind) => OperationTraits.Of(kind) is { Form: OperationForm.Reduction, IsAllowedInCells: true };

    /// <summary>How many operands an elementwise operation has; 0 for any other operation.</summary>
    public static int ElementwiseOperands(OperationKind kind) =>
        OperationTraits.Of(kind) is { IsElementwise: true, IsAllowedInCells: true } traits ? traits.Operands : 0;
}
