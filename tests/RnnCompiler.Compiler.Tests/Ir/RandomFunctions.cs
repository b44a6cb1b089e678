using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Ir;

/// <summary>
/// Generator of random functions: elementwise and structural equations, products, and scans in both directions with all kinds of operands and results.
/// </summary>
internal static class RandomFunctions
{
    private static readonly int[] s_sizes = [1, 3, 8, 9];
    private static readonly double[] s_numbers = [0, 1, -1, 0.5, 2, 0.1, -3];

    public static Function Create(int seed)
    {
        Random random = new(seed);
        FunctionBuilder builder = new("f" + seed);
        List<Value> pool = [];
        int steps = random.Next(1, 5);
        foreach (int size in s_sizes)
        {
            pool.Add(builder.Parameter("x" + size, TensorType.Vector(size), ParameterRole.Input));
            pool.Add(builder.Parameter("s" + size, TensorType.Matrix(steps, size), ParameterRole.Input));
            pool.Add(builder.Parameter("W" + size, TensorType.Matrix(8, size), ParameterRole.Weight));
            pool.Add(builder.Parameter("V" + size, TensorType.Matrix(size, 8), ParameterRole.Weight));
        }

        pool.Add(builder.Parameter("id", TensorType.Integer, ParameterRole.Input));
        for (int i = random.Next(3, 12); i > 0; i--)
        {
            if (random.Next(3) == 0)
                pool.AddRange(AddScan(random, builder, pool, steps));
            else
                AddEquation(random, builder, pool);
        }

        Value[] results = [.. Pick(random, [.. pool.Where(static v => v.Type.Element == ElementType.Float)], 4)];
        for (int i = 0; i < results.Length; i++)
            builder.Result("r" + i, results[i]);
        return builder.Build();
    }

    /// <summary>Draws arguments for a function; the same seed gives the same arguments.</summary>
    public static IReadOnlyList<double[]> Arguments(Function function, int seed)
    {
        Random random = new(seed);
        return [.. function.Parameters.Select(p => Enumerable.Range(0, (int)p.Value.Type.ElementCount)
            .Select(_ => p.Value.Type.Element == ElementType.Integer ? random.Next(2) : (random.NextDouble() * 2) - 1).ToArray())];
    }

    private static IReadOnlyList<Value> AddScan(Random random, FunctionBuilder outer, List<Value> pool, int steps)
    {
        FunctionBuilder body = new("body");
        List<Value> operands = [];
        List<Value> inner = [];
        List<Value> carries = [.. Pick(random, [.. pool.Where(static v => v.Type.IsVector)], 2)];
        List<Value> stacked = [.. Pick(random, [.. pool.Where(v => v.Type.IsMatrix && v.Type.Rows == steps)], 3)];
        List<Value> invariants = [.. Pick(random, pool, 8)];
        if (random.Next(4) == 0)
            carries.Clear();
        foreach (Value carry in carries)
            Enter(carry, carry.Type, ParameterRole.Carry);
        foreach (Value input in stacked)
            Enter(input, input.Type.Unstack(), ParameterRole.StepInput);
        foreach (Value invariant in invariants)
            Enter(invariant, invariant.Type, ParameterRole.Invariant);
        for (int i = random.Next(4, 16); i > 0; i--)
            AddEquation(random, body, inner);

        int count = 0;
        foreach (Value carry in carries)
            body.Result("r" + count++, Last(random, inner, v => v.Type == carry.Type));
        Value[] small = [.. inner.Where(static v => v.Type.Element == ElementType.Float && v.Type.Rank <= 1)];
        Value[] floats = [.. inner.Where(static v => v.Type.Element == ElementType.Float)];
        int outputs = small.Length == 0 ? 0 : random.Next(1, 4);
        for (int i = 0; i < outputs; i++)
            body.Result("r" + count++, small[random.Next(small.Length)]);
        for (int i = random.Next(0, 4); i > 0; i--)
            body.Result("r" + count++, floats[random.Next(floats.Length)]);

        ScanDirection direction = random.Next(2) == 0 ? ScanDirection.Forward : ScanDirection.Reverse;
        return count == 0 ? [] : outer.AddMany(new ScanOperation(body.Build(), direction, steps, carries.Count, stacked.Count, outputs), operands);

        void Enter(Value operand, TensorType type, ParameterRole role)
        {
            operands.Add(operand);
            inner.Add(body.Parameter(operand.Name, type, role));
        }
    }

