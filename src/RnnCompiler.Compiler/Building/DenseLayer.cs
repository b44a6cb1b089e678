using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>The equation of a dense layer, y = act(W x + b), without its activation, which a loss may fuse.</summary>
internal static class DenseLayer
{
    public static Expression Product(LayerPlan layer, Expression x, Func<string, Expression> weight)
    {
        Expression product = weight(layer.Key(PlanTables.DenseWeight)) * x;
        return layer.Declaration is DenseDeclaration { UseBias: true } ? product + weight(layer.Key(PlanTables.DenseBias)) : product;
    }

    /// <summary>Returns the keys of the layer's weights.</summary>
    public static IEnumerable<string> Keys(LayerPlan layer) => layer.Declaration is DenseDeclaration { UseBias: true }
        ? [layer.Key(PlanTables.DenseWeight), layer.Key(PlanTables.DenseBias)]
        : [layer.Key(PlanTables.DenseWeight)];
}
