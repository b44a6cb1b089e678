using System.Numerics;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Rows of one call of a trainer, by name.</summary>
/// <param name="rows">The rows.</param>
/// <param name="lengths">The steps of each row in the length group of the model; empty for those of <paramref name="rows"/>.</param>
internal readonly ref struct NamedRows<T>(INetworkRows<T> rows, ReadOnlySpan<int> lengths) : ITrainingRows<T, NamedRows<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<int> _lengths = lengths;

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public int Steps(int row) => _lengths.IsEmpty ? rows.Steps(0, row) : _lengths[row];

    /// <inheritdoc/>
    public int OutputSteps(int output, int row)
    {
        int steps = Steps(row);
        RowPort port = rows.Targets[output].Port;
        return steps == 0 ? 0 : port.Group == 0 ? steps : rows.StepsOf(port, row);
    }

    /// <inheritdoc/>
    public float Weight(int row) => rows.Weight(row);

    /// <inheritdoc/>
    public int Class(int output, int row, int step) => rows.Targets[output].IdsOf(row, step + 1)[step];

    /// <inheritdoc/>
    public void Write(FunctionRunner<T> function, int row)
    {
        RowArguments.WriteInputs(rows, row, Steps(row), function);
        RowArguments.WriteTargets(rows, row, Steps(row), function);
    }

    /// <inheritdoc/>
    public NamedRows<T> WithLengths(ReadOnlySpan<int> lengths) => new(rows, lengths);
}
