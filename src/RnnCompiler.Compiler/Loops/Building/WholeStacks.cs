using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Finds the stacked values of which each row has all steps: inputs of other length groups than the model's, what whole scans read and write, and what elementwise equations
/// combine with such values.
/// </summary>
internal static class WholeStacks
{
    /// <summary>Returns the stacked values of a function of which each row has all steps.</summary>
    /// <param name="function">The function.</param>
    /// <param name="module">The module of the function.</param>
    public static HashSet<Value> Of(Function function, Module module)
    {
        HashSet<string> inputs = Inputs(module);
        HashSet<Value> whole = [.. function.Parameters.Select(static p => p.Value).Where(v => inputs.Contains(v.Name!))];
        whole.UnionWith(function.Results.Where(r => r.CotangentOf is { } input && inputs.Contains(input)).Select(static r => r.Value));
        foreach (Equation equation in function.Equations)
        {
            if (equation.Operation is ScanOperation { IsWhole: true } scan)
                whole.UnionWith(Stacks(equation, scan));
        }

        foreach (Equation equation in function.Equations.Where(static e => e.Kind == OperationKind.AllSteps))
            whole.Add(equation.Operands[0]);
        foreach (FunctionResult result in function.Results)
        {
            if (result.CotangentOf is { } name && function.Parameters.Any(p => p.Value.Name == name && whole.Contains(p.Value)))
                whole.Add(result.Value);
        }

        bool grows = whole.Count > 0;
        while (grows)
        {
            grows = false;
            foreach (Equation equation in function.Equations.Where(static e => e.Operation is not (ScanOperation or StepOperation) && e.Results.Count == 1))
            {
                Value[] stacks = [.. equation.Operands.Append(equation.Result).Where(v => v.Type == equation.Result.Type)];
                grows |= stacks.Any(whole.Contains) && stacks.Count(whole.Add) > 0;
            }
        }

        return whole;
    }

    private static HashSet<string> Inputs(Module module)
    {
        NetworkPlan plan = new(module.Declaration);
        return new HashSet<string>(plan.Inputs.Where(input => input.OverTime && plan.Graph.GroupOf(input.Node) > 0).Select(static input => input.Key), StringComparer.Ordinal);
    }

    private static IEnumerable<Value> Stacks(Equation equation, ScanOperation scan) =>
        equation.Operands.Skip(scan.Carries).Take(scan.Inputs).Concat(equation.Results.Skip(scan.Carries).Take(scan.Outputs));
}
