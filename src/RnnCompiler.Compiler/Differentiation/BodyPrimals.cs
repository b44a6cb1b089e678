using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>What a parameter of a backward body is bound to.</summary>
internal enum SourceKind
{
    /// <summary>A residual of the forward scan.</summary>
    Residual,

    /// <summary>An operand of the forward scan.</summary>
    Operand,

    /// <summary>The cotangent of a result of the forward scan.</summary>
    Bar,
}

/// <summary>A parameter of a backward body besides its carries.</summary>
/// <param name="Kind">What it is bound to.</param>
/// <param name="Inner">The value of the forward body.</param>
/// <param name="Index">The operand or result of the forward scan.</param>
/// <param name="IsStacked">Whether it differs from step to step.</param>
/// <param name="Parameter">The parameter.</param>
internal sealed record Source(SourceKind Kind, Value Inner, int Index, bool IsStacked, Value Parameter);

/// <summary>The values of a forward body as its backward body has them: residuals, inputs, invariants, or computed anew.</summary>
/// <param name="scan">The forward scan.</param>
/// <param name="builder">The backward body.</param>
/// <param name="record">In a rehearsal, takes down what is read.</param>
/// <param name="residuals">What the forward scan keeps; null in a rehearsal.</param>
internal sealed class BodyPrimals(ScanOperation scan, FunctionBuilder builder, ISet<Value>? record, IReadOnlyList<Value>? residuals)
{
    private readonly Dictionary<Value, Value> _known = [];
    private readonly List<Source> _sources = [];
    private readonly Dictionary<Value, Equation> _definitions = scan.Body.Equations.Where(static e => e.Results.Count == 1).ToDictionary(static e => e.Result);

    /// <summary>The parameters that were needed, in order of need.</summary>
    public IReadOnlyList<Source> Sources => _sources;

    /// <summary>The cotangent of a result of the forward scan.</summary>
    public Value Bar(int result, Value inner, bool stacked) =>
        Parameter(SourceKind.Bar, inner, result, stacked, (inner.Name ?? scan.Body.Results[result].Name) + "_bar");

    /// <summary>A value of the forward body.</summary>
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
            return Parameter(SourceKind.Operand, value, parameter, parameter < scan.Carries + scan.Inputs, value.Name);
        record?.Add(value);
        if (residuals is null || residuals.Contains(value))
            return Parameter(SourceKind.Residual, value, 0, true, value.Name);
        return builder.Copy(_definitions[value], Of)[0];
    }

    private Value Parameter(SourceKind kind, Value inner, int index, bool stacked, string? name)
    {
        Value parameter = builder.Parameter(name, inner.Type, stacked ? ParameterRole.StepInput : ParameterRole.Invariant);
        _sources.Add(new Source(kind, inner, index, stacked, parameter));
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
