namespace RnnCompiler.Compiler.Ir;

/// <summary>The closed set of operations. Each has one row in every rule table: shape, derivative, meaning, lowering, spelling.</summary>
public enum OperationKind
{
    // constant ----------------------------------------------------------------------------------------------------------------

    /// <summary>() → any float type, every element the same number.</summary>
    Constant,

    // linear ------------------------------------------------------------------------------------------------------------------

    /// <summary>(W f[m,n], x f[n]) → f[m]: yᵢ = Σⱼ Wᵢⱼ xⱼ.</summary>
    MatVec,

    /// <summary>(W f[m,n], d f[m]) → f[n]: yⱼ = Σᵢ Wᵢⱼ dᵢ.</summary>
    TransposedMatVec,

    /// <summary>(d f[m], x f[n]) → f[m,n]: Wᵢⱼ = dᵢ xⱼ.</summary>
    Outer,

    // elementwise: operands and result of one float type ------------------------------------------------------------------------

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The greater; NaN if either is NaN. Of equals the first receives the gradient.</summary>
    Max,

    /// <summary>The smaller; NaN if either is NaN. Of equals the first receives the gradient.</summary>
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

    /// <summary>max(0, a); derivative 0 at 0; NaN stays.</summary>
    Relu,

    /// <summary>|a|; derivative 0 at 0.</summary>
    Abs,

    /// <summary>ln(1 + eᵃ) = max(a, 0) + ln(1 + e^−|a|); decomposed before scheduling.</summary>
    Softplus,

    // structural --------------------------------------------------------------------------------------------------------------

    /// <summary>f[] → f[n].</summary>
    Broadcast,

    /// <summary>f[n] → f[length], from a start.</summary>
    Slice,

    /// <summary>(f[n₁], f[n₂], …) → f[n₁ + n₂ + …].</summary>
    Concat,

    /// <summary>(table f[v,n], id i[]) → f[n]: the row of a table.</summary>
    Gather,

    /// <summary>(id i[], g f[n]) → f[v,n]: zero but for one row. The adjoint of Gather.</summary>
    ScatterAdd,

    /// <summary>i[] → f[n]: 1 at the id, 0 elsewhere.</summary>
    OneHot,

    /// <summary>f[T,n] → f[n] or f[T] → f[]: one step of a stacked value.</summary>
    TakeStep,

    /// <summary>f[n] → f[T,n] or f[] → f[T]: zero but for one step. The adjoint of TakeStep.</summary>
    PlaceStep,

    // reduction ---------------------------------------------------------------------------------------------------------------

    /// <summary>f[n] → f[]: Σᵢ aᵢ.</summary>
    Sum,

    /// <summary>f[n] → f[]: Σᵢ aᵢ / n; decomposed before scheduling.</summary>
    Mean,

    /// <summary>f[n] → f[]: the greatest element; equals share the gradient.</summary>
    ReduceMax,

    // loss: fused where stability asks for it; decomposed before scheduling ------------------------------------------------------

    /// <summary>f[n] → f[n]: exp(aᵢ) / Σⱼ exp(aⱼ).</summary>
    Softmax,

    /// <summary>(logits f[n], class i[]) → f[]: log Σⱼ exp(zⱼ) − z[class].</summary>
    SoftmaxCrossEntropy,

    /// <summary>(logits f[n], target f[n]) → f[n]: max(z, 0) − z t + log(1 + exp(−|z|)); no gradient to the target.</summary>
    SigmoidCrossEntropy,

    // control -----------------------------------------------------------------------------------------------------------------

    /// <summary>Recurrence over time; see <see cref="ScanOperation"/>.</summary>
    Scan,
}

/// <summary>An operation with its attributes. Operations without attributes are plain instances of this type.</summary>
/// <param name="Kind">Which of the closed set.</param>
public record Operation(OperationKind Kind)
{
    /// <summary>An operation that has no attributes.</summary>
    public static Operation Of(OperationKind kind) => new(kind);
}

/// <summary>A tensor whose elements are all one number.</summary>
/// <param name="Number">The number.</param>
/// <param name="Type">The type of the result, a float type.</param>
public sealed record ConstantOperation(double Number, TensorType Type) : Operation(OperationKind.Constant);

/// <summary>Broadcast or OneHot to a length.</summary>
/// <param name="Kind">Broadcast or OneHot.</param>
/// <param name="Length">The length of the result.</param>
public sealed record LengthOperation(OperationKind Kind, int Length) : Operation(Kind);

/// <summary>Part of a vector.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Length">How many.</param>
public sealed record SliceOperation(int Start, int Length) : Operation(OperationKind.Slice);

/// <summary>The adjoint of a table look-up.</summary>
/// <param name="TableRows">Rows of the table.</param>
public sealed record ScatterAddOperation(int TableRows) : Operation(OperationKind.ScatterAdd);

/// <summary>TakeStep or PlaceStep.</summary>
/// <param name="Kind">TakeStep or PlaceStep.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Length">Steps in all.</param>
public sealed record StepOperation(OperationKind Kind, int Step, int Length) : Operation(Kind);

/// <summary>The order in which a scan visits its steps.</summary>
public enum ScanDirection
{
    /// <summary>0, 1, …, T − 1.</summary>
    Forward,

    /// <summary>T − 1, …, 1, 0. Inputs and outputs stay aligned with time.</summary>
    Reverse,
}

/// <summary>
/// Recurrence over time, the only place where time exists.
/// Operands: initial carries, stacked inputs, invariants. Results: final carries, stacked outputs, sums.
/// Body parameters: carries, one step of each input, invariants. Body results: next carries, one step of each output, one term of
/// each sum. A sum is the total of its terms over all steps, so that transposition maps carries to carries, inputs to outputs and
/// invariants to sums. With no carry it is a map over time.
/// </summary>
/// <param name="Body">What one step computes.</param>
/// <param name="Direction">The order of the steps.</param>
/// <param name="Length">How many steps.</param>
/// <param name="Carries">How many carries.</param>
/// <param name="Inputs">How many stacked inputs.</param>
/// <param name="Outputs">How many stacked outputs.</param>
public sealed record ScanOperation(Function Body, ScanDirection Direction, int Length, int Carries, int Inputs, int Outputs)
    : Operation(OperationKind.Scan)
{
    /// <summary>How many invariants.</summary>
    public int Invariants => Body.Parameters.Count - Carries - Inputs;

    /// <summary>How many sums.</summary>
    public int Sums => Body.Results.Count - Carries - Outputs;
}
