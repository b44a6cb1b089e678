namespace RnnCompiler.Compiler.Ir;

/// <summary>What a parameter of a function is to the world.</summary>
public enum ParameterRole
{
    /// <summary>What the caller feeds in, one for each row.</summary>
    Input,

    /// <summary>What a stream carries from step to step, one for each row.</summary>
    State,

    /// <summary>A parameter of the model, shared by all rows; its cotangent is summed over rows.</summary>
    Weight,

    /// <summary>What the loss compares with, one for each row.</summary>
    Target,

    /// <summary>A random mask, one for each row, drawn by the trainer.</summary>
    Noise,

    /// <summary>A run-time number shared by all rows.</summary>
    Constant,

    /// <summary>A value kept from the forward pass.</summary>
    Residual,

    /// <summary>The derivative of the loss by a result; a scalar one is shared by all rows.</summary>
    Cotangent,

    /// <summary>Of the body of a scan: what it carries.</summary>
    Carry,

    /// <summary>Of the body of a scan: one step of a stacked input.</summary>
    StepInput,

    /// <summary>Of the body of a scan: the same at each step.</summary>
    Invariant,
}

/// <summary>A parameter of a function.</summary>
/// <param name="Value">Its value; the name of a weight, state or noise is its key in the <see cref="Module"/>.</param>
/// <param name="Role">What it is to the world.</param>
public sealed record Parameter(Value Value, ParameterRole Role);

/// <summary>values = operation operands.</summary>
/// <param name="Results">The values that it defines: one, but for Scan.</param>
/// <param name="Operation">The operation with its attributes.</param>
/// <param name="Operands">The values that it reads.</param>
public sealed record Equation(IReadOnlyList<Value> Results, Operation Operation, IReadOnlyList<Value> Operands)
{
    /// <summary>The kind of its operation.</summary>
    public OperationKind Kind => Operation.Kind;

    /// <summary>The single value that it defines.</summary>
    public Value Result => Results.Count == 1 ? Results[0] : throw new InvalidOperationException($"{Kind} defines {Results.Count} values, not one.");
}

/// <summary>A named result of a function.</summary>
/// <param name="Name">Its name, unique among the results.</param>
/// <param name="Value">Its value.</param>
/// <param name="CotangentOf">
/// The name of the parameter whose cotangent it is, or null if it is none. The cotangent of a weight is that of one row: whoever runs the function adds those of
/// all rows.
/// </param>
public sealed record FunctionResult(string Name, Value Value, string? CotangentOf = null);

/// <summary>Straight-line equations over one example: parameters, equations in order of evaluation, results.</summary>
/// <param name="Name">Unique within the module.</param>
/// <param name="Parameters">Its parameters in order.</param>
/// <param name="Equations">Its equations, each after those that it reads.</param>
/// <param name="Results">What it returns.</param>
public sealed record Function(
    string Name,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<Equation> Equations,
    IReadOnlyList<FunctionResult> Results)
{
    /// <summary>The parameters that have a role, in order.</summary>
    public IEnumerable<Value> ParametersOf(ParameterRole role) => Parameters.Where(p => p.Role == role).Select(p => p.Value);

    /// <summary>The result of a name.</summary>
    public Value Result(string name) => Results.First(r => r.Name == name).Value;
}
