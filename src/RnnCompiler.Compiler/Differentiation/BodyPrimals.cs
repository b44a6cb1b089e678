using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>Binding of a parameter of a backward body.</summary>
internal enum BackwardBinding
{
    /// <summary>A residual of the forward scan.</summary>
    Residual,

    /// <summary>An operand of the forward scan.</summary>
    Operand,

    /// <summary>The cotangent of a result of the forward scan.</summary>
    Cotangent,
}

/// <summary>Parameter of a backward body that is not a carry.</summary>
/// <param name="Kind">What it is bound to in the enclosing function.</param>
/// <param name="Inner">The corresponding value of the forward body.</param>
/// <param name="Index">The index of the operand or result of the forward scan; 0 for residuals.</param>
/// <param name="IsStacked">Whether it is a step input, rather than an invariant.</param>
/// <param name="Parameter">The parameter itself.</param>
internal sealed record BackwardParameter(BackwardBinding Kind, Value Inner, int Index, bool IsStacked, Value Parameter);

/// <summary>
/// Values of a forward body inside its backward body: residuals, step inputs and invariants as parameters, all others recomputed (rematerialised).
/// </summary>
/// <param name="scan">The forward scan.</param>
/// <param name="builder">The builder of the backward body.</param>
/// <param name="reads">Collects the values that are read; null unless this is a dry run.</param>
/// <param name="residuals">The values that the forward scan stores; null in a dry run.</param>
internal sealed class BodyPrimals(ScanOperation scan, FunctionBuilder builder, ISet<Value>? reads, IReadOnlyList<Value>? residuals)
{
    private readonly Dictionary<Value, Value> _known = [];
    private readonly List<BackwardParameter> _parameters = [];
    private readonly Dictionary<Value, Equation> _definitions = scan.Body.Equations.Where(static e => e.Results.Count == 1).ToDictionary(static e => e.Result);

    /// <summary>The parameters that were added, in the order of their first use.</summary>
    public IReadOnlyList<BackwardParameter> Parameters => _parameters;

    /// <summary>Adds a parameter for the cotangent of a result of the forward scan.</summary>
    public Value Cotangent(int result, Value inner, bool stacked) =>
        Parameter(BackwardBinding.Cotangent, inner, result, stacked, (inner.Name ?? scan.Body.Results[result].Name) + "_bar");

    /// <summary>Gets a value of the forward body, adding a parameter or recomputing it at its first use.</summary>
    public Value Of(Value value)
    {
        if (_known.TryGetValue(value, out Value? known))
            return known;
        return _known[value] = Find(value);
    }

    private Value Find(Value value)
    {
        int parameter = IndexOf(value);
        if (parameter >= scan.Carries)
            return Parameter(BackwardBinding.Operand, value, parameter, parameter < scan.Carries + scan.Inputs, value.Name);
        reads?.Add(value);
        if (residuals is null || residuals.Contains(value))
            return Parameter(BackwardBinding.Residual, value, 0, true, value.Name);
        return builder.Copy(_definitions[value], Of)[0];
    }

    private Value Parameter(BackwardBinding kind, Value inner, int index, bool stacked, string? name)
    {
        Value parameter = builder.Parameter(name, inner.Type, stacked ? ParameterRole.StepInput : ParameterRole.Invariant);
        _parameters.Add(new BackwardParameter(kind, inner, index, stacked, parameter));
        return parameter;
    }

    private int IndexOf(Value value)
    {
        for (int i = 0; i < scan.Body.Parameters.Count; i++)
        {
            if (scan.Body.Parameters[i].Value == value)
                return i;
        }

        return -1;
    }
}
