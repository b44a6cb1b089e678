using System.Numerics;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Interpreter.Ir;

namespace RnnCompiler.Interpreter;

/// <summary>
/// Interpreter of a function of the IR over one example, one operation at a time: what an engineer would write without a compiler. In double precision it is
/// the oracle of all tests. Buffers are allocated once; <see cref="Run"/> does not allocate.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class IrInterpreter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ExampleSteps _steps = new();
    private readonly SlotTable<T> _slots;
    private readonly Dictionary<string, Value> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _results = new(StringComparer.Ordinal);
    private readonly List<WeightSlot<T>> _weights = [];
    private readonly Instruction[] _instructions;
    private bool _weightsChanged = true;

    /// <summary>Allocates the buffers of a function.</summary>
    /// <param name="function">A function of a module, at any stage before scheduling.</param>
    public IrInterpreter(Function function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _slots = new SlotTable<T>(_steps);
        foreach (Parameter parameter in function.Parameters)
        {
            if (parameter.Role == ParameterRole.Weight && parameter.Value.Type.IsMatrix)
                _weights.Add(_slots.AllocateWeight(parameter.Value));
            else
                _slots.Allocate(parameter.Value);
            _parameters[parameter.Value.Name!] = parameter.Value;
        }

        _instructions = InstructionList.Of(function.Equations, _slots);
        foreach (FunctionResult result in function.Results)
            _results[result.Name] = result.Value;
    }

    /// <summary>
    /// Gets the buffer of a float parameter, row-major, to be written before the next <see cref="Run"/>. Call it again to change a weight matrix again.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The function has no such parameter.</exception>
    public Span<T> Argument(string name)
    {
        Slot<T> slot = _slots[_parameters[name]];
        if (slot is WeightSlot<T> weight)
        {
            weight.MarkStale();
            _weightsChanged = true;
        }

        return slot.Span;
    }

    /// <summary>Makes products with a weight matrix round their vectors, as integer products do.</summary>
    internal void RoundOperandsOf(string name)
    {
        if (_slots[_parameters[name]] is WeightSlot<T> weight)
            weight.RoundsOperand = true;
    }

    /// <summary>Gets the buffer of a parameter of ids, to be written before the next <see cref="Run"/>.</summary>
    /// <exception cref="KeyNotFoundException">The function has no such parameter.</exception>
    public Span<int> IntegerArgument(string name) => _slots.Ids(_parameters[name]).Data;

    /// <summary>Evaluates the function.</summary>
    /// <param name="steps">
    /// The number of steps of the example, at least 1: scans execute these steps, and nothing of a stacked value behind them is read. Null for all steps.
    /// </param>
    public void Run(int? steps = null)
    {
        _steps.Number = steps;
        if (_weightsChanged)
        {
            foreach (WeightSlot<T> weight in _weights)
                weight.Refresh();
            _weightsChanged = false;
        }

        foreach (Instruction instruction in _instructions)
            instruction.Run();
    }

    /// <summary>Gets a result, row-major, valid until the next <see cref="Run"/>.</summary>
    /// <exception cref="KeyNotFoundException">The function has no such result.</exception>
    public ReadOnlySpan<T> Result(string name) => _slots[_results[name]].Span;
}
