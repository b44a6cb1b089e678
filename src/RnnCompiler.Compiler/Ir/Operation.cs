namespace RnnCompiler.Compiler.Ir;

/// <summary>Closed set of operations. Each has one row in every rule table: shape, derivative, evaluation, lowering, spelling.</summary>
public enum OperationKind
{
    /// <summary>() → any float type: all elements are the same number.</summary>
    Constant,

    /// <summary>(W f[m,n], x f[n]) → f[m]: yᵢ = Σⱼ Wᵢⱼ xⱼ.</summary>
    MatVec,

    /// <summary>(W f[m,n], d f[m]) → f[n]: yⱼ = Σᵢ Wᵢⱼ dᵢ.</summary>
    TransposedMatVec,

    /// <summary>(d f[m], x f[n]) → f[m,n]: Wᵢⱼ = dᵢ xⱼ.</summary>
    Outer,

    // Elementwise: operands and result have the same float type.

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>Elementwise maximum; NaN if either is NaN. If both are equal, the first operand receives the gradient.</summary>
    Max,

    /// <summary>Elementwise minimum; NaN if either is NaN. If both are equal, the first operand receives the gradient.</summary>
    Min,

    /// <summary>a ≥ b ? 1 : 0; no gradient.</summary>
    GreaterOrEqual,

    /// <summary>(c, a, b): c ≠ 0 ? a : b; no gradient to c.</summary>
    Select,

    /// <summary>−a.</summary>
    Negate,

    /// <summary>1 / (1 + e⁻ᵃ).</summary>
    Sigmoid,

    /// <summary>tanh a.</summary>
    Tanh,

    /// <summary>eᵃ.</summary>
    Exp,

    /// <summary>ln a.</summary>
    Log,

    /// <summary>√a.</summary>
    Sqrt,

    /// <summary>sin a.</summary>
    Sin,

    /// <summary>max(0, a); derivative 0 at 0; NaN for NaN.</summary>
    Relu,

    /// <summary>|a|; derivative 0 at 0.</summary>
    Abs,

    /// <summary>ln(1 + eᵃ) = max(a, 0) + ln(1 + e^−|a|); decomposed before scheduling.</summary>
    Softplus,

    // Structural.

    /// <summary>f[] → f[n].</summary>
    Broadcast,

    /// <summary>f[n] → f[length]: consecutive elements from a start index.</summary>
    Slice,

    /// <summary>(f[n₁], f[n₂], …) → f[n₁ + n₂ + …].</summary>
    Concat,

    /// <summary>(table f[v,n], id i[]) → f[n]: row id of the table.</summary>
    Gather,

    /// <summary>(id i[], g f[n]) → f[v,n]: g in row id, 0 elsewhere. The adjoint of Gather.</summary>
    ScatterAdd,

    /// <summary>i[] → f[n]: 1 at the id, 0 elsewhere.</summary>
    OneHot,

    /// <summary>f[T,n] → f[n] or f[T] → f[]: the first or the last step of a stacked value.</summary>
    TakeStep,

    /// <summary>f[n] → f[T,n] or f[] → f[T]: the operand at the first or the last step, 0 elsewhere. The adjoint of TakeStep.</summary>
    PlaceStep,

    // Of all steps of an example; outside of scans.

    /// <summary>f[T,n] → f[T,n] or f[T] → f[T]: the steps of the example in reverse order, so that its last step comes first. Its own adjoint.</summary>
    ReverseSteps,

    /// <summary>
    /// f[T,n] → f[T,n]: the stacked value as a matrix that products may read: zeros follow the last step of the example. A stacked value is read up to that step, so the
    /// cotangent of the matrix is that of the stacked value.
    /// </summary>
    PadSteps,

    /// <summary>
    /// f[T,n] → f[T,n] or f[T] → f[T]: a stacked value of which each example has all steps, as a matrix or vector that products and elementwise operations may read. The
    /// cotangent of the matrix is that of the stacked value.
    /// </summary>
    AllSteps,

    /// <summary>() → f[T]: 1 for each step of the example, 0 after the last one.</summary>
    StepMask,

    // Reductions.

    /// <summary>f[n] → f[]: Σᵢ aᵢ.</summary>
    Sum,

    /// <summary>f[n] → f[]: Σᵢ aᵢ / n; decomposed before scheduling.</summary>
    Mean,

    /// <summary>f[n] → f[]: maximum of the elements; equal maxima share the gradient.</summary>
    ReduceMax,

