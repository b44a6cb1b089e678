namespace RnnCompiler.Compiler.Ir;

/// <summary>Role of a function parameter: who supplies its value, and whether rows or steps share it.</summary>
public enum ParameterRole
{
    /// <summary>Input of the model, one for each row of the batch.</summary>
    Input,

    /// <summary>Padding mask of sequences of a length group, one for each row: 1 for each step that the sequence has, then 0. It has no cotangent.</summary>
    PaddingMask,

    /// <summary>State that a stream carries from step to step, one for each row.</summary>
    State,

    /// <summary>A parameter of the model, shared by all rows; its cotangent is summed over rows.</summary>
    Weight,

    /// <summary>Target of the loss, one for each row.</summary>
    Target,

    /// <summary>Random mask of dropout or zoneout, one for each row, drawn by the trainer.</summary>
    Noise,

    /// <summary>The number of steps of the example as a float scalar, one for each row: at least 1, at most the declared sequence length.</summary>
    StepCount,

    /// <summary>Whether the example starts a new sequence, one for each row: 1 if it starts from the learned initial states, 0 if from the given ones.</summary>
    Start,

    /// <summary>Weight of each step's term in the loss, one for each row: already divided by the sum over the batch, so that the loss is a weighted mean.</summary>
    LossWeight,

    /// <summary>Run-time scalar that all rows share.</summary>
    Constant,

    /// <summary>Residual: a value of the forward pass that is stored for the backward pass.</summary>
    Residual,

    /// <summary>Carry of a scan body: the value before the step.</summary>
    Carry,

    /// <summary>Step input of a scan body: one step of a stacked operand.</summary>
    StepInput,

    /// <summary>Invariant of a scan body: the same value at each step.</summary>
    Invariant,
}

/// <summary>Parameter of a function.</summary>
/// <param name="Value">Its value. The name of a weight, state or noise is its key in the module.</param>
/// <param name="Role">Its role.</param>
public sealed record Parameter(Value Value, ParameterRole Role);

/// <summary>Equation in single assignment form: results = operation operands.</summary>
/// <param name="Results">The values that it defines; exactly one, except for Scan.</param>
/// <param name="Operation">The operation with its attributes.</param>
/// <param name="Operands">The values that it reads.</param>
public sealed record Equation(IReadOnlyList<Value> Results, Operation Operation, IReadOnlyList<Value> Operands)
{
    /// <summary>Kind of the operation.</summary>
    public OperationKind Kind => Operation.Kind;

    /// <summary>The single result; throws <see cref="InvalidOperationException"/> if there are several.</summary>
    public Value Result => Results.Count == 1 ? Results[0] : throw new InvalidOperationException($"{Kind} defines {Results.Count} values, not one.");
}

/// <summary>Kinds of results that a caller of a kernel requests; all others are always computed.</summary>
[Flags]
public enum RequestedResults
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The gradients of weights. A request for another gradient includes these.</summary>
    Gradients = 1,

    /// <summary>The gradient of the input.</summary>
    InputGradient = 2,

    /// <summary>The states after the last step.</summary>
    FinalStates = 4,

    /// <summary>The gradients of the initial states.</summary>
    StateGradients = 8,

    /// <summary>The gradients of the first state of the first recurrent scan at each step.</summary>
    StepGradients = 16,
}

/// <summary>Named result of a function.</summary>
/// <param name="Name">Its name, unique among the results.</param>
/// <param name="Value">Its value.</param>
/// <param name="CotangentOf">
/// The name of the parameter whose cotangent it is; null if it is no cotangent. The cotangent of a weight is that of one row: the caller sums it over all rows.
/// </param>
public sealed record FunctionResult(string Name, Value Value, string? CotangentOf = null);

/// <summary>
/// Function over one example: parameters, straight-line equations in order of evaluation, results. The first axis of a stacked value is time: its length is the
/// largest number of steps, and an example may have fewer, which is known at run time. Scans execute the steps of the example; later steps of a stacked value do
/// not exist for it.
/// </summary>
/// <param name="Name">Unique within the module.</param>
/// <param name="Parameters">Its parameters in order.</param>
/// <param name="Equations">Its equations, each after the equations whose results it reads.</param>
/// <param name="Results">Its results in order.</param>
public sealed record Function(
    string Name,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<Equation> Equations,
    IReadOnlyList<FunctionResult> Results)
{
    /// <summary>Gets the parameters with a role, in order.</summary>
    public IEnumerable<Value> ParametersOf(ParameterRole role) => Parameters.Where(p => p.Role == role).Select(p => p.Value);

    /// <summary>Gets the result with a name; throws <see cref="InvalidOperationException"/> if there is none.</summary>
    public Value Result(string name) => Results.First(r => r.Name == name).Value;
}
