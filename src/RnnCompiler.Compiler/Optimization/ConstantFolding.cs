using RnnCompiler.Compiler.Ir;
using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Constant folding, restricted to results that are exact in single and in double precision, so that every back end computes the same bits as without it.
/// </summary>
public static class ConstantFolding
{
    /// <summary>Whole numbers up to 2²⁴ are exact in single precision.</summary>
    private const double LargestWhole = 1 << 24;

    /// <summary>Folds the equations of a function and of the bodies of its scans.</summary>
    public static Function Run(Function function) => Rewriter.Run(function, Fold, Run);

    private static bool Fold(Rewriter rewriter, Equation equation)
    {
        if (equation.Operation is ConstantOperation or ScanOperation || equation.Operands.Count == 0)
            return false;

        // The id is not a known constant, but scattered zeros are zeros in any row.
        if (equation.Kind == ScatterAdd)
            return rewriter.Number(equation.Operands[1]) is 0.0 && rewriter.Replace(equation.Result, rewriter.Constant(0, equation.Result.Type));
        if (equation.Kind == Gather)
            return rewriter.Number(equation.Operands[0]) is double entry && rewriter.Replace(equation.Result, rewriter.Constant(entry, equation.Result.Type));

        double[] numbers = new double[equation.Operands.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (rewriter.Number(equation.Operands[i]) is not double number)
                return false;
            numbers[i] = number;
        }

        return Evaluate(equation, numbers) is double result && rewriter.Replace(equation.Result, rewriter.Constant(result, equation.Result.Type));
    }

    /// <summary>Computes the value of all elements of the result; null if it is not exact.</summary>
    private static double? Evaluate(Equation equation, double[] n) => equation.Kind switch
    {
        Add => Exact(n[0] + n[1], n, (r, x) => r - x[0] == x[1] && r - x[1] == x[0]),
        Subtract => Exact(n[0] - n[1], n, (r, x) => r + x[1] == x[0] && x[0] - r == x[1]),
        Multiply => Exact(n[0] * n[1], n, static (_, _) => true),
        Divide => Exact(n[0] / n[1], n, static (r, x) => r * x[1] == x[0]),
        Sqrt => Exact(Math.Sqrt(n[0]), n, static (r, x) => r * r == x[0]),

        // Rounding is monotonic and odd, so it commutes with these operations.
        Max => double.IsNaN(n[0]) || double.IsNaN(n[1]) ? double.NaN : Math.Max(n[0], n[1]),
        Min => double.IsNaN(n[0]) || double.IsNaN(n[1]) ? double.NaN : Math.Min(n[0], n[1]),
        Negate => -n[0],
        Abs => Math.Abs(n[0]),
        Relu => double.IsNaN(n[0]) ? double.NaN : Math.Max(0, n[0]),
        GreaterOrEqual => Exact(n[0] >= n[1] ? 1 : 0, n, static (_, _) => true),
        Select => n[0] != 0 ? n[1] : n[2],

        Sigmoid => n[0] == 0 ? 0.5 : null,
        Tanh => n[0] == 0 ? n[0] : null,
        Exp => n[0] == 0 ? 1 : null,
        Log => n[0] == 1 ? 0 : null,

        Broadcast or Slice or TakeStep or ReverseSteps or ReduceMax or Mean => n[0],
        Concat => n.All(x => SameBits(x, n[0])) ? n[0] : null,
        PlaceStep => IsPositiveZero(n[0]) ? 0 : null,
        Sum => ExactSum(n[0], equation.Operands[0].Type.Rows),
        _ => null,
    };

    private static double? Exact(double result, double[] operands, Func<double, double[], bool> isExact) =>
        operands.All(IsSingle) && IsSingle(result) && isExact(result, operands) ? result : null;

    /// <summary>Sums equal whole numbers; exact if no partial sum exceeds 2²⁴.</summary>
    private static double? ExactSum(double number, int count) =>
        number == Math.Floor(number) && Math.Abs(number) * count <= LargestWhole ? number * count : null;

    private static bool IsSingle(double number) => (float)number == number;

    private static bool IsPositiveZero(double number) => SameBits(number, 0);

    private static bool SameBits(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}
