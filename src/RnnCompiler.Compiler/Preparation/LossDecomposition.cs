using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;
using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>
/// Decomposition of fused losses and other compound operations into numerically stable primitives. It runs after differentiation, whose rules use the fused
/// forms, and before scheduling, which knows only primitives.
/// </summary>
public static class LossDecomposition
{
    /// <summary>Removes Softmax, SoftmaxCrossEntropy, SigmoidCrossEntropy, Softplus and Mean from a function and from the bodies of its scans.</summary>
    public static Function Run(Function function) => Rewriter.Run(function, Decompose, Run);

    private static bool Decompose(Rewriter rewriter, Equation equation)
    {
        IReadOnlyList<Value> o = equation.Operands;
        Value? primitives = equation.Kind switch
        {
            Softmax => DecomposeSoftmax(rewriter, o[0]),
            SoftmaxCrossEntropy => DecomposeSoftmaxCrossEntropy(rewriter, o[0], o[1]),
            SigmoidCrossEntropy => DecomposeSigmoidCrossEntropy(rewriter, o[0], o[1]),
            Softplus => DecomposeSoftplus(rewriter, o[0]),
            Mean => rewriter.Emit(Multiply, rewriter.Emit(Sum, o[0]), rewriter.Constant(1.0 / o[0].Type.Rows, TensorType.Scalar)),
            _ => null,
        };
        return primitives is not null && rewriter.Replace(equation.Result, primitives);
    }

    /// <summary>exp(z − max z) / Σ exp(z − max z): no exponent is above 0, so no exponential overflows.</summary>
    private static Value DecomposeSoftmax(Rewriter r, Value z)
    {
        Value exponentials = r.Emit(Exp, Shift(r, z));
        return r.Emit(Divide, exponentials, Spread(r, r.Emit(Sum, exponentials), z));
    }

    /// <summary>log Σ exp(z − max z) − (z − max z)[class]. A Select picks the class, since the product 0 · ∞ would be NaN.</summary>
    private static Value DecomposeSoftmaxCrossEntropy(Rewriter r, Value z, Value classId)
    {
        Value shifted = Shift(r, z);
        Value total = r.Emit(Log, r.Emit(Sum, r.Emit(Exp, shifted)));
        Value isClass = r.Emit(new LengthOperation(OneHot, z.Type.Rows), classId);
        return r.Emit(Subtract, total, r.Emit(Sum, r.Emit(Select, isClass, shifted, r.Constant(0, z.Type))));
    }

    /// <summary>max(z, 0) − z t + log(1 + exp(−|z|)).</summary>
    private static Value DecomposeSigmoidCrossEntropy(Rewriter r, Value z, Value target)
    {
        Value linear = r.Emit(Subtract, r.Emit(Max, z, r.Constant(0, z.Type)), r.Emit(Multiply, z, target));
        Value small = r.Emit(Exp, r.Emit(Negate, r.Emit(Abs, z)));
        return r.Emit(Add, linear, r.Emit(Log, r.Emit(Add, r.Constant(1, z.Type), small)));
    }

    /// <summary>
    /// max(z, 0) + log(1 + e) with e = exp(−|z|) ≤ 1. Computes log(1 + e) as log(s) · e / (s − 1) with s = 1 + e, or as e if s rounds to 1 (Kahan; Goldberg
    /// 1991, theorem 4): the rounding errors of s cancel.
    /// </summary>
    private static Value DecomposeSoftplus(Rewriter r, Value z)
    {
        Value one = r.Constant(1, z.Type);
        Value small = r.Emit(Exp, r.Emit(Negate, r.Emit(Abs, z)));
        Value sum = r.Emit(Add, one, small);
        Value excess = r.Emit(Subtract, sum, one);
        Value logarithm = r.Emit(Select, excess, r.Emit(Divide, r.Emit(Multiply, r.Emit(Log, sum), small), excess), small);
        return r.Emit(Add, r.Emit(Relu, z), logarithm);
    }

    private static Value Shift(Rewriter r, Value z) => r.Emit(Subtract, z, Spread(r, r.Emit(ReduceMax, z), z));

    private static Value Spread(Rewriter r, Value scalar, Value like) => r.Emit(new LengthOperation(Broadcast, like.Type.Rows), scalar);
}
