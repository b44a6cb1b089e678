using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Networks;

/// <summary>
/// Dense layers of few outputs, which compute each output as a dot product with lanes over the inputs. A matrix product has lanes over the outputs, most of which
/// would be padding. Each row of the weight is a vector of its own.
/// </summary>
internal static class NarrowProducts
{
    private const int MaxRows = 4;

    /// <summary>Instructions that add the 16 lanes of a dot product, halving them four times, and store the sum.</summary>
    private const int JoinCost = 6;

    /// <summary>Returns whether dot products are fewer instructions than a matrix product, which has one multiply-add for each column.</summary>
    /// <param name="rows">The number of outputs.</param>
    /// <param name="columns">The number of inputs.</param>
    public static bool Pay(int rows, int columns) => rows <= MaxRows && rows * ((Target.Pad(columns) / Target.Block) + JoinCost) <= columns;

    /// <summary>Returns the name of the weight of a dense layer, or those of its rows.</summary>
    public static IReadOnlyList<string> Parts(LayerPlan layer) => layer.HasRowWeights
        ? [.. Enumerable.Range(0, layer.OutputSize).Select(static row => FormattableString.Invariant($"{PlanTables.DenseWeight}_{row}"))]
        : [PlanTables.DenseWeight];
}
