using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Memory of the parameters and results of a prepared function: spans of the caller, packed storage, states. Inference may read weights in reduced precision.
/// </summary>
internal sealed class FunctionBinding
{
    private const string StepGradient = "step_gradient";

    private readonly FunctionInterface _interface;
    private readonly List<LoopBuffer> _workspace = [];
    private readonly List<LoopBuffer> _lossWeights = [];
    private readonly Dictionary<string, LoopBuffer> _noises = [];
    private readonly HashSet<string> _inputs = new(StringComparer.Ordinal);
    private readonly int _stateStorage;
    private readonly RowLayout _inputRow;
    private readonly RowLayout _targetRow;
    private readonly RowLayout _outputRow;

    /// <summary>Creates the buffers of a function's parameters.</summary>
    /// <param name="interface">What decides where they are.</param>
    /// <param name="prepared">The function, prepared for scheduling.</param>
    /// <param name="locations">Receives the locations of the parameters.</param>
    public FunctionBinding(FunctionInterface @interface, Function prepared, ValueLocations locations)
    {
        _interface = @interface;
        _stateStorage = @interface.States.Sum(static s => Target.Pad(s.State.Type.Rows));
        _inputRow = RowLayout.Inputs(@interface.Function);
        _targetRow = RowLayout.Targets(@interface.Function);
        _outputRow = RowLayout.Outputs(@interface.Function);
        foreach (Parameter parameter in prepared.Parameters)
            Bind(parameter.Value, parameter.Role, locations);
        if (prepared.Results.Any(static r => r.Name == "loss"))
            Loss = Shared("loss", 1, isPadded: true);
    }

    /// <summary>The workspace buffers that the caller writes or reads: step count, start, loss weights, masks and the loss.</summary>
    public IReadOnlyList<LoopBuffer> Workspace => _workspace;

    /// <summary>The buffer of the loss of a row; null if the function has none.</summary>
    public LoopBuffer? Loss { get; }

    /// <summary>The buffer of the step count of a row; null if the function does not read it.</summary>
    public LoopBuffer? StepCount { get; private set; }

    /// <summary>The buffer of the number that says whether a row starts from the learned initial states; null if the function does not read it.</summary>
    public LoopBuffer? Start { get; private set; }

    /// <summary>The buffers of the loss weights of a row, one for each output in order; empty if the function has none.</summary>
    public IReadOnlyList<LoopBuffer> LossWeights => _lossWeights;

    /// <summary>Gets the buffer of a mask.</summary>
    public LoopBuffer Noise(string name) => _noises[name];

    /// <summary>
    /// Gets the kind of a result that is computed on request; <see cref="RequestedResults.None"/> for one that is always computed, as are the states after a streaming step.
    /// </summary>
    public RequestedResults KindOf(FunctionResult result)
    {
        if (result.Name == StepGradient)
            return RequestedResults.StepGradients;
        if (result.CotangentOf is not { } parameter)
            return IsFinalState(result) && _interface.Function != _interface.Module.Step ? RequestedResults.FinalStates : RequestedResults.None;
        if (_inputs.Contains(parameter))
            return RequestedResults.InputGradient;
        return StateOf(parameter) is null ? RequestedResults.Gradients : RequestedResults.StateGradients;
    }

    /// <summary>Gets the destination of a result; null for gradients of weights, which <see cref="GradientNestBuilder"/> stores.</summary>
    public BufferView? TargetOf(FunctionResult result)
    {
        TensorType type = result.Value.Type;
        if (RowLayout.IsOutput(_interface.Function, result))
            return Outside(_outputRow, result.Name, MemorySpace.Output, type.Rank == 2);
        return KindOf(result) switch
        {
            RequestedResults.InputGradient => Outside(_inputRow, result.CotangentOf!, MemorySpace.InputGradient, type.Rank == 2, result.Name),
            RequestedResults.StateGradients => State(StateOf(result.CotangentOf!)!, MemorySpace.StateGradient),
            RequestedResults.StepGradients => Outside(StepGradient, MemorySpace.StepGradient, type, 0, RowPart.LengthOf(type), stacked: true),
            _ when IsFinalState(result) => State(StateOf(result.Name)!, MemorySpace.StateOut),
            _ => result.Name == "loss" ? BufferView.Of(Loss!) : null,
        };
    }

    private bool IsFinalState(FunctionResult result) => result.CotangentOf is null && StateOf(result.Name) is not null;

    private StatePlacement? StateOf(string name) => _interface.States.FirstOrDefault(s => s.State.Name == name);

