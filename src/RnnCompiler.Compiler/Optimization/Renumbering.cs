using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>Renumbering: copies a function so that its values are numbered from 0 in the order of the printed text. It runs last.</summary>
public static class Renumbering
{
    private static readonly Dictionary<Value, string> s_noNames = [];

    /// <summary>Copies a function; no value of the copy belongs to another function.</summary>
    /// <param name="function">The function.</param>
    public static Function Run(Function function) => Run(function, s_noNames);

    /// <summary>Copies a function and names some of its values; no value of the copy belongs to another function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="names">Names for values that have none, in the bodies of scans too.</param>
    public static Function Run(Function function, IReadOnlyDictionary<Value, string> names)
    {
        FunctionBuilder builder = new(function.Name);
        Dictionary<Value, Value> map = [];
        foreach (Parameter parameter in function.Parameters)
            map[parameter.Value] = builder.Parameter(Name(parameter.Value, names), parameter.Value.Type, parameter.Role);
        foreach (Equation equation in function.Equations)
        {
            Operation operation = equation.Operation is ScanOperation scan ? scan with { Body = Run(scan.Body, names) } : equation.Operation;
            IReadOnlyList<Value> results = builder.AddMany(operation, [.. equation.Operands.Select(o => map[o])], [.. equation.Results.Select(r => Name(r, names))]);
            for (int i = 0; i < results.Count; i++)
                map[equation.Results[i]] = results[i];
        }

        foreach (FunctionResult result in function.Results)
            builder.Result(result.Name, map[result.Value], result.CotangentOf);
        return builder.Build();
    }

    private static string? Name(Value value, IReadOnlyDictionary<Value, string> names) => value.Name ?? (names.TryGetValue(value, out string? name) ? name : null);
}
