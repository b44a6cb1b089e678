using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>Gives each function values of its own, numbered from 0 in the order of the text: the last touch before anyone reads it.</summary>
public static class Renumbering
{
    /// <summary>A copy of the function whose values no other function shares.</summary>
    public static Function Run(Function function)
    {
        FunctionBuilder builder = new(function.Name);
        Dictionary<Value, Value> map = [];
        foreach (Parameter parameter in function.Parameters)
            map[parameter.Value] = builder.Parameter(parameter.Value.Name, parameter.Value.Type, parameter.Role);
        foreach (Equation equation in function.Equations)
        {
            Equation renumbered = equation.Operation is ScanOperation scan ? equation with { Operation = scan with { Body = Run(scan.Body) } } : equation;
            IReadOnlyList<Value> results = builder.Copy(renumbered, v => map[v]);
            for (int i = 0; i < results.Count; i++)
                map[equation.Results[i]] = results[i];
        }

        foreach (FunctionResult result in function.Results)
            builder.Result(result.Name, map[result.Value]);
        return builder.Build();
    }
}