    private void Bind(Value value, ParameterRole role, ValueLocations locations)
    {
        switch (role)
        {
            case ParameterRole.Input:
                _inputs.Add(value.Name!);
                locations.SetView(value, Outside(_inputRow, value.Name!, IsInteger(value.Type) ? MemorySpace.Tokens : MemorySpace.Input, IsStacked(value.Type)));
                break;
            case ParameterRole.PaddingMask:
                locations.SetView(value, Outside(_inputRow, value.Name!, MemorySpace.Input, stacked: true));
                break;
            case ParameterRole.Target:
                locations.SetView(value, Outside(_targetRow, value.Name!, IsInteger(value.Type) ? MemorySpace.Classes : MemorySpace.Targets, IsStacked(value.Type)));
                break;
            case ParameterRole.State:
                locations.SetView(value, State(StateOf(value.Name!)!, MemorySpace.StateIn));
                break;
            case ParameterRole.Weight:
                BindWeight(value, locations);
                break;
            case ParameterRole.Noise:
                locations.SetView(value, BindNoise(value));
                break;
            case ParameterRole.StepCount:
                StepCount = Shared(value.Name!, 1, isPadded: true);
                locations.SetView(value, BufferView.Of(StepCount));
                break;
            case ParameterRole.Start:
                Start = Shared(value.Name!, 1, isPadded: true);
                locations.SetView(value, BufferView.Of(Start));
                break;
            case ParameterRole.LossWeight:
                bool stacked = value.Type.Rank > 0;
                LoopBuffer weights = Shared(value.Name!, stacked ? value.Type.Rows : 1, isPadded: !stacked);
                _lossWeights.Add(weights);
                locations.SetView(value, stacked ? BufferView.Stacked(weights) : BufferView.Of(weights));
                break;
            default:
                throw new InvalidOperationException($"A parameter of role {role} cannot be scheduled: {value}.");
        }
    }

    private void BindWeight(Value value, ValueLocations locations)
    {
        PackedWeight weight = _interface.Function == _interface.Module.Training ? _interface.Packing[value.Name!] : _interface.Packing.ForInference(value.Name!);
        locations.SetWeight(value, weight);
        if (!value.Type.IsMatrix)
        {
            locations.SetView(value,
                BufferView.Of(new LoopBuffer(EquationText.Name(value), MemorySpace.Parameters, value.Type.Rows, 1, isPadded: true) { Start = weight.Slice.Offset }));
        }
    }

    /// <summary>Creates a workspace buffer of scalars that the caller writes or reads.</summary>
    private LoopBuffer Shared(string name, int slots, bool isPadded)
    {
        LoopBuffer buffer = new(name, MemorySpace.Workspace, 1, slots, isPadded) { IsInterface = true };
        _workspace.Add(buffer);
        return buffer;
    }

    private BufferView BindNoise(Value value)
    {
        bool stacked = value.Type.Rank == 2;
        (int slots, int length) = stacked ? (value.Type.Rows, value.Type.Columns) : (1, value.Type.Rows);
        LoopBuffer buffer = new(EquationText.Name(value), MemorySpace.Workspace, length, slots, isPadded: true) { IsInterface = true };
        _noises[value.Name!] = buffer;
        _workspace.Add(buffer);
        return stacked ? BufferView.Stacked(buffer) : BufferView.Of(buffer);
    }

    private static bool IsInteger(TensorType type) => type.Element == ElementType.Integer;

    // The input of a step function is one step, and features are one vector: f[n] or i[]. Others are stacked over time.
    private static bool IsStacked(TensorType type) => IsInteger(type) ? type.Rank == 1 : type.Rank == 2;

    private static BufferView Outside(RowLayout row, string key, MemorySpace space, bool stacked, string? name = null)
    {
        RowPart part = row[key];
        return Outside(name ?? key, space, part.Type, part.Offset, row.Length, stacked);
    }

    private static BufferView Outside(string name, MemorySpace space, TensorType type, int start, int rowStride, bool stacked)
    {
        int length = !stacked ? type.Rows : type.Rank == 2 ? type.Columns : 1;
        int steps = stacked ? type.Rows : 1;
        LoopBuffer buffer = new(name, space, length, steps, isPadded: false) { Start = start, RowStride = rowStride };
        return stacked ? BufferView.Stacked(buffer) : BufferView.Of(buffer);
    }

    private BufferView State(StatePlacement state, MemorySpace space)
    {
        string name = EquationText.Name(new Value(0, state.State.Type, state.State.Name));
        return BufferView.Of(new LoopBuffer(name, space, state.State.Type.Rows, 1, isPadded: true) { Start = state.Offset, RowStride = _stateStorage });
    }
}
