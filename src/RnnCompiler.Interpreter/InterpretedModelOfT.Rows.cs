using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler;

public sealed partial class InterpretedModel<T>
{
    private RowPorts? _sequencePorts;
    private RowPorts? _stepPorts;

    private RowPorts SequencePorts => _sequencePorts ??= RowPorts.OfSequences(_module);

    /// <summary>Creates the rows of a batch, for a network of any inputs and outputs. What the network writes itself is no input of them, but the first target.</summary>
    /// <param name="rows">The number of rows; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is below 1.</exception>
    public NetworkRows<T> CreateRows(int rows) => new(SequencePorts, rows);

    /// <summary>Creates a row for single steps of streams: each sequence among its inputs and outputs has one step.</summary>
    /// <exception cref="NotSupportedException">The model cannot run step by step, or writes tokens itself.</exception>
    public NetworkRows<T> CreateStep()
    {
        RefuseWriting();
        return _step is null ? throw CannotStep() : new NetworkRows<T>(_stepPorts ??= RowPorts.OfSteps(_module), 1);
    }

    /// <summary>Computes a batch of rows, each from the initial state. <see cref="NetworkRows{T}.Read"/> then returns the outputs.</summary>
    /// <param name="rows">The rows, which a model of the same declaration created.</param>
    /// <remarks>Nothing behind the end of a row is read, and its outputs there become 0.</remarks>
    /// <exception cref="ArgumentException">The rows are those of another model or of single steps, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">An input is not set; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">The network writes tokens itself: <see cref="Generate(NetworkRows{T}, Span{int}, GenerationOptions)"/> does that.</exception>
    public void Forward(NetworkRows<T> rows) => Forward(rows, default, default);

    /// <summary>Computes a batch of rows that go on from given states.</summary>
    /// <param name="rows">The rows, which a model of the same declaration created.</param>
    /// <param name="initialStates">[rows, <see cref="StateLength"/>], the states before the first step; empty for the initial values.</param>
    /// <param name="finalStates">[rows, <see cref="StateLength"/>], receives the states after the last step; empty if they are not wanted.</param>
    /// <remarks>Nothing behind the end of a row is read, and its outputs there become 0. The states of a row of length 0 stay.</remarks>
    /// <exception cref="ArgumentException">
    /// The rows are those of another model or of single steps, an id is out of range, or the number of states differs; nothing was changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">An input is not set; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">The network writes tokens itself: <see cref="Generate(NetworkRows{T}, Span{int}, GenerationOptions)"/> does that.</exception>
    public void Forward(NetworkRows<T> rows, ReadOnlySpan<T> initialStates, Span<T> finalStates)
    {
        RefuseWriting();
        ArgumentNullException.ThrowIfNull(rows);
        rows.Check(Declaration, isStep: false, readsTargets: false);
        ArgumentChecks.States<T>(initialStates, finalStates, rows.Count, StateLength);
        RowStates<T> before = new(initialStates, default);
        FunctionRunner<T> runner = _sequence.Rent();
        for (int row = 0; row < rows.Count; row++)
        {
            int steps = rows.Steps(0, row);
            Span<T> after = finalStates.IsEmpty ? default : finalStates.Slice(row * StateLength, StateLength);
            if (steps == 0)
            {
                foreach (RowValues<T> output in rows.Outputs)
                    output.RealsOf(row, output.Port.Steps).Clear();
                if (!after.IsEmpty)
                    _states.Write(before, row, after);
                continue;
            }

            runner.SetStates(_states, before, row);
            RowArguments.WriteInputs(rows, row, steps, runner);
            runner.Run(steps);
            Take(rows, row, runner);
            if (!after.IsEmpty)
                _states.TakeFrom(runner.Interpreter, after);
        }

        _sequence.Return(runner);
    }

    /// <summary>Advances a stream by one step. <see cref="NetworkRows{T}.Read"/> then returns the outputs.</summary>
    /// <param name="state">The state of the stream, created by a model of the same declaration.</param>
    /// <param name="step">The inputs at the step, which <see cref="CreateStep"/> of a model of the same declaration created.</param>
    /// <exception cref="ArgumentException">The state or the step is another model's, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">An input is not set; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">The model cannot run step by step, or writes tokens itself.</exception>
    public void Step(InterpretedState<T> state, NetworkRows<T> step)
    {
        RefuseWriting();
        if (_step is null)
            throw CannotStep();
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(step);
        state.CheckOwner(Declaration);
        step.Check(Declaration, isStep: true, readsTargets: false);
        FunctionRunner<T> runner = _step.Rent();
        RowArguments.WriteInputs(step, 0, 1, runner);
        state.CopyInto(runner.Interpreter);
        runner.Run();
        state.TakeFrom(runner.Interpreter);
        Take(step, 0, runner);
        _step.Return(runner);
    }

    /// <summary>Copies the outputs of a row, 0 behind its end.</summary>
    private static void Take(NetworkRows<T> rows, int row, FunctionRunner<T> runner)
    {
        foreach (RowValues<T> output in rows.Outputs)
        {
            Span<T> values = output.RealsOf(row, output.Port.Steps);
            int computed = rows.StepsOf(output.Port, row) * output.Port.StepLength;
            runner.Interpreter.Result(output.Port.Part.Key)[..computed].CopyTo(values);
            values[computed..].Clear();
        }
    }
}
