using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>
/// Reverses a sequence of a length group of its own: a vector that is 1 at the last step that the example has selects a step, and moves to the step before. Steps that the
/// example does not have are 0.
/// </summary>
internal static class Reversal
{
    /// <summary>Returns the reversed sequence.</summary>
    /// <param name="builder">The function under construction.</param>
    /// <param name="name">The name of the scan.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="stacked">The sequence, f[S,n].</param>
    /// <param name="extent">Its steps.</param>
    public static DeferredSequence Of(FunctionBuilder builder, string name, LayerPlan layer, Value stacked, TimeExtent extent)
    {
        Value matrix = builder.Add(Operation.Of(OperationKind.AllSteps), [stacked]);
        Expression present = new(builder, builder.Add(Operation.Of(OperationKind.AllSteps), [extent.Mask!]));
        ScanBuilder scan = new(builder, name, ScanDirection.Forward, extent);
        Expression selected = scan.Carry("selected", (present - Earlier(present)).Value);
        Expression steps = scan.Invariant(matrix, "steps");
        scan.Next("selected", Earlier(selected));
        scan.Output("y", new Expression(selected.Builder, selected.Builder.Apply(OperationKind.TransposedMatVec, steps.Value, selected.Value)));
        return DeferredSequence.Of(layer.Name, new StackedValue("reversed", scan.Build($"{layer.Name}.selected", $"{layer.Name}.reversed")[1]), layer.OutputSize);
    }

    private static Expression Earlier(Expression a)
    {
        int steps = a.Value.Type.Rows;
        Expression end = new(a.Builder, a.Builder.Constant(0, TensorType.Vector(1)));
        return steps == 1 ? end : Expression.Concat([Expression.Slice(a, 1, steps - 1), end]);
    }
}
