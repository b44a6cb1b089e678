using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>Role of a parameter of a cell's method.</summary>
public enum CellRole
{
    /// <summary>The input x, the first parameter.</summary>
    Input,

    /// <summary>A state, which is carried from step to step.</summary>
    State,

    /// <summary>A weight, which is learned.</summary>
    Weight,
}

/// <summary>Initialisation of a weight of a cell.</summary>
/// <param name="Initializer">The distribution.</param>
/// <param name="Scale">Its scale.</param>
public sealed record CellStart(Initializer Initializer, double Scale);

/// <summary>A parameter of a cell's method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Start">The initialisation of a weight; null for U(−1/√hidden, 1/√hidden).</param>
public sealed record CellParameter(string Name, CellRole Role, CellShape Shape, CellStart? Start = null);

/// <summary>
/// One operation of a cell: constant, matvec, an elementwise operation, softmax, or a reduction to a scalar. If one operand is a scalar and the other
/// a vector, the scalar is broadcast.
/// </summary>
/// <param name="Kind">The operation.</param>
/// <param name="Operands">The numbers of the operand values; parameters come first, then equations, each in order.</param>
/// <param name="Number">The value of a constant.</param>
/// <param name="Name">The name in the source, or null.</param>
public sealed record CellEquation(OperationKind Kind, EquatableArray<int> Operands, double Number = 0, string? Name = null);

/// <summary>The value of a state after a step.</summary>
/// <param name="State">The number of the state's parameter.</param>
/// <param name="Next">The number of its value after the step.</param>
public sealed record CellResult(int State, int Next);

/// <summary>
/// A custom cell: equations with sizes that are not known yet. It is compared by value, so that an edit which does not change the meaning of a cell
/// gives an equal program.
/// </summary>
/// <param name="Name">The name of the type.</param>
/// <param name="Parameters">The parameters in source order; the first is the input.</param>
/// <param name="Equations">The equations, each after those that it reads.</param>
/// <param name="Results">The states in the order in which they are returned, at least one.</param>
public sealed record CellProgram(
    string Name,
    EquatableArray<CellParameter> Parameters,
    EquatableArray<CellEquation> Equations,
    EquatableArray<CellResult> Results)
{
    /// <summary>Gets the sizes that the cell names, in order of first mention.</summary>
    public IReadOnlyList<string> NamedSizes =>
        [.. Parameters.SelectMany(static p => p.Shape.Sizes).Select(static d => d.Name).Where(static n => n is not null).Select(static n => n!).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the number of the output value if it is not a state; null if the output is the first state after the step.</summary>
    public int? Output { get; init; }

    /// <summary>Returns whether a cell may use an operation.</summary>
    public static bool Allows(OperationKind kind) => OperationTraits.Of(kind).IsAllowedInCells;

    /// <summary>Returns whether an operation reduces a vector to a scalar.</summary>
    public static bool IsReduction(OperationKind kind) => OperationTraits.Of(kind) is { Form: OperationForm.Reduction, IsAllowedInCells: true };

    /// <summary>Returns the number of operands of an elementwise operation; 0 for any other operation.</summary>
    public static int ElementwiseOperands(OperationKind kind) =>
        OperationTraits.Of(kind) is { IsElementwise: true, IsAllowedInCells: true } traits ? traits.Operands : 0;
}
