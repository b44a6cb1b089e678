using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Optimization;

/// <summary>Reference evaluator of functions: plain loops in double precision, row-major; ids are stored as numbers.</summary>
internal static class Evaluator
{
    public static IReadOnlyList<double[]> Run(Function function, IReadOnlyList<double[]> arguments)
    {
        Dictionary<Value, double[]> values = [];
        for (int i = 0; i < arguments.Count; i++)
            values[function.Parameters[i].Value] = arguments[i];
        foreach (Equation equation in function.Equations)
        {
            double[][] operands = [.. equation.Operands.Select(o => values[o])];
            IReadOnlyList<double[]> results = equation.Operation is ScanOperation scan ? Scan(scan, operands) : [Apply(equation, operands)];
            for (int i = 0; i < results.Count; i++)
                values[equation.Results[i]] = results[i];
        }

        return [.. function.Results.Select(r => values[r.Value])];
    }

    private static double[] Apply(Equation equation, double[][] o)
    {
        TensorType type = equation.Result.Type;
        TensorType first = equation.Operands.Count > 0 ? equation.Operands[0].Type : default;
        return equation.Operation switch
        {
            ConstantOperation c => Fill(type, _ => c.Number),
            SliceOperation s => o[0][s.Start..(s.Start + s.Length)],
            StepOperation { Kind: OperationKind.TakeStep } s => o[0].AsSpan(s.Step * (int)type.ElementCount, (int)type.ElementCount).ToArray(),
            StepOperation s => Fill(type, i => i / (int)first.ElementCount == s.Step ? o[0][i % (int)first.ElementCount] : 0),
            ScatterAddOperation => Fill(type, i => i / type.Columns == (int)o[0][0] ? o[1][i % type.Columns] : 0),
            LengthOperation { Kind: OperationKind.OneHot } => Fill(type, i => i == (int)o[0][0] ? 1 : 0),
            LengthOperation { Kind: OperationKind.StepMask } => Fill(type, static _ => 1),
            LengthOperation => Fill(type, _ => o[0][0]),
            _ => equation.Kind switch
            {
                OperationKind.MatVec => Fill(type, i => Total(first.Columns, j => o[0][(i * first.Columns) + j] * o[1][j])),
                OperationKind.TransposedMatVec => Fill(type, j => Total(first.Rows, i => o[0][(i * first.Columns) + j] * o[1][i])),
                OperationKind.Outer => Fill(type, i => o[0][i / type.Columns] * o[1][i % type.Columns]),
                OperationKind.Gather => Fill(type, i => o[0][((int)o[1][0] * first.Columns) + i]),
                OperationKind.PadSteps or OperationKind.AllSteps => o[0],
                OperationKind.ReverseSteps => Fill(type, i => o[0][((type.Rows - 1 - (i / type.Columns)) * type.Columns) + (i % type.Columns)]),
                OperationKind.Concat => [.. o.SelectMany(static x => x)],
                OperationKind.Sum => [Total(o[0].Length, i => o[0][i])],
                OperationKind.Mean => [Total(o[0].Length, i => o[0][i]) / o[0].Length],
                OperationKind.ReduceMax => [o[0].Aggregate(Math.Max)],
                OperationKind.Softmax => Softmax(o[0]),
                OperationKind.SoftmaxCrossEntropy => [-Math.Log(Softmax(o[0])[(int)o[1][0]])],
                OperationKind.SigmoidCrossEntropy => Fill(type, i => Math.Max(o[0][i], 0) - (o[0][i] * o[1][i]) + Math.Log(1 + Math.Exp(-Math.Abs(o[0][i])))),
                OperationKind kind => Fill(type, i => Elementwise(kind, [.. o.Select(x => x[i])])),
            },
        };
    }

    private static double Elementwise(OperationKind kind, double[] x) => kind switch
    {
        OperationKind.Add => x[0] + x[1],
        OperationKind.Subtract => x[0] - x[1],
        OperationKind.Multiply => x[0] * x[1],
        OperationKind.Divide => x[0] / x[1],
        OperationKind.Max => Math.Max(x[0], x[1]),
        OperationKind.Min => Math.Min(x[0], x[1]),
        OperationKind.GreaterOrEqual => x[0] >= x[1] ? 1 : 0,
        OperationKind.Select => x[0] != 0 ? x[1] : x[2],
        OperationKind.Negate => -x[0],
        OperationKind.Sigmoid => 1 / (1 + Math.Exp(-x[0])),
        OperationKind.Tanh => Math.Tanh(x[0]),
        OperationKind.Exp => Math.Exp(x[0]),
        OperationKind.Log => Math.Log(x[0]),
        OperationKind.Sqrt => Math.Sqrt(x[0]),
        OperationKind.Relu => double.IsNaN(x[0]) ? x[0] : Math.Max(0, x[0]),
        OperationKind.Abs => Math.Abs(x[0]),
        OperationKind.Softplus => Math.Max(x[0], 0) + Math.Log(1 + Math.Exp(-Math.Abs(x[0]))),
        _ => FrameworkFunction(kind, x[0]),
    };

    /// <summary>A function that has the name of one of the framework's is that function.</summary>
    private static double FrameworkFunction(OperationKind kind, double x) =>
        typeof(Math).GetMethod(kind.ToString(), [typeof(double)]) is { } method
            ? (double)method.Invoke(null, [x])!
            : throw new InvalidOperationException($"{kind} is not elementwise, or its definition is missing here.");

    private static IReadOnlyList<double[]> Scan(ScanOperation scan, double[][] operands)
    {
        double[][] carries = operands[..scan.Carries];
        double[][] results = [.. scan.Body.Results.Select((r, i) => new double[r.Value.Type.ElementCount * (IsOutput(i) ? scan.Length : 1)])];
        for (int visited = 0; visited < scan.Length; visited++)
        {
            int step = scan.Direction == ScanDirection.Forward ? visited : scan.Length - 1 - visited;
            double[][] arguments = [.. operands];
            carries.CopyTo(arguments, 0);
            for (int i = scan.Carries; i < scan.Carries + scan.Inputs; i++)
            {
                int size = (int)scan.Body.Parameters[i].Value.Type.ElementCount;
                arguments[i] = operands[i][(step * size)..((step + 1) * size)];
            }

            IReadOnlyList<double[]> next = Run(scan.Body, arguments);
            carries = [.. next.Take(scan.Carries)];
            for (int i = scan.Carries; i < results.Length; i++)
            {
                for (int j = 0; j < next[i].Length; j++)
                    results[i][IsOutput(i) ? (step * next[i].Length) + j : j] += next[i][j];
            }
        }

        carries.CopyTo(results, 0);
        return results;

        bool IsOutput(int i) => i >= scan.Carries && i < scan.Carries + scan.Outputs;
    }

    private static double[] Softmax(double[] z)
    {
        double max = z.Aggregate(Math.Max);
        double[] e = [.. z.Select(x => Math.Exp(x - max))];
        double total = e.Sum();
        return [.. e.Select(x => x / total)];
    }

    private static double[] Fill(TensorType type, Func<int, double> element) => [.. Enumerable.Range(0, (int)type.ElementCount).Select(element)];

    private static double Total(int count, Func<int, double> term)
    {
        double total = 0;
        for (int i = 0; i < count; i++)
            total += term(i);
        return total;
    }
}
