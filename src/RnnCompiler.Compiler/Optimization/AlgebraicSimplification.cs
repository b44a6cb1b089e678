using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Algebraic simplification with identities that hold for every floating-point number, NaN and infinity included, except that the sign of a zero may change.
/// Multiplication by 0 is not simplified, since the product is NaN for an infinite operand.
/// </summary>
public static class AlgebraicSimplification
{
    /// <summary>Simplifies a function and the bodies of its scans.</summary>
    public static Function Run(Function function) => Rewriter.Run(function, Simplify, Run);

    private static bool Simplify(Rewriter rewriter, Equation equation)
    {
        IReadOnlyList<Value> o = equation.Operands;
        Value? simpler = equation.Kind switch
        {
            Add => SimplifyAdd(rewriter, o[0], o[1]),
            Subtract => SimplifySubtract(rewriter, o[0], o[1]),
            Multiply => SimplifyMultiply(rewriter, o[0], o[1]),
            Divide => Is(rewriter, o[1], 1) ? o[0] : Is(rewriter, o[1], -1) ? rewriter.Emit(Negate, o[0]) : null,
            Negate => SimplifyNegate(rewriter, o[0]),
            Max or Min => o[0] == o[1] ? o[0] : null,
            Abs => Inner(rewriter, o[0], Negate) is Value x ? rewriter.Emit(Abs, x) : Inner(rewriter, o[0], Abs) is null ? null : o[0],
            Relu => Inner(rewriter, o[0], Relu) is null ? null : o[0],
            Select => o[1] == o[2] ? o[1] : rewriter.Number(o[0]) is double condition ? (condition != 0 ? o[1] : o[2]) : null,
            Slice => SimplifySlice(rewriter, (SliceOperation)equation.Operation, o[0]),
            Concat => SimplifyConcat(rewriter, o),
            ReverseSteps => Inner(rewriter, o[0], ReverseSteps),
            TakeStep => SimplifyTakeStep(rewriter, (StepOperation)equation.Operation, o[0], equation.Result.Type),
            _ => null,
        };
        return simpler is not null && rewriter.Replace(equation.Result, simpler);
    }

    private static Value? SimplifyAdd(Rewriter r, Value a, Value b)
    {
        if (Is(r, b, 0))
            return a;
        if (Is(r, a, 0))
            return b;
        if (Inner(r, b, Negate) is Value negated)
            return r.Emit(Subtract, a, negated);
        return Inner(r, a, Negate) is Value first ? r.Emit(Subtract, b, first) : null;
    }

    private static Value? SimplifySubtract(Rewriter r, Value a, Value b)
    {
        if (Is(r, b, 0))
            return a;
        if (Is(r, a, 0))
            return r.Emit(Negate, b);
        return Inner(r, b, Negate) is Value negated ? r.Emit(Add, a, negated) : null;
    }

    private static Value? SimplifyMultiply(Rewriter r, Value a, Value b)
    {
        if (Is(r, b, 1))
            return a;
        if (Is(r, a, 1))
            return b;
        if (Is(r, b, -1))
            return r.Emit(Negate, a);
        if (Is(r, a, -1))
            return r.Emit(Negate, b);
        return Inner(r, a, Negate) is Value x && Inner(r, b, Negate) is Value y ? r.Emit(Multiply, x, y) : null;
    }

    private static Value? SimplifyNegate(Rewriter r, Value a)
    {
        if (Inner(r, a, Negate) is Value twice)
            return twice;
        return r.TryDefinition(a, Subtract, out Equation difference) ? r.Emit(Subtract, difference.Operands[1], difference.Operands[0]) : null;
    }

    private static Value? SimplifySlice(Rewriter r, SliceOperation slice, Value a)
    {
        if (slice.Length == a.Type.Rows)
            return a;
        if (r.Definition(a) is not Equation definition)
            return null;
        switch (definition.Operation)
        {
            case SliceOperation inner:
                return r.Emit(new SliceOperation(inner.Start + slice.Start, slice.Length), definition.Operands[0]);
            case LengthOperation { Kind: Broadcast }:
                return r.Emit(new LengthOperation(Broadcast, slice.Length), definition.Operands[0]);
            case { Kind: Concat }:
                return SliceOfConcat(r, slice, definition.Operands);
            default:
                return null;
        }
    }

