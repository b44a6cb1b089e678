using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Reassociation of sums in recurrent scans: terms that depend on no carry are added first. (W x + b) + U h + c becomes ((W x + b) + c) + U h, of which the
/// first part can leave the loop. It changes the rounding of sums, so it is part of the schedule and the same for every target.
/// </summary>
public static class SumOrdering
{
    /// <summary>Reorders the sums in the bodies of the recurrent scans of a function.</summary>
    public static Function Run(Function function) => Rewriter.Run(function, static (_, _) => false, RunBody);

    private static Function RunBody(Function body)
    {
        body = Run(body);
        HashSet<Value> carried = Carried(body);
        if (carried.Count == 0)
            return body;

        Dictionary<Value, Equation> inner = InnerSums(body);
        return Rewriter.Run(body, Order);

        bool Order(Rewriter rewriter, Equation equation)
        {
            if (equation.Kind != OperationKind.Add || inner.ContainsKey(equation.Result))
                return false;

            List<Value> terms = [];
            Collect(equation, terms);
            List<Value> ordered = [.. terms.Where(t => !carried.Contains(t)), .. terms.Where(carried.Contains)];
            if (ordered.SequenceEqual(terms))
                return false;

            Value sum = rewriter.Map(ordered[0]);
            foreach (Value term in ordered.Skip(1))
                sum = rewriter.Emit(OperationKind.Add, sum, rewriter.Map(term));
            return rewriter.Replace(equation.Result, sum);
        }

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

    private static HashSet<Value> Carried(Function body)
    {
        HashSet<Value> carried = [.. body.ParametersOf(ParameterRole.Carry)];
        foreach (Equation equation in body.Equations)
        {
            if (equation.Operands.Any(carried.Contains))
                carried.UnionWith(equation.Results);
        }

        return carried;
    }

    /// <summary>Finds the sums whose only reader is another sum.</summary>
    private static Dictionary<Value, Equation> InnerSums(Function body)
    {
        Dictionary<Value, int> reads = [];
        Dictionary<Value, Equation> sums = [];
        foreach (Value read in body.Equations.SelectMany(static e => e.Operands).Concat(body.Results.Select(static r => r.Value)))
            reads[read] = reads.TryGetValue(read, out int count) ? count + 1 : 1;

        HashSet<Value> summed = [.. body.Equations.Where(static e => e.Kind == OperationKind.Add).SelectMany(static e => e.Operands)];
        foreach (Equation equation in body.Equations)
        {
            if (equation.Kind == OperationKind.Add && reads.TryGetValue(equation.Result, out int count) && count == 1 && summed.Contains(equation.Result))
                sums.Add(equation.Result, equation);
        }

        return sums;
    }
}
