using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>
/// The equation of a dense layer, y = act(W x + b), without its activation, which a loss may fuse. It is that of a convolution, too, where x is the window of its taps.
/// </summary>
internal static class DenseLayer
{
    public static Expression Product(LayerPlan layer, Expression x, Func<string, Expression> weight)
    {
        Expression[] weights = [.. NarrowProducts.Parts(layer).Select(part => weight(layer.WeightKey(part)))];
        Expression product = layer.HasRowWeights ? DotProducts(weights, x) : weights[0] * x;
        return UsesBias(layer) ? product + weight(layer.WeightKey(PlanTables.DenseBias)) : product;
    }

    private static Expression DotProducts(Expression[] rows, Expression x)
    {
        Expression[] sums = [.. rows.Select(row => Expression.Sum(row * x).AsVector())];
        return sums.Length == 1 ? sums[0] : Expression.Concat(sums);
    }

    private static bool UsesBias(LayerPlan layer) => layer.Declaration is DenseDeclaration { UseBias: true } or ConvolutionDeclaration { UseBias: true };
}