    // Losses: fused for numerical stability, and decomposed before scheduling.

    /// <summary>f[n] → f[n]: exp(aᵢ) / Σⱼ exp(aⱼ).</summary>
    Softmax,

    /// <summary>(logits f[n], class i[]) → f[]: log Σⱼ exp(zⱼ) − z[class].</summary>
    SoftmaxCrossEntropy,

    /// <summary>(logits f[n], target f[n]) → f[n]: max(z, 0) − z t + log(1 + exp(−|z|)); no gradient to the target.</summary>
    SigmoidCrossEntropy,

    /// <summary>Recurrence over time; see <see cref="ScanOperation"/>.</summary>
    Scan,
}

/// <summary>Operation with its attributes. Operations without attributes are instances of this type.</summary>
/// <param name="Kind">The kind.</param>
public record Operation(OperationKind Kind)
{
    /// <summary>Creates an operation without attributes.</summary>
    public static Operation Of(OperationKind kind) => new(kind);
}

/// <summary>Constant tensor.</summary>
/// <param name="Number">The value of all elements.</param>
/// <param name="Type">The type of the result, a float type.</param>
public sealed record ConstantOperation(double Number, TensorType Type) : Operation(OperationKind.Constant);

/// <summary>Broadcast, OneHot or StepMask to a length.</summary>
/// <param name="Kind">Broadcast, OneHot or StepMask.</param>
/// <param name="Length">The length of the result.</param>
public sealed record LengthOperation(OperationKind Kind, int Length) : Operation(Kind);

/// <summary>Consecutive elements of a vector.</summary>
/// <param name="Start">The index of the first element.</param>
/// <param name="Length">The number of elements.</param>
public sealed record SliceOperation(int Start, int Length) : Operation(OperationKind.Slice);

/// <summary>Adjoint of a table look-up.</summary>
/// <param name="TableRows">Rows of the table.</param>
public sealed record ScatterAddOperation(int TableRows) : Operation(OperationKind.ScatterAdd);

/// <summary>TakeStep or PlaceStep of the first or the last step. The last step is the last one of the example, which may have fewer steps than the stacked value.</summary>
/// <param name="Kind">TakeStep or PlaceStep.</param>
/// <param name="Step">The step: 0, or <paramref name="Length"/> − 1 for the last one.</param>
/// <param name="Length">The largest number of steps of the stacked value.</param>
public sealed record StepOperation(OperationKind Kind, int Step, int Length) : Operation(Kind)
{
    /// <summary>Whether it is the last step of the example.</summary>
    public bool IsLast => Step == Length - 1;

    /// <summary>Gets the step of an example.</summary>
    /// <param name="steps">The number of steps of the example.</param>
    public int StepIn(int steps) => IsLast && Length > 1 ? steps - 1 : Step;
}

/// <summary>Order in which a scan executes its steps.</summary>
public enum ScanDirection
{
    /// <summary>0, 1, …, n − 1, if the example has n steps.</summary>
    Forward,

    /// <summary>n − 1, …, 1, 0. Step t of an input or output is that of time t all the same.</summary>
    Reverse,
}

/// <summary>
/// Recurrence over time, as <c>scan</c> of JAX; the only operation that iterates. Operands: initial carries, stacked inputs, invariants. Results: final
/// carries, stacked outputs, sums. Body parameters: carries, one step of each input, invariants. Body results: next carries, one step of each output, one term
/// of each sum. A sum adds its terms over all steps, so that transposition maps carries to carries, inputs to outputs and invariants to sums. A scan without
/// carries is a map over time.
/// </summary>
/// <param name="Body">The function of one step.</param>
/// <param name="Direction">The order of the steps.</param>
/// <param name="Length">The largest number of steps; an example may have fewer, and at least 1, unless the scan is whole.</param>
/// <param name="Carries">The number of carries.</param>
/// <param name="Inputs">The number of stacked inputs.</param>
/// <param name="Outputs">The number of stacked outputs.</param>
public sealed record ScanOperation(Function Body, ScanDirection Direction, int Length, int Carries, int Inputs, int Outputs)
    : Operation(OperationKind.Scan)
{
    /// <summary>Gets whether an example executes all steps; else it executes as many as it has.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Number of invariants.</summary>
    public int Invariants => Body.Parameters.Count - Carries - Inputs;

    /// <summary>Number of sums.</summary>
    public int Sums => Body.Results.Count - Carries - Outputs;
}
