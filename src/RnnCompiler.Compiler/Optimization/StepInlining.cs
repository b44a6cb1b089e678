using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Inlining of scans of which a single step is read, if that step depends on no other: any step of a map over time, or the first step that is executed. The
/// body is then computed once. For example, the reverse direction before a last step costs one step, and a head before a last step is applied once.
/// </summary>
public static class StepInlining
{
    /// <summary>Inlines such scans of a function.</summary>
    public static Function Run(Function function)
    {
        Dictionary<Value, List<Equation>> uses = Uses(function);
        HashSet<Value> results = [.. function.Results.Select(static r => r.Value)];
        Dictionary<Value, Value> inlined = [];
        return Rewriter.Run(function, Inline);

        bool Inline(Rewriter rewriter, Equation equation)
        {
            if (equation.Operation is StepOperation { Kind: OperationKind.TakeStep } && inlined.TryGetValue(equation.Operands[0], out Value? value))
                return rewriter.Replace(equation.Result, value);
            if (equation.Operation is not ScanOperation scan || OnlyStep(equation, scan) is not int step)
                return false;

            IReadOnlyList<Value> body = EmitBody(rewriter, equation, scan, step);
            for (int i = scan.Carries; i < scan.Carries + scan.Outputs; i++)
                inlined[equation.Results[i]] = body[i];
            return true;
        }

        int? OnlyStep(Equation equation, ScanOperation scan)
        {
            int? only = null;
            for (int i = 0; i < equation.Results.Count; i++)
            {
                if (results.Contains(equation.Results[i]))
                    return null;
                bool isOutput = i >= scan.Carries && i < scan.Carries + scan.Outputs;
                foreach (Equation use in uses.TryGetValue(equation.Results[i], out List<Equation>? all) ? all : [])
                {
                    if (!isOutput || use.Operation is not StepOperation { Kind: OperationKind.TakeStep } take || (only ?? take.Step) != take.Step)
                        return null;
                    only = take.Step;
                }
            }

            int first = scan.Direction == ScanDirection.Forward ? 0 : scan.Length - 1;
            return scan.Carries == 0 || only == first ? only : null;
        }
    }

    private static Dictionary<Value, List<Equation>> Uses(Function function)
    {
        Dictionary<Value, List<Equation>> uses = [];
        foreach (Equation equation in function.Equations)
        {
            foreach (Value operand in equation.Operands)
            {
                if (!uses.TryGetValue(operand, out List<Equation>? list))
                    uses.Add(operand, list = []);
                list.Add(equation);
            }
        }

        return uses;
    }

    private static IReadOnlyList<Value> EmitBody(Rewriter rewriter, Equation equation, ScanOperation scan, int step)
    {
        Dictionary<Value, Value> map = [];
        for (int i = 0; i < equation.Operands.Count; i++)
        {
            bool isInput = i >= scan.Carries && i < scan.Carries + scan.Inputs;
            map[scan.Body.Parameters[i].Value] = isInput
                ? rewriter.Emit(new StepOperation(OperationKind.TakeStep, step, scan.Length), equation.Operands[i])
                : equation.Operands[i];
        }

        foreach (Equation inner in scan.Body.Equations)
        {
            IReadOnlyList<Value> copies = rewriter.EmitMany(inner.Operation, [.. inner.Operands.Select(v => map[v])], [.. inner.Results.Select(static r => r.Name)]);
            for (int i = 0; i < copies.Count; i++)
                map[inner.Results[i]] = copies[i];
        }

        return [.. scan.Body.Results.Select(r => map[r.Value])];
    }
}
