namespace RnnCompiler.Compiler.Ir;

/// <summary>Builds a function equation by equation. Each added equation is checked and its result types are inferred.</summary>
/// <param name="name">The name of the function.</param>
public sealed class FunctionBuilder(string name)
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<Equation> _equations = [];
    private readonly List<FunctionResult> _results = [];
    private int _nextId;

    /// <summary>Adds a parameter.</summary>
    public Value Parameter(string? parameterName, TensorType type, ParameterRole role)
    {
        Value value = new(_nextId++, type, parameterName);
        _parameters.Add(new Parameter(value, role));
        return value;
    }

    /// <summary>Adds an equation with one result.</summary>
    /// <exception cref="ShapeException">The operands do not fit the operation.</exception>
    public Value Add(Operation operation, IReadOnlyList<Value> operands, string? resultName = null) =>
        AddMany(operation, operands, [resultName])[0];

    /// <summary>Adds an equation. Result names appear in printed IR and may be null.</summary>
    /// <exception cref="ShapeException">The operands do not fit the operation.</exception>
    public IReadOnlyList<Value> AddMany(Operation operation, IReadOnlyList<Value> operands, IReadOnlyList<string?>? names = null)
    {
        IReadOnlyList<TensorType> types = ShapeRules.Infer(operation, [.. operands.Select(static o => o.Type)]);
        Value[] results = [.. types.Select((type, i) => new Value(_nextId++, type, names is not null && i < names.Count ? names[i] : null))];
        _equations.Add(new Equation(results, operation, [.. operands]));
        return results;
    }

    /// <summary>Names a value in printed IR, unless it has a name already; returns the value.</summary>
    public Value Name(Value value, string valueName)
    {
        value.Name ??= valueName;
        return value;
    }

    /// <summary>Removes the name of a value of this function.</summary>
    internal void Unname(Value value) => value.Name = null;

    /// <summary>Adds a result.</summary>
    /// <param name="resultName">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cotangentOf">The name of the parameter whose cotangent it is, or null.</param>
    public void Result(string resultName, Value value, string? cotangentOf = null) => _results.Add(new FunctionResult(resultName, value, cotangentOf));

    /// <summary>Creates the function from what was added.</summary>
    public Function Build() => new(name, [.. _parameters], [.. _equations], [.. _results]);

    /// <summary>Adds an operation that has no attributes.</summary>
    public Value Apply(OperationKind kind, params Value[] operands) => Add(Operation.Of(kind), operands);

    /// <summary>Adds a constant tensor, all elements of which are <paramref name="number"/>.</summary>
    public Value Constant(double number, TensorType type) => Add(new ConstantOperation(number, type), []);

    /// <summary>Adds a copy of <paramref name="equation"/> with its operands mapped; returns the new results, which have the names of the old ones.</summary>
    public IReadOnlyList<Value> Copy(Equation equation, Func<Value, Value> map) =>
        AddMany(equation.Operation, [.. equation.Operands.Select(map)], [.. equation.Results.Select(static r => r.Name)]);

    /// <summary>
    /// Copies all equations of <paramref name="function"/> with <paramref name="arguments"/> in place of its parameters; returns the values of its results.
    /// </summary>
    public IReadOnlyList<Value> Inline(Function function, IReadOnlyList<Value> arguments)
    {
        Dictionary<Value, Value> map = [];
        for (int i = 0; i < arguments.Count; i++)
            map[function.Parameters[i].Value] = arguments[i];
        foreach (Equation equation in function.Equations)
        {
            IReadOnlyList<Value> copies = Copy(equation, v => map[v]);
            for (int i = 0; i < copies.Count; i++)
                map[equation.Results[i]] = copies[i];
        }

        return [.. function.Results.Select(r => map[r.Value])];
    }
}
