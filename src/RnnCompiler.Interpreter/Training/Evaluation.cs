using System.Numerics;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>
/// Loss and outputs of a batch as inference computes them. The loss is that of the parameters, with the expected value of each mask of dropout; outputs are those of the
/// weights in the declared format.
/// </summary>
/// <param name="module">The model.</param>
/// <param name="parameters">Its parameters.</param>
/// <param name="weights">The weights of the terms of the loss.</param>
/// <param name="states">The states of a row.</param>
internal sealed class Evaluation<T>(Module module, ParameterValues<T> parameters, TermWeights<T> weights, StateValues<T> states)
    : LossPass<T>(module.Loss, parameters, weights, states)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NoiseMasks<T> _masks = new(module.Noises);
    private readonly FunctionRunner<T> _sequence = new(module.Sequence, parameters, new WeightRounding(module));

    /// <summary>Computes the mean loss of a batch; 0 if no term counts.</summary>
    public T Run<TRows>(TRows rows, RowStates<T> before)
        where TRows : ITrainingRows<T, TRows>, allows ref struct => Mean(rows, before);

    /// <summary>Computes the outputs of a batch, and adds them to metrics; logits as probabilities.</summary>
    public void AddTo<TInput, TTarget>(RowMetrics<T> metrics, BatchRows<T, TInput, TTarget> rows, RowStates<T> before)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Steps(row) == 0)
                continue;
            _sequence.Set("input", rows.Input(row));
            _sequence.SetStates(States, before, row);
            _sequence.Run(rows.Steps(row));
            T[] outputs = [.. _sequence.Interpreter.Result("output")[..(rows.OutputSteps(row) * module.OutputSize)]];
            if (module.OutputsAreLogits)
                outputs = Array.ConvertAll(outputs, static logit => T.One / (T.One + T.Exp(-logit)));
            metrics.Add(outputs, rows.Target(row));
        }
    }

    /// <inheritdoc/>
    protected override void SetMasks(int row) => _masks.SetMeans(Function);
}
