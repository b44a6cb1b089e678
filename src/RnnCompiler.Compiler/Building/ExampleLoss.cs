using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Losses;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>
/// Builds a loss of one example: the mean of its terms over steps and features. A step that the example does not have, and a step of class −1, do not count; without any step
/// that counts the loss is 0.
/// </summary>
/// <param name="builder">The function under construction.</param>
/// <param name="function">The name of the function.</param>
/// <param name="extent">The steps of output and target.</param>
/// <param name="arguments">The step count, if output and target are sequences of the model's length group.</param>
internal sealed class ExampleLoss(FunctionBuilder builder, string function, TimeExtent extent, IReadOnlyDictionary<string, Value> arguments)
{
    /// <summary>Returns the loss, f[1].</summary>
    /// <param name="layer">The loss in the loss function.</param>
    /// <param name="output">The output, before its activation.</param>
    /// <param name="target">The target.</param>
    public Expression Mean(LayerPlan layer, NetworkOutput output, NetworkOutput target)
    {
        LossTermDeclaration declaration = (LossTermDeclaration)layer.Declaration;
        LossTerm loss = LossLibrary.Create(declaration.Loss, declaration.Delta);
        bool hasClasses = declaration.Loss == Loss.CrossEntropy;
        target = target.Activated();
        if (output.Vector is { } vector)
        {
            Expression expected = target.Vector!.Value;
            Expression share = hasClasses ? Counts(expected, layer.InputSize) : Scalar(builder, 1.0 / layer.InputSize);
            return Spread(loss.Total(vector, output.Activation, expected, share));
        }

        // The divisor is a factor of the sum, so that one map over time computes the output at a step and its term.
        ScanBuilder map = new(builder, $"{function}.{layer.Name}.each_step", ScanDirection.Forward, extent);
        (StepScope outputs, StepScope targets) = (map.Declare(output.Sequence!), map.Declare(target.Sequence!));
        Expression y = output.Sequence!.AtStep(outputs), t = target.Sequence!.AtStep(targets);
        Expression counts = hasClasses ? Counts(t, layer.InputSize) : Scalar(y.Builder, 1);
        Expression present = map.AtStep(counts, counts.Number(0)).Named("present");
        map.Sum("total", loss.Total(y, output.Activation, t, present));
        bool isCounted = hasClasses || extent.Mask is not null;
        if (isCounted)
            map.Sum("count", present);
        IReadOnlyList<Value> sums = map.Build(isCounted ? [$"{layer.Name}.total", $"{layer.Name}.count"] : [$"{layer.Name}.total"]);
        Expression count = new(builder, isCounted ? sums[1] : arguments[PlanTables.StepCount]);
        if (isCounted)
            count = Expression.Max(count, count.Number(1));
        int elements = loss.Elements(layer.InputSize);
        return Spread(new Expression(builder, sums[0]) / (elements == 1 ? count : elements * count));
    }

    private static Expression Scalar(FunctionBuilder scope, double number) => new(scope, scope.Constant(number, TensorType.Scalar));

    /// <summary>Returns 1 for a class id, and 0 for −1.</summary>
    private static Expression Counts(Expression id, int classes) =>
        Expression.Sum(new(id.Builder, id.Builder.Add(new LengthOperation(OperationKind.OneHot, classes), [id.Value])));

    private Expression Spread(Expression scalar) => new(builder, builder.Add(new LengthOperation(OperationKind.Broadcast, 1), [scalar.Value]));
}
