using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Loop fusion (Allen and Kennedy 2001) of recurrent scans of which the second reads the outputs of the first step by step: small stacked layers. A step of a small
/// layer is a chain of instructions that wait for each other; in one loop the next step of the first layer fills the time in which the second one, or a narrow head, waits.
/// </summary>
public static class ScanFusion
{
    /// <summary>
    /// Multiply-adds of a step above which a scan is not fused: a wide layer fills the processor alone, and its input product over all steps, before its loop, reads each
    /// weight once for several steps.
    /// </summary>
    private const int MaxMultiplyAdds = 2048;

    /// <summary>Fuses the small recurrent scans of a function, two at a time.</summary>
    /// <param name="function">A function without compound operations.</param>
    public static Function Run(Function function)
    {
        while (Pair(function) is { } pair)
            function = Fuse(function, pair.First, pair.Second);
        return function;
    }

    /// <summary>Finds two scans that can be one: nothing else reads the first before the second is complete.</summary>
    private static (Equation First, Equation Second)? Pair(Function function)
    {
        for (int i = 0; i < function.Equations.Count; i++)
        {
            Equation first = function.Equations[i];
            Equation? next = IsSmall(first) ? function.Equations.Skip(i + 1).FirstOrDefault(e => e.Operands.Any(first.Results.Contains)) : null;
            if (next is not null && (IsSmall(next) || IsHead(next)) && Fit(first, next))
                return (first, next);
        }

        return null;
    }

    /// <summary>Whether a scan is the recurrence of a small cell: each carry is computed, and not moved as in a delay line, whose steps are views of one sequence.</summary>
    private static bool IsSmall(Equation equation) =>
        equation.Operation is ScanOperation { Carries: > 0 } scan
        && scan.Body.Results.Take(scan.Carries).All(next => next.Value.Type.Rank <= 1 && IsComputed(scan.Body, next.Value))
        && scan.Body.Equations.All(static e => e.Kind != OperationKind.Scan)
        && CostRules.Of(scan.Body).MultiplyAdds is > 0 and <= MaxMultiplyAdds;

    private static bool IsComputed(Function body, Value value) =>
        body.Equations.FirstOrDefault(e => e.Results.Contains(value)) is { } definition && OperationTraits.Of(definition.Kind).IsElementwise;

    /// <summary>Whether a map over time has dot products, but no matrix products, which are faster over all steps.</summary>
    private static bool IsHead(Equation equation) => equation.Operation is ScanOperation { Carries: 0 } map
        && CostRules.Of(map.Body).MultiplyAdds == 0
        && map.Body.Equations.Any(static e => e.Kind == OperationKind.Sum)
        && map.Body.Equations.All(static e => e.Kind != OperationKind.Scan);

    private static bool Fit(Equation first, Equation second)
    {
        (ScanOperation a, ScanOperation b) = ((ScanOperation)first.Operation, (ScanOperation)second.Operation);
        return a.Direction == b.Direction && a.Length == b.Length && a.IsWhole == b.IsWhole
            && Enumerable.Range(0, second.Operands.Count).All(i => !first.Results.Contains(second.Operands[i]) || IsStep(i));

        bool IsStep(int operand) => IsInput(b, operand) && IsOutput(a, IndexOf(first, second.Operands[operand]));
    }

    private static bool IsInput(ScanOperation scan, int operand) => operand >= scan.Carries && operand < scan.Carries + scan.Inputs;

    private static bool IsOutput(ScanOperation scan, int result) => result >= scan.Carries && result < scan.Carries + scan.Outputs;

    private static int IndexOf(Equation equation, Value result) => Enumerable.Range(0, equation.Results.Count).First(i => equation.Results[i] == result);

    private static Function Fuse(Function function, Equation first, Equation second) => Renumbering.Run(
        Rewriter.Run(function, (rewriter, equation) =>
        {
            if (equation.Results[0] == first.Results[0])
                return true; // emitted with the second, whose other operands are defined there
            if (equation.Results[0] != second.Results[0])
                return false;
            Emit(rewriter, first with { Operands = [.. first.Operands.Select(rewriter.Map)] }, equation);
            return true;
        }));

    private static void Emit(Rewriter rewriter, Equation first, Equation second)
    {
        (ScanOperation a, ScanOperation b) = ((ScanOperation)first.Operation, (ScanOperation)second.Operation);
        FunctionBuilder body = new($"{a.Body.Name}_{b.Body.Name.Substring(b.Body.Name.LastIndexOf('.') + 1)}");
        Value?[] argumentsOfA = new Value?[first.Operands.Count], argumentsOfB = new Value?[second.Operands.Count];
        List<Value> operands = [];
        int inputs = 0;
        foreach (ParameterRole role in new[] { ParameterRole.Carry, ParameterRole.StepInput, ParameterRole.Invariant })
        {
            Declare(a.Body, first, argumentsOfA, role);
            Declare(b.Body, second, argumentsOfB, role);
        }

        IReadOnlyList<Value> ofA = body.Inline(a.Body, [.. argumentsOfA.Select(static v => v!)]);
        for (int i = 0; i < argumentsOfB.Length; i++)
            argumentsOfB[i] ??= ofA[IndexOf(first, second.Operands[i])];
        IReadOnlyList<Value> ofB = body.Inline(b.Body, [.. argumentsOfB.Select(static v => v!)]);

        List<Value> results = [];
        UniqueNames names = new();
        Return(0, a.Carries, 0, b.Carries);
        Return(a.Carries, a.Outputs, b.Carries, b.Outputs);
        Return(a.Carries + a.Outputs, a.Sums, b.Carries + b.Outputs, b.Sums);
        ScanOperation fused = new(body.Build(), a.Direction, a.Length, a.Carries + b.Carries, inputs, a.Outputs + b.Outputs) { IsWhole = a.IsWhole };
        IReadOnlyList<Value> values = rewriter.EmitMany(fused, operands, [.. results.Select(static r => r.Name)]);
        for (int i = 0; i < results.Count; i++)
            rewriter.Replace(results[i], values[i]);

        // The parameters of one role, but for those of the second scan that are outputs of the first at the same step.
        void Declare(Function of, Equation scan, Value?[] arguments, ParameterRole role)
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                if (of.Parameters[i].Role != role || (scan == second && first.Results.Contains(scan.Operands[i])))
                    continue;
                arguments[i] = body.Parameter(of.Parameters[i].Value.Name, of.Parameters[i].Value.Type, role);
                operands.Add(scan.Operands[i]);
                inputs += role == ParameterRole.StepInput ? 1 : 0;
            }
        }

        void Return(int startOfA, int countOfA, int startOfB, int countOfB)
        {
            foreach (int i in Enumerable.Range(startOfA, countOfA))
                Add(a, first, ofA, i);
            foreach (int i in Enumerable.Range(startOfB, countOfB))
                Add(b, second, ofB, i);
        }

        void Add(ScanOperation scan, Equation equation, IReadOnlyList<Value> values, int i)
        {
            body.Result(names.Of(values[i], scan.Body.Results[i].Name), values[i]);
            results.Add(equation.Results[i]);
        }
    }
}
