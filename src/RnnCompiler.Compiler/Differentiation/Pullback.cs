using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>Builder of a reverse pass: it reads values of the forward pass and accumulates cotangents.</summary>
/// <param name="builder">The function under construction.</param>
/// <param name="primal">Gets the value in that function that corresponds to a value of the forward pass.</param>
internal sealed class Pullback(FunctionBuilder builder, Func<Value, Value> primal)
{
    private readonly Dictionary<Value, Value> _bars = [];
    private readonly HashSet<Value> _named = [];

    /// <summary>The function under construction.</summary>
    public FunctionBuilder Builder => builder;

    /// <summary>Gets the cotangent accumulated so far for a value; null if it is zero.</summary>
    public Value? CotangentOf(Value value) => _bars.TryGetValue(value, out Value? bar) ? bar : null;

    /// <summary>Adds a term to the cotangent of a value.</summary>
    public void Accumulate(Value value, Value bar)
    {
        if (_bars.TryGetValue(value, out Value? sum))
        {
            // Only the complete sum is named.
            if (_named.Remove(sum))
                builder.Unname(sum);
            bar = Apply(OperationKind.Add, sum, bar);
        }

        _bars[value] = bar;
        if (value.Name is not null && bar.Name is null)
            _named.Add(builder.Name(bar, value.Name + "_bar"));
    }

    /// <summary>Traverses equations in reverse and propagates cotangents from results to operands.</summary>
    /// <param name="equations">The forward equations.</param>
    /// <param name="wanted">The values whose cotangents are needed.</param>
    /// <param name="scan">Transposes a scan.</param>
    public void Run(IReadOnlyList<Equation> equations, ISet<Value> wanted, Action<Equation> scan)
    {
        foreach (Equation equation in equations.Reverse())
        {
            if (equation.Operation is ScanOperation)
            {
                scan(equation);
                continue;
            }

            if (CotangentOf(equation.Result) is not { } bar)
                continue;
            for (int i = 0; i < equation.Operands.Count; i++)
            {
                if (wanted.Contains(equation.Operands[i]) && VjpRules.PassesGradient(equation.Kind, i))
                    Accumulate(equation.Operands[i], VjpRules.Apply(this, equation, i, bar));
            }
        }
    }

    public Value Operand(Equation e, int index) => primal(e.Operands[index]);

    public Value Result(Equation e) => primal(e.Result);

    public Value Add(Operation operation, params Value[] operands) => builder.Add(operation, operands);

    public Value Apply(OperationKind kind, params Value[] operands) => builder.Apply(kind, operands);

    public Value Constant(double number, TensorType type) => builder.Constant(number, type);

    public Value Number(Value like, double number) => builder.Constant(number, like.Type);

    public Value Multiply(Value a, Value b) => builder.Apply(OperationKind.Multiply, a, b);

    public Value Divide(Value a, Value b) => builder.Apply(OperationKind.Divide, a, b);

    public Value Subtract(Value a, Value b) => builder.Apply(OperationKind.Subtract, a, b);

    public Value Negate(Value a) => builder.Apply(OperationKind.Negate, a);

    public Value OneMinus(Value a) => Subtract(Number(a, 1), a);

    public Value GreaterOrEqual(Value a, Value b) => builder.Apply(OperationKind.GreaterOrEqual, a, b);

    public Value Broadcast(Value scalar, int length) => builder.Add(new LengthOperation(OperationKind.Broadcast, length), [scalar]);

    public Value Slice(Value vector, int start, int length) => builder.Add(new SliceOperation(start, length), [vector]);

    /// <summary>Selects bar if the condition is true (or if it is false), else 0.</summary>
    public Value Where(Value condition, Value bar, bool whenTrue)
    {
        Value zero = Number(bar, 0);
        return builder.Apply(OperationKind.Select, whenTrue ? [condition, bar, zero] : [condition, zero, bar]);
    }
}
