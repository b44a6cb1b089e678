using System.Numerics;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Interpreter.Training;

/// <summary>
/// Weights of the terms of a loss, which is the sum over the outputs of a weighted mean over a batch: the weight of the row, times the weight of the class. Steps of class −1 do
/// not count. A loss function has one term, the loss of the row.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class TermWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<float>? _classWeights;
    private readonly bool _hasClasses;
    private readonly bool _countsRows;
    private readonly string[] _arguments; // of the loss weights of each output
    private readonly int[] _elements; // terms of the loss for each output step
    private readonly double[] _totals;
    private readonly LossShares _shares;

    /// <summary>Creates the weights of a model.</summary>
    /// <param name="module">The model.</param>
    /// <param name="classWeights">The weight of each class; null for 1.</param>
    public TermWeights(Module module, IReadOnlyList<float>? classWeights)
    {
        _classWeights = classWeights;
        _countsRows = module.CountsRows;
        _hasClasses = module.Declaration.HasClassTargets && !_countsRows;
        _arguments = _countsRows ? ["loss_weight"] : [.. module.TargetRow.Parts.Select(static part => "loss_weight" + part.Key["target".Length..])];
        _elements = _countsRows ? [1] : [.. module.TargetRow.Parts.Select(part => _hasClasses ? 1 : part.Type.Rank == 2 ? part.Type.Columns : part.Type.Rows)];
        _totals = new double[_elements.Length];
        _shares = new LossShares(_elements.Length);
    }

    /// <summary>Gets the number of outputs with terms of their own; 1 for a loss function.</summary>
    public int Outputs => _totals.Length;

    /// <summary>Sums the weights of all terms of a batch, for each output.</summary>
    /// <returns>The sum over all outputs.</returns>
    public double Count<TRows>(TRows rows)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        double all = 0;
        for (int output = 0; output < _totals.Length; output++)
        {
            double total = 0;
            for (int row = 0; row < rows.Count; row++)
            {
                for (int t = 0; t < Terms(rows, output, row); t++)
                    total += Weight(rows, output, row, t) * _elements[output];
            }

            _totals[output] = total;
            all += total;
        }

        return all;
    }

    /// <summary>Checks that the last sums can be accumulated.</summary>
    /// <param name="isFirst">Whether it is the first call since the last update.</param>
    /// <exception cref="ArgumentException">The shares of the outputs differ from those of the first call.</exception>
    public void CheckShares(bool isFirst) => _shares.Check(_totals, isFirst);

    /// <summary>Writes the weight of each output step of a row, divided by the total of the output, to the arguments of a function.</summary>
    public void Write<TRows>(TRows rows, int row, IrInterpreter<T> function)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        for (int output = 0; output < _totals.Length; output++)
            Write(rows, output, row, function.Argument(_arguments[output]));
    }

    /// <summary>Writes the weight of each step of an output of a row, divided by the total of the output; 0 behind the end of the row.</summary>
    public void Write<TRows>(TRows rows, int output, int row, Span<T> weights)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        double total = _totals[output] > 0 ? _totals[output] : 1;
        int steps = Terms(rows, output, row);
        for (int t = 0; t < steps; t++)
            weights[t] = T.CreateChecked(Weight(rows, output, row, t) / total);
        weights[steps..].Clear();
    }

    private int Terms<TRows>(TRows rows, int output, int row)
        where TRows : ITrainingRows<T, TRows>, allows ref struct => _countsRows ? Math.Min(rows.Steps(row), 1) : rows.OutputSteps(output, row);

    private double Weight<TRows>(TRows rows, int output, int row, int step)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        double weight = rows.Weight(row);
        if (!_hasClasses)
            return weight;
        int id = rows.Class(output, row, step);
        return id < 0 ? 0 : weight * (_classWeights?[id] ?? 1f);
    }
}
