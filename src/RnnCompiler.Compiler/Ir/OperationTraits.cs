using static RnnCompiler.Compiler.Ir.OperationForm;
using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Ir;

/// <summary>Access pattern of an operation: which operand elements an element of the result reads.</summary>
public enum OperationForm
{
    /// <summary>No operand.</summary>
    Literal,

    /// <summary>Matrix-vector product: each element reads the whole vector.</summary>
    Product,

    /// <summary>Outer product of two vectors.</summary>
    OuterProduct,

    /// <summary>Element i reads element i of each operand; operands and result have the same float type.</summary>
    Elementwise,

    /// <summary>All elements read one scalar, one id, or one row of a table.</summary>
    Spread,

    /// <summary>Part of an operand, or concatenation of operands: nothing is computed.</summary>
    View,

    /// <summary>0 except in one row or step.</summary>
    Scatter,

    /// <summary>All steps of an example: a loop nest of its own, outside of scans.</summary>
    Steps,

    /// <summary>One scalar from all elements of a vector.</summary>
    Reduction,

    /// <summary>A reduction and elementwise operations on its result, fused for numerical stability.</summary>
    Compound,

    /// <summary>Loop over time.</summary>
    Loop,
}

/// <summary>
/// Table of traits: one row for each operation. Passes query it instead of listing operations, so that a new operation is one row. Shape, cost and spelling of
/// an elementwise operation are derived from it.
/// </summary>
/// <param name="Word">The word of the operation in printed IR.</param>
/// <param name="Form">The access pattern.</param>
/// <param name="Operands">The number of operands; −1 if it varies.</param>
public sealed record OperationTraits(string Word, OperationForm Form, int Operands)
{
    /// <summary>Whether recomputing the result costs less than storing it and loading it again.</summary>
    public bool IsCheap { get; init; }

    /// <summary>Whether a ∘ b = b ∘ a to the bit.</summary>
    public bool Commutes { get; init; }

    /// <summary>Whether an element takes tens of instructions: a polynomial, a root or a table look-up.</summary>
    public bool IsTranscendental { get; init; }

    /// <summary>Whether the pass <c>decompose losses</c> replaces it by other operations, so that scheduling never sees it.</summary>
    public bool IsDecomposed { get; init; }

    /// <summary>Whether the body of a custom cell may use it.</summary>
    public bool IsAllowedInCells { get; init; }

    /// <summary>The name of its method of <c>CellMath</c>, the functions of custom cells; null if it has none.</summary>
    public string? CellMethod { get; init; }

    /// <summary>The type of <see cref="Operation"/> that has its attributes.</summary>
    public Type Attributes { get; init; } = typeof(Operation);

    /// <summary>Whether it is a matrix-vector product.</summary>
    public bool IsProduct => Form == Product;

    /// <summary>Whether the form is <see cref="OperationForm.Elementwise"/>.</summary>
    public bool IsElementwise => Form == Elementwise;

    /// <summary>Gets the traits of an operation.</summary>
    /// <param name="kind">The operation.</param>
    /// <exception cref="NotSupportedException">The operation has no row.</exception>
    public static OperationTraits Of(OperationKind kind) => (int)kind < s_rows.Length ? s_rows[(int)kind] : throw Missing(kind);

    private static readonly OperationTraits[] s_rows = [.. Enum.GetValues(typeof(OperationKind)).Cast<OperationKind>().Select(Row)];

