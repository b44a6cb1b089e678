using RnnCompiler.Compiler.Declarations;
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

    /// <summary>Returns the rows that are vectors of their own; 0 if the weight of the layer is a matrix.</summary>
    public static int RowsOf(LayerPlan layer) => layer.Declaration is DenseDeclaration && Pay(layer.OutputSize, layer.InputSize) ? layer.OutputSize : 0;

    /// <summary>Returns the name of the weight, or those of its rows.</summary>
    public static IReadOnlyList<string> Parts(LayerPlan layer) => RowsOf(layer) is > 0 and int rows
        ? [.. Enumerable.Range(0, rows).Select(static row => FormattableString.Invariant($"{PlanTables.DenseWeight}_{row}"))]
        : [PlanTables.DenseWeight];
}
