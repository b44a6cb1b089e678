using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Models;

/// <summary>
/// Runner of one function with its own buffers. The parameters of the model are copied to its arguments, and rounded for inference, only after they changed.
/// </summary>
internal sealed class FunctionRunner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string StepCount = "step_count";
    private const string Start = "start";

    private readonly ParameterValues<T> _parameters;
    private readonly WeightRounding? _rounding;
    private readonly (string Key, Range Place, int Columns)[] _weights;
    private readonly bool _countsSteps;
    private readonly bool _readsStart;
    private long _version = -1;

    public FunctionRunner(Function function, ParameterValues<T> parameters, WeightRounding? rounding)
    {
        _parameters = parameters;
        _rounding = rounding;
        _weights = [.. function.ParametersOf(ParameterRole.Weight).Select(w => (w.Name!, parameters.Weight(w.Name!), w.Type.Columns))];
        _countsSteps = function.ParametersOf(ParameterRole.StepCount).Any();
        _readsStart = function.ParametersOf(ParameterRole.Start).Any();
        Interpreter = new IrInterpreter<T>(function);
        foreach ((string key, _, int columns) in _weights.Where(w => rounding is not null && rounding.RoundsOperand(w.Key, w.Columns)))
            Interpreter.RoundOperandsOf(key);
    }

    public IrInterpreter<T> Interpreter { get; }

    /// <summary>Sets an argument of real numbers or of ids.</summary>
    public void Set<TElement>(string name, ReadOnlySpan<TElement> values)
        where TElement : unmanaged
    {
        if (typeof(TElement) == typeof(int))
            MemoryMarshal.Cast<TElement, int>(values).CopyTo(Interpreter.IntegerArgument(name));
        else
            MemoryMarshal.Cast<TElement, T>(values).CopyTo(Interpreter.Argument(name));
    }

    /// <summary>Sets the states of a row before its first step and, if the function reads that, whether they are the learned ones.</summary>
    public void SetStates(StateValues<T> states, RowStates<T> before, int row)
    {
        bool starts = before.Starts(row);
        if (_readsStart)
            Interpreter.Argument(Start)[0] = starts ? T.One : T.Zero;
        if (starts)
            states.CopyInitialInto(Interpreter);
        else
            states.CopyInto(Interpreter, before.Of(row, states.Length));
    }

    /// <summary>Evaluates the function for an example of some steps.</summary>
    public void Run(int? steps = null)
    {
        if (_countsSteps && steps is { } count)
            Interpreter.Argument(StepCount)[0] = T.CreateChecked(count);
        if (_version != _parameters.Version)
        {
            foreach ((string key, Range place, int columns) in _weights)
            {
                Span<T> weight = Interpreter.Argument(key);
                _parameters.All[place].CopyTo(weight);
                _rounding?.Apply(key, weight, columns);
            }

            _version = _parameters.Version;
        }

        Interpreter.Run(steps);
    }
}