    private static OperationTraits Row(OperationKind kind) => kind switch
    {
        Constant => new("constant", Literal, 0) { IsCheap = true, IsAllowedInCells = true, Attributes = typeof(ConstantOperation) },
        MatVec => new("matvec", Product, 2) { IsAllowedInCells = true },
        TransposedMatVec => new("transposed_matvec", Product, 2),
        Outer => new("outer", OuterProduct, 2),
        Add => new("add", Elementwise, 2) { IsCheap = true, Commutes = true, IsAllowedInCells = true },
        Subtract => new("subtract", Elementwise, 2) { IsCheap = true, IsAllowedInCells = true },
        Multiply => new("multiply", Elementwise, 2) { IsCheap = true, Commutes = true, IsAllowedInCells = true },
        Divide => new("divide", Elementwise, 2) { IsAllowedInCells = true },
        Max => new("max", Elementwise, 2) { IsCheap = true, IsAllowedInCells = true, CellMethod = "Max" },
        Min => new("min", Elementwise, 2) { IsCheap = true, IsAllowedInCells = true, CellMethod = "Min" },
        GreaterOrEqual => new("greater_or_equal", Elementwise, 2) { IsCheap = true },
        Select => new("select", Elementwise, 3) { IsCheap = true },
        Negate => new("negate", Elementwise, 1) { IsCheap = true, IsAllowedInCells = true },
        Sigmoid => new("sigmoid", Elementwise, 1) { IsTranscendental = true, IsAllowedInCells = true, CellMethod = "Sigmoid" },
        Tanh => new("tanh", Elementwise, 1) { IsTranscendental = true, IsAllowedInCells = true, CellMethod = "Tanh" },
        Exp => new("exp", Elementwise, 1) { IsTranscendental = true, IsAllowedInCells = true, CellMethod = "Exp" },
        Log => new("log", Elementwise, 1) { IsTranscendental = true, IsAllowedInCells = true, CellMethod = "Log" },
        Sqrt => new("sqrt", Elementwise, 1) { IsTranscendental = true, IsAllowedInCells = true, CellMethod = "Sqrt" },
        Sin => new("sin", Elementwise, 1) { IsTranscendental = true, IsAllowedInCells = true, CellMethod = "Sin" },
        Relu => new("relu", Elementwise, 1) { IsCheap = true, IsAllowedInCells = true, CellMethod = "Relu" },
        Abs => new("abs", Elementwise, 1) { IsCheap = true, IsAllowedInCells = true, CellMethod = "Abs" },
        Softplus => new("softplus", Elementwise, 1) { IsTranscendental = true, IsDecomposed = true, IsAllowedInCells = true, CellMethod = "Softplus" },
        Broadcast => new("broadcast", Spread, 1) { IsCheap = true, Attributes = typeof(LengthOperation) },
        Slice => new("slice", View, 1) { IsCheap = true, Attributes = typeof(SliceOperation) },
        Concat => new("concat", View, -1) { IsCheap = true },
        Gather => new("gather", Spread, 2) { IsCheap = true },
        ScatterAdd => new("scatter_add", Scatter, 2) { Attributes = typeof(ScatterAddOperation) },
        OneHot => new("one_hot", Spread, 1) { IsCheap = true, Attributes = typeof(LengthOperation) },
        TakeStep => new("take_step", View, 1) { Attributes = typeof(StepOperation) },
        PlaceStep => new("place_step", Scatter, 1) { Attributes = typeof(StepOperation) },
        ReverseSteps => new("reverse_steps", Steps, 1),
        PadSteps => new("pad_steps", Steps, 1),
        AllSteps => new("all_steps", Steps, 1),
        StepMask => new("step_mask", Steps, 0) { Attributes = typeof(LengthOperation) },
        Sum => new("sum", Reduction, 1) { IsAllowedInCells = true, CellMethod = "Sum" },
        Mean => new("mean", Reduction, 1) { IsDecomposed = true, IsAllowedInCells = true, CellMethod = "Mean" },
        ReduceMax => new("reduce_max", Reduction, 1) { IsAllowedInCells = true, CellMethod = "Max" },
        Softmax => new("softmax", Compound, 1) { IsDecomposed = true, IsAllowedInCells = true, CellMethod = "Softmax" },
        SoftmaxCrossEntropy => new("softmax_cross_entropy", Compound, 2) { IsDecomposed = true },
        SigmoidCrossEntropy => new("sigmoid_cross_entropy", Compound, 2) { IsDecomposed = true },
        Scan => new("scan", Loop, -1) { Attributes = typeof(ScanOperation) },
        _ => throw Missing(kind),
    };

    private static NotSupportedException Missing(OperationKind kind) => new($"{kind} has no row in the table of traits.");
}