    private static void AddEquation(Random random, FunctionBuilder builder, List<Value> pool)
    {
        Value[] vectors = [.. pool.Where(static v => v.Type.IsVector)];
        Value[] matrices = [.. pool.Where(static v => v.Type.IsMatrix)];
        Value[] scalars = [.. pool.Where(static v => v.Type.IsScalar)];
        if (vectors.Length == 0)
        {
            pool.Add(builder.Constant(s_numbers[random.Next(s_numbers.Length)], TensorType.Vector(8)));
            return;
        }

        Value x = vectors[random.Next(vectors.Length)];
        Value y = Last(random, vectors, v => v.Type == x.Type);
        Value? added = random.Next(14) switch
        {
            0 => builder.Constant(s_numbers[random.Next(s_numbers.Length)], x.Type),
            1 => builder.Apply(OperationKind.Add, x, y),
            2 => builder.Apply(OperationKind.Subtract, x, y),
            3 => builder.Apply(OperationKind.Multiply, x, y),
            4 => builder.Apply(OperationKind.Negate, x),
            5 => builder.Apply(OperationKind.Tanh, x),
            6 => builder.Apply(random.Next(2) == 0 ? OperationKind.Max : OperationKind.Min, x, y),
            7 => builder.Apply(OperationKind.Select, builder.Apply(OperationKind.GreaterOrEqual, x, y), y, x),
            8 => builder.Apply(OperationKind.Concat, x, vectors[random.Next(vectors.Length)]),
            9 => AddSlices(random, builder, x),
            10 => builder.Apply(OperationKind.Outer, x, y),
            11 when scalars.Length > 0 => builder.Add(new LengthOperation(OperationKind.Broadcast, 8), [scalars[random.Next(scalars.Length)]]),
            11 => builder.Apply(OperationKind.Sum, x),
            12 when matrices.FirstOrDefault(m => m.Type.Rows == x.Type.Rows) is Value m => builder.Apply(OperationKind.TransposedMatVec, m, x),
            13 when matrices.LastOrDefault(m => m.Type.Rows >= 1) is Value m => builder.Add(new StepOperation(OperationKind.TakeStep, random.Next(m.Type.Rows), m.Type.Rows), [m]),
            _ => matrices.FirstOrDefault(m => m.Type.Columns == x.Type.Rows) is Value m ? builder.Apply(OperationKind.MatVec, m, x) : null,
        };
        if (added is not null)
            pool.Add(added);
    }

    /// <summary>A slice, or two slices of one vector side by side: they may be adjacent, overlap or leave a gap.</summary>
    private static Value AddSlices(Random random, FunctionBuilder builder, Value x)
    {
        Value first = Slice();
        return random.Next(2) == 0 ? first : builder.Apply(OperationKind.Concat, first, Slice());

        Value Slice()
        {
            int start = random.Next(x.Type.Rows);
            return builder.Add(new SliceOperation(start, random.Next(1, x.Type.Rows - start + 1)), [x]);
        }
    }

    private static IEnumerable<Value> Pick(Random random, IReadOnlyList<Value> values, int most) =>
        values.Count == 0 ? [] : Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => values[random.Next(values.Count)]);

    /// <summary>Draws a value that fits, with a preference for later ones.</summary>
    private static Value Last(Random random, IEnumerable<Value> values, Func<Value, bool> fits)
    {
        Value[] all = [.. values.Where(fits)];
        return all[Math.Max(random.Next(all.Length), random.Next(all.Length))];
    }
}
