using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Interpreter.Training;

/// <summary>
/// Weights of the terms of a loss in a weighted mean over a batch: the weight of the row, times the weight of the class. Steps of class −1 do not count. A loss function has
/// one term, the loss of the row.
/// </summary>
/// <param name="module">The model.</param>
/// <param name="classWeights">The weight of each class; null for 1.</param>
internal sealed class TermWeights<T>(Module module, IReadOnlyList<float>? classWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _hasClasses = module.Declaration.HasClassTargets && !module.CountsRows;
    private readonly int _elements = module.Declaration.HasClassTargets || module.CountsRows ? 1 : module.OutputSize; // terms of the loss for each output step

    /// <summary>Sums the weights of all terms of a batch.</summary>
    public double Total<TInput, TTarget>(BatchRows<TInput, TTarget> rows)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        double total = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            for (int t = 0; t < Terms(rows, row); t++)
                total += Weight(rows, row, t) * _elements;
        }

        return total;
    }

    /// <summary>Writes the weight of each output step of a row, divided by the total.</summary>
    public void Write<TInput, TTarget>(BatchRows<TInput, TTarget> rows, int row, double total, Span<T> weights)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        for (int t = 0; t < Terms(rows, row); t++)
            weights[t] = T.CreateChecked(Weight(rows, row, t) / total);
    }

    private int Terms<TInput, TTarget>(BatchRows<TInput, TTarget> rows, int row)
        where TInput : unmanaged
        where TTarget : unmanaged => module.CountsRows ? Math.Min(rows.Steps(row), 1) : rows.OutputSteps(row);

    private double Weight<TInput, TTarget>(BatchRows<TInput, TTarget> rows, int row, int step)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        double weight = rows.Weight(row);
        if (!_hasClasses)
            return weight;
        int id = MemoryMarshal.Cast<TTarget, int>(rows.Target(row))[step];
        return id < 0 ? 0 : weight * (classWeights?[id] ?? 1f);
    }
}
