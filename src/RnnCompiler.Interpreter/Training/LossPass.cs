using System.Numerics;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Mean loss of a batch: runs a function of the model row by row and sums the results in double precision.</summary>
/// <param name="function">The loss, with or without its gradient.</param>
/// <param name="parameters">The parameters of the model.</param>
/// <param name="weights">The weights of the terms of the loss.</param>
/// <param name="states">The states of a row.</param>
internal abstract class LossPass<T>(Function function, ParameterValues<T> parameters, TermWeights<T> weights, StateValues<T> states)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FunctionRunner<T> _runner = new(function, parameters, null);

    /// <summary>Sum of the weights of all terms of the last batch; 0 if none counts.</summary>
    public double Total { get; private set; }

    /// <summary>The function.</summary>
    protected IrInterpreter<T> Function => _runner.Interpreter;

    /// <summary>The states of a row.</summary>
    protected StateValues<T> States => states;

    /// <summary>Computes the mean loss of a batch; 0 if no term counts.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="before">The states before their first steps.</param>
    /// <param name="always">Whether rows are computed even if no term counts, for their states.</param>
    protected T Mean<TRows>(TRows rows, RowStates<T> before, bool always = false)
        where TRows : ITrainingRows<T, TRows>, allows ref struct
    {
        Total = weights.Count(rows);
        double loss = 0;
        for (int row = 0; row < rows.Count && (Total > 0 || always); row++)
        {
            int steps = rows.Steps(row);
            if (steps == 0)
                continue;
            rows.Write(_runner, row);
            weights.Write(rows, row, Function);
            _runner.SetStates(states, before, row);
            SetMasks(row);
            _runner.Run(steps);
            loss += double.CreateChecked(Function.Result("loss")[0]);
            Take(row, steps);
        }

        return T.CreateChecked(loss);
    }

    /// <summary>Sets the masks of dropout of a row.</summary>
    protected abstract void SetMasks(int row);

    /// <summary>Takes the other results of a row.</summary>
    protected virtual void Take(int row, int steps)
    {
    }
}
