using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Reassociation of sums in recurrent scans: terms that depend on no carry are added first. (W x + b) + U h + c becomes ((W x + b) + c) + U h, of which the
/// first part can leave the loop. It changes the rounding of sums, so it is part of the schedule and the same for every target. The sums of a streaming step, and of
/// maps over time behind recurrences, have the same order: what depends on a state of the last layer in a sum is added last.
/// </summary>
public static class SumOrdering
{
    /// <summary>Reorders the sums in the bodies of the scans of a function, or those of a function without scans that has states.</summary>
    public static Function Run(Function function)
    {
        if (!function.Equations.Any(static e => e.Operation is ScanOperation))
            return Order(function, Levels(function, function.ParametersOf(ParameterRole.State), LevelsOfStates(function)));
        Dictionary<Value, int> levels = [];
        int recurrences = 0;
        return Rewriter.Run(function, OrderBody);

        bool OrderBody(Rewriter rewriter, Equation equation)
        {
            int level = equation.Operands.Select(LevelOf).DefaultIfEmpty(0).Max();
            Function? body = null;
            if (equation.Operation is ScanOperation scan)
            {
                level = scan.Carries > 0 ? ++recurrences : level;
                body = scan.Carries > 0 ? RunBody(scan.Body) : RunMap(scan.Body, [.. equation.Operands.Select(LevelOf)]);
            }

            foreach (Value result in level == 0 ? [] : equation.Results)
                levels[result] = level;
            if (body is null || ReferenceEquals(body, ((ScanOperation)equation.Operation).Body))
                return false;
            rewriter.KeepChanged(equation with { Operation = (ScanOperation)equation.Operation with { Body = body } });
            return true;
        }

        int LevelOf(Value value) => levels.TryGetValue(value, out int level) ? level : 0;
    }

    /// <summary>Reorders the sums of a map over time: its inputs have the levels of the recurrences that they come from.</summary>
    private static Function RunMap(Function body, IReadOnlyList<int> levels)
    {
        body = Rewriter.Run(body, static (_, _) => false, RunBody);
        Dictionary<Value, int> ofInput = Enumerable.Range(0, levels.Count).Where(i => levels[i] > 0).ToDictionary(i => body.Parameters[i].Value, i => levels[i]);
        return Order(body, Levels(body, ofInput.Keys, value => ofInput[value]));
    }

    private static Function RunBody(Function body)
    {
        body = Rewriter.Run(body, static (_, _) => false, RunBody);
        return Order(body, Levels(body, body.ParametersOf(ParameterRole.Carry), static _ => 1));
    }

    /// <summary>Orders the terms of each sum: first those that are computed without the recurrence that is complete last.</summary>
    private static Function Order(Function function, IReadOnlyDictionary<Value, int> levels)
    {
        if (levels.Count == 0)
            return function;
        Dictionary<Value, Equation> inner = SumTerms.Of(OperationKind.Add, function.Equations, function.Results).ToDictionary(static e => e.Result);
        return Rewriter.Run(function, Reorder);

        bool Reorder(Rewriter rewriter, Equation equation)
        {
            if (equation.Kind != OperationKind.Add || inner.ContainsKey(equation.Result))
                return false;

            List<Value> terms = [];
            Collect(equation, terms);
            int last = terms.Max(Level);
            List<Value> ordered = [.. terms.Where(t => Level(t) < last), .. terms.Where(t => Level(t) == last)];
            if (ordered.SequenceEqual(terms))
                return false;

            Value sum = rewriter.Map(ordered[0]);
            foreach (Value term in ordered.Skip(1))
                sum = rewriter.Emit(OperationKind.Add, sum, rewriter.Map(term));
            return rewriter.Replace(equation.Result, sum);
        }

        int Level(Value value) => levels.TryGetValue(value, out int level) ? level : 0;

        void Collect(Equation sum, List<Value> terms)
        {
            foreach (Value operand in sum.Operands)
            {
                if (inner.TryGetValue(operand, out Equation? part))
                    Collect(part, terms);
                else
                    terms.Add(operand);
            }
        }
    }

    /// <summary>Finds the level of each value: that of the last of the given values on which it depends; values that depend on none have no level.</summary>
    private static Dictionary<Value, int> Levels(Function function, IEnumerable<Value> carried, Func<Value, int> levelOf)
    {
        Dictionary<Value, int> levels = carried.ToDictionary(static v => v, levelOf);
        foreach (Equation equation in levels.Count == 0 ? [] : function.Equations)
        {
            int level = equation.Operands.Select(o => levels.TryGetValue(o, out int known) ? known : 0).DefaultIfEmpty(0).Max();
            foreach (Value result in level == 0 ? [] : equation.Results)
                levels[result] = level;
        }

        return levels;
    }

    /// <summary>Numbers the levels of stacked layers: states such as <c>lstm.h_l0</c> and <c>lstm.c_l0</c> are those of one level, in the order of the layers.</summary>
    private static Func<Value, int> LevelsOfStates(Function function)
    {
        List<string> levels = [.. function.ParametersOf(ParameterRole.State).Select(LevelName).Distinct()];
        return state => 1 + levels.IndexOf(LevelName(state));
    }

    private static string LevelName(Value state)
    {
        string name = state.Name ?? "";
        int start = name.LastIndexOf('.') + 1, level = name.LastIndexOf("_l", StringComparison.Ordinal);
        bool hasLevel = level > start && name.Substring(level + 2).All(char.IsDigit);
        return name.Substring(0, start) + (hasLevel ? name.Substring(level) : "");
    }
}
