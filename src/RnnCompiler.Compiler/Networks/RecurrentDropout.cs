using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>
/// Dropout of the first state as an operand of a step's products (Gal and Ghahramani 2016), for any cell. If the operand of a product is computed
/// elementwise from that state, it is computed from the masked state instead. All other uses of the state read the unmasked state, as in Keras.
/// </summary>
internal static class RecurrentDropout
{
    /// <summary>Returns whether any product of a cell reads its first state.</summary>
    public static bool HasProduct(Cell cell)
    {
        Function step = Function(cell);
        HashSet<Value> fromState = FromState(step);
        return step.Equations.Any(e => e.Kind == OperationKind.MatVec && fromState.Contains(e.Operands[1]));
    }

    /// <summary>Returns the values of one step with a mask on the first state.</summary>
    public static StepValues Apply(
        Cell cell, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w, Expression mask)
    {
        Function step = Function(cell);
        HashSet<Value> fromState = FromState(step);
        FunctionBuilder builder = x.Builder;
        Expression[] arguments = [x, .. states, .. cell.Weights.Select(weight => w[weight.Name])];
        Dictionary<Value, Value> map = [];
        for (int i = 0; i < arguments.Length; i++)
            map[step.Parameters[i].Value] = arguments[i].Value;

        // Each value that depends on the state has a copy that depends on the masked state; copies that no product reads are dead code.
        Dictionary<Value, Value> masked = new() { [State(step)] = (states[0] * mask).Value };
        foreach (Equation equation in step.Equations)
        {
            Value Operand(Value v) => equation.Kind == OperationKind.MatVec && masked.TryGetValue(v, out Value? twin) ? twin : map[v];
            map[equation.Result] = builder.Copy(equation, Operand)[0];
            if (fromState.Contains(equation.Result))
                masked[equation.Result] = builder.Add(equation.Operation, [.. equation.Operands.Select(o => masked.TryGetValue(o, out Value? twin) ? twin : map[o])]);
        }

        Expression[] results = [.. step.Results.Select(r => new Expression(builder, map[r.Value]))];
        return new StepValues(results[cell.OutputIsState ? 0 : cell.States.Count], [.. results.Take(cell.States.Count)]);
    }

    /// <summary>Returns the first state and all values that are computed from it elementwise.</summary>
    private static HashSet<Value> FromState(Function step)
    {
        HashSet<Value> found = [State(step)];
        foreach (Equation equation in step.Equations)
        {
            if (CellProgram.ElementwiseOperands(equation.Kind) > 0 && equation.Operands.Any(found.Contains))
                found.Add(equation.Result);
        }

        return found;
    }

    private static Value State(Function step) => step.Parameters[1].Value;

    /// <summary>
    /// Returns one step of a cell as a function of its input, states and weights; its results are the states, then the output if it is not a state.
    /// </summary>
    public static Function Function(Cell cell)
    {
        FunctionBuilder builder = new("cell");
        Expression Parameter(string name, TensorType type, ParameterRole role) => new(builder, builder.Parameter(name, type, role));
        Expression x = Parameter("x", TensorType.Vector(cell.InputSize), ParameterRole.StepInput);
        Expression[] states = [.. cell.States.Select(s => Parameter(s.Name, TensorType.Vector(s.Size), ParameterRole.Carry))];
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(static weight => weight.Name, weight => Parameter(weight.Name, weight.Type, ParameterRole.Invariant));
        StepValues next = cell.Step(x, states, w);
        for (int i = 0; i < states.Length; i++)
            builder.Result(cell.States[i].Name, next.States[i].Value);
        if (!cell.OutputIsState)
            builder.Result("output", next.Output.Value);
        return builder.Build();
    }
}
