using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>The equations of the operations of networks that read one step.</summary>
internal static class NetworkOperations
{
    private const double Epsilon = 1e-5;

    /// <summary>Returns whether an operation has its equation here.</summary>
    public static bool Has(LayerDeclaration layer) => layer is ElementwiseDeclaration or ConcatDeclaration or SliceDeclaration or FeatureReductionDeclaration or RepeatDeclaration;

    /// <summary>Applies an operation.</summary>
    /// <param name="layer">The operation.</param>
    /// <param name="values">The values of the nodes that it reads.</param>
    public static Expression Apply(LayerDeclaration layer, IReadOnlyList<Expression> values) => layer switch
    {
        ElementwiseDeclaration { IsBinary: true } operation => Binary(operation, values),
        ElementwiseDeclaration operation => Unary(operation, values[0]),
        ConcatDeclaration => Expression.Concat(values),
        FeatureReductionDeclaration reduction => Reduce(reduction.Kind, values[0]),
        RepeatDeclaration => values[0],
        SliceDeclaration slice => Expression.Slice(values[0], slice.Start, slice.Length),
        _ => throw new NotSupportedException($"Expected an operation with an equation, found {layer.GetType().Name}."),
    };

    /// <summary>Returns γ · (x − mean) / √(variance + ε) + β, with the mean and variance of the features of x, or those of a batch normalisation.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">What it reads.</param>
    /// <param name="weight">Returns the weight with a key.</param>
    public static Expression Normalize(LayerPlan layer, Expression x, Func<string, Expression> weight)
    {
        (Expression gain, Expression shift) = (weight(layer.WeightKey(PlanTables.Gain)), weight(layer.WeightKey(PlanTables.Shift)));
        if (layer.Declaration is BatchNormalizationDeclaration)
        {
            (Expression mean, Expression statistic) = (weight(layer.WeightKey(PlanTables.StatisticMean)), weight(layer.WeightKey(PlanTables.StatisticVariance)));
            return (gain * ((x - mean) / Expression.Sqrt(Epsilon + statistic))) + shift;
        }

        double share = 1.0 / x.Value.Type.Rows;
        Expression centered = x - (share * Expression.Sum(x));
        Expression variance = share * Expression.Sum(centered * centered);
        return (gain * (centered / Expression.Sqrt(Epsilon + variance))) + shift;
    }

    private static Expression Reduce(FeatureReduction kind, Expression a)
    {
        Expression scalar = kind == FeatureReduction.Max ? Expression.Greatest(a) : Expression.Sum(a);
        if (kind == FeatureReduction.Mean)
            scalar = (1.0 / a.Value.Type.Rows) * scalar;
        return new(a.Builder, a.Builder.Add(new LengthOperation(OperationKind.Broadcast, 1), [scalar.Value]));
    }

    private static Expression Binary(ElementwiseDeclaration operation, IReadOnlyList<Expression> values)
    {
        Expression left = operation.Left is { } l ? values[0].Number(l) : values[0];
        Expression right = operation.Right is { } r ? values[0].Number(r) : values[values.Count - 1];
        return Expression.Elementwise(Kind(operation.Kind), left, right);
    }

    private static Expression Unary(ElementwiseDeclaration operation, Expression a) => operation.Kind switch
    {
        ElementwiseOperation.Square => a * a,
        _ when operation.Activation != Activation.None => Activations.Apply(operation.Activation, a),
        _ => new(a.Builder, a.Builder.Apply(Kind(operation.Kind), a.Value)),
    };

    private static OperationKind Kind(ElementwiseOperation operation) => operation switch
    {
        ElementwiseOperation.Add => OperationKind.Add,
        ElementwiseOperation.Subtract => OperationKind.Subtract,
        ElementwiseOperation.Multiply => OperationKind.Multiply,
        ElementwiseOperation.Divide => OperationKind.Divide,
        ElementwiseOperation.Max => OperationKind.Max,
        ElementwiseOperation.Min => OperationKind.Min,
        ElementwiseOperation.Abs => OperationKind.Abs,
        ElementwiseOperation.Exp => OperationKind.Exp,
        ElementwiseOperation.Log => OperationKind.Log,
        ElementwiseOperation.Sqrt => OperationKind.Sqrt,
        _ => throw new NotSupportedException($"Expected an operation with an equation, found {operation}."),
    };
}