    /// <summary>
    /// Rewrites a slice of a concatenation as a slice of one part, or as a concatenation of parts of which the first and the last may be sliced.
    /// </summary>
    private static Value SliceOfConcat(Rewriter r, SliceOperation slice, IReadOnlyList<Value> parts)
    {
        List<Value> covered = [];
        int start = 0;
        foreach (Value part in parts)
        {
            int from = Math.Max(slice.Start, start);
            int to = Math.Min(slice.Start + slice.Length, start + part.Type.Rows);
            if (from < to)
                covered.Add(to - from == part.Type.Rows ? part : r.Emit(new SliceOperation(from - start, to - from), part));
            start += part.Type.Rows;
        }

        return covered.Count == 1 ? covered[0] : r.Emit(Concat, [.. covered]);
    }

    private static Value? SimplifyConcat(Rewriter r, IReadOnlyList<Value> parts)
    {
        if (parts.Count == 1)
            return parts[0];

        List<Value> flat = [];
        foreach (Value part in parts)
        {
            IReadOnlyList<Value> operands = r.TryDefinition(part, Concat, out Equation nested) ? nested.Operands : [part];
            foreach (Value operand in operands)
                Append(r, flat, operand);
        }

        if (flat.Count == 1)
            return flat[0];
        return flat.SequenceEqual(parts) ? null : r.Emit(Concat, [.. flat]);
    }

    /// <summary>Appends a part to a concatenation; merges it with the last part if both are adjacent slices of one vector.</summary>
    private static void Append(Rewriter r, List<Value> parts, Value part)
    {
        if (parts.Count > 0
            && r.Definition(parts[parts.Count - 1]) is { Operation: SliceOperation first } left
            && r.Definition(part) is { Operation: SliceOperation second } right
            && left.Operands[0] == right.Operands[0]
            && first.Start + first.Length == second.Start)
        {
            SliceOperation joined = new(first.Start, first.Length + second.Length);
            parts[parts.Count - 1] = joined.Length == left.Operands[0].Type.Rows ? left.Operands[0] : r.Emit(joined, left.Operands[0]);
            return;
        }

        parts.Add(part);
    }

    private static Value? SimplifyTakeStep(Rewriter r, StepOperation take, Value stacked, TensorType type)
    {
        if (r.Definition(stacked) is not Equation definition)
            return null;
        if (definition.Operation is StepOperation { Kind: PlaceStep } place)
            return place.Step == take.Step ? definition.Operands[0] : r.Constant(0, type);
        if (definition.Kind == ReverseSteps)
            return r.Emit(take with { Step = take.Length - 1 - take.Step }, definition.Operands[0]);
        return definition.Operation is ScanOperation scan ? FinalCarry(scan, definition.Results, stacked, take.Step) : null;
    }

    /// <summary>Replaces the last executed step of an output that is also the next value of a carry by the final carry.</summary>
    private static Value? FinalCarry(ScanOperation scan, IReadOnlyList<Value> results, Value stacked, int step)
    {
        int last = scan.Direction == ScanDirection.Forward ? scan.Length - 1 : 0;
        if (step != last)
            return null;

        for (int output = scan.Carries; output < scan.Carries + scan.Outputs; output++)
        {
            if (results[output] != stacked)
                continue;
            for (int carry = 0; carry < scan.Carries; carry++)
            {
                if (scan.Body.Results[carry].Value == scan.Body.Results[output].Value)
                    return results[carry];
            }
        }

        return null;
    }

    private static bool Is(Rewriter rewriter, Value value, double number) => rewriter.Number(value) is double n && n == number;

    private static Value? Inner(Rewriter rewriter, Value value, OperationKind kind) =>
        rewriter.TryDefinition(value, kind, out Equation definition) ? definition.Operands[0] : null;
}
