using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>Evaluates what the builder builds in double precision, plainly; the interpreted runtime has the real one.</summary>
internal static class SmallEvaluator
{
    /// <summary>The results by name; values are row-major, integers are whole numbers.</summary>
    public static Dictionary<string, double[]> Run(Function function, Func<Parameter, double[]> argument)
    {
        Dictionary<Value, double[]> values = function.Parameters.ToDictionary(static p => p.Value, argument);
        foreach (Equation equation in function.Equations)
        {
            double[][] operands = [.. equation.Operands.Select(o => values[o])];
            double[][] results = equation.Operation is ScanOperation scan ? Scan(scan, operands) : [Apply(equation, operands)];
            for (int i = 0; i < results.Length; i++)
                values[equation.Results[i]] = results[i];
        }

        return function.Results.ToDictionary(static r => r.Name, r => values[r.Value]);
    }

    private static double[] Apply(Equation equation, double[][] o)
    {
        TensorType type = equation.Result.Type;
        return equation.Kind switch
        {
            Constant => Fill(type, ((ConstantOperation)equation.Operation).Number),
            MatVec => [.. Enumerable.Range(0, type.Rows).Select(i => Enumerable.Range(0, o[1].Length).Sum(j => o[0][(i * o[1].Length) + j] * o[1][j]))],
            TransposedMatVec => [.. Enumerable.Range(0, type.Rows).Select(j => Enumerable.Range(0, o[1].Length).Sum(i => o[0][(i * type.Rows) + j] * o[1][i]))],
            GreaterOrEqual => Zip(o, static (a, b) => a >= b ? 1 : 0),
            ReverseSteps => [.. o[0].Chunk(type.Columns).Reverse().SelectMany(static a => a)],
            PadSteps or AllSteps => o[0],
            StepMask => Fill(type, 1),
            Add => Zip(o, static (a, b) => a + b),
            Subtract => Zip(o, static (a, b) => a - b),
            Multiply => Zip(o, static (a, b) => a * b),
            Divide => Zip(o, static (a, b) => a / b),
            OperationKind.Max => Zip(o, Math.Max),
            Min => Zip(o, Math.Min),
            Sigmoid => Map(o, static a => 1 / (1 + Math.Exp(-a))),
            Tanh => Map(o, Math.Tanh),
            Relu => Map(o, static a => Math.Max(0, a)),
            Abs => Map(o, Math.Abs),
            Negate => Map(o, static a => -a),
            Exp => Map(o, Math.Exp),
            Log => Map(o, Math.Log),
            Sqrt => Map(o, Math.Sqrt),
            Softplus => Map(o, static a => Math.Log(1 + Math.Exp(a))),
            Select => [.. o[0].Select((c, i) => c != 0 ? o[1][i] : o[2][i])],
            Broadcast => Fill(type, o[0][0]),
            Slice => o[0].AsSpan(((SliceOperation)equation.Operation).Start, ((SliceOperation)equation.Operation).Length).ToArray(),
            Concat => [.. o.SelectMany(static a => a)],
            Gather => o[0].AsSpan((int)o[1][0] * type.Rows, type.Rows).ToArray(),
            TakeStep => o[0].AsSpan(((StepOperation)equation.Operation).Step * type.Rows, type.Rows).ToArray(),
            Sum => [o[0].Sum()],
            Mean => [o[0].Average()],
            ReduceMax => [o[0].Max()],
            Softmax => Map(o, a => 1 / o[0].Sum(b => Math.Exp(b - a))),
            SoftmaxCrossEntropy => [Math.Log(o[0].Sum(Math.Exp)) - o[0][(int)o[1][0]]],
            SigmoidCrossEntropy => Zip(o, static (z, t) => Math.Max(z, 0) - (z * t) + Math.Log(1 + Math.Exp(-Math.Abs(z)))),
            _ => throw new NotSupportedException($"{equation.Kind} is not what the builder builds."),
        };
    }

    private static double[][] Scan(ScanOperation scan, double[][] operands)
    {
        double[][] carries = [.. operands.Take(scan.Carries)];
        double[][] outputs = [.. scan.Body.Results.Skip(scan.Carries).Take(scan.Outputs).Select(r => new double[scan.Length * r.Value.Type.ElementCount])];
        double[][] sums = [.. scan.Body.Results.Skip(scan.Carries + scan.Outputs).Select(static r => new double[r.Value.Type.ElementCount])];
        for (int k = 0; k < scan.Length; k++)
        {
            int t = scan.Direction == ScanDirection.Forward ? k : scan.Length - 1 - k;
            Dictionary<Parameter, double[]> arguments = [];
            for (int i = 0; i < scan.Body.Parameters.Count; i++)
            {
                int size = (int)scan.Body.Parameters[i].Value.Type.ElementCount;
                arguments[scan.Body.Parameters[i]] = i < scan.Carries ? carries[i]
                    : i < scan.Carries + scan.Inputs ? operands[i].AsSpan(t * size, size).ToArray()
                    : operands[i];
            }

            Dictionary<string, double[]> results = Run(scan.Body, p => arguments[p]);
            double[][] ordered = [.. scan.Body.Results.Select(r => results[r.Name])];
            carries = ordered[..scan.Carries];
            for (int i = 0; i < outputs.Length; i++)
                ordered[scan.Carries + i].CopyTo(outputs[i], t * ordered[scan.Carries + i].Length);
            for (int i = 0; i < sums.Length; i++)
                sums[i] = Zip([sums[i], ordered[scan.Carries + scan.Outputs + i]], static (a, b) => a + b);
        }

        return [.. carries, .. outputs, .. sums];
    }

    private static double[] Fill(TensorType type, double number) => [.. Enumerable.Repeat(number, (int)type.ElementCount)];

    private static double[] Map(double[][] o, Func<double, double> f) => [.. o[0].Select(f)];

    private static double[] Zip(double[][] o, Func<double, double, double> f) => [.. o[0].Zip(o[1], f)];
}
