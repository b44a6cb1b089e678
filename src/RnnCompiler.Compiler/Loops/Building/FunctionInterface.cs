using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Where the parameters and results of a function lie: in what the caller hands in, in packed storage, in a state. Inference may read reduced weights.</summary>
internal sealed class FunctionInterface(Module module, Function function, WeightPacking packing, IReadOnlyList<StatePlacement> states)
{
    private readonly List<LoopBuffer> _workspace = [];
    private readonly Dictionary<string, LoopBuffer> _noises = [];
    private readonly HashSet<string> _inputs = new(StringComparer.Ordinal);

    /// <summary>Where weights lie.</summary>
    public WeightPacking Packing => packing;

    /// <summary>Buffers in the workspace that the caller fills or reads: masks and the loss.</summary>
    public IReadOnlyList<LoopBuffer> Workspace => _workspace;

    /// <summary>Where a row's loss stands.</summary>
    public LoopBuffer? Loss { get; private set; }

    /// <summary>Where a mask is expected.</summary>
    public LoopBuffer Noise(string name) => _noises[name];

    /// <summary>Makes the parameters of a function known.</summary>
    public void Bind(Function prepared, Operands operands)
    {
        foreach (Parameter parameter in prepared.Parameters)
            Bind(parameter.Value, parameter.Role, operands);
    }

    /// <summary>Whether a result is the gradient of an input of floats.</summary>
    public bool IsInputGradient(FunctionResult result) => result.CotangentOf is { } parameter && _inputs.Contains(parameter);

    /// <summary>Where a result goes; nothing for the gradients of weights, which are planned by themselves.</summary>
    public BufferView? TargetOf(FunctionResult result)
    {
        TensorType type = result.Value.Type;
        if (result.Name == "output")
            return Outside("output", MemorySpace.Output, type, type.Rank == 2 || (module.OutputSteps > 1 && function != module.Step));
        if (IsInputGradient(result))
            return Outside("input_bar", MemorySpace.InputGradient, type, stacked: true);
        if (states.FirstOrDefault(s => s.State.Name == result.Name) is { } state)
            return State(state, MemorySpace.StateOut);
        return result.Name == "loss" ? BufferView.Of(Loss!) : null;
    }

    private void Bind(Value value, ParameterRole role, Operands operands)
    {
        switch (role)
        {
            case ParameterRole.Input:
                _inputs.Add(value.Name!);
                operands.SetView(value, Outside(value.Name!, value.Type.Element == ElementType.Integer ? MemorySpace.Tokens : MemorySpace.Input, value.Type, IsStackedInput(value.Type)));
                break;
            case ParameterRole.Target:
                operands.SetView(value, Outside(value.Name!, value.Type.Element == ElementType.Integer ? MemorySpace.Classes : MemorySpace.Targets, value.Type, IsStackedTarget(value.Type)));
                break;
            case ParameterRole.State:
                operands.SetView(value, State(states.First(s => s.State.Name == value.Name), MemorySpace.StateIn));
                break;
            case ParameterRole.Weight:
                BindWeight(value, operands);
                break;
            case ParameterRole.Noise:
                operands.SetView(value, BindNoise(value));
                break;
            case ParameterRole.Cotangent:
                operands.SetLossCotangent(value);
                Loss = new LoopBuffer("loss", MemorySpace.Workspace, 1, 1, isPadded: true) { IsInterface = true };
                _workspace.Add(Loss);
                break;
            default:
                throw new InvalidOperationException($"A parameter of role {role} cannot be scheduled: {value}.");
        }
    }

    private void BindWeight(Value value, Operands operands)
    {
        PackedWeight weight = function == module.Training ? packing[value.Name!] : packing.ForInference(value.Name!);
        operands.SetWeight(value, weight);
        if (!value.Type.IsMatrix)
            operands.SetView(value, BufferView.Of(new LoopBuffer(EquationText.Name(value), MemorySpace.Parameters, value.Type.Rows, 1, isPadded: true) { Start = weight.Slice.Offset }));
    }

    private BufferView BindNoise(Value value)
    {
        bool stacked = value.Type.Rank == 2;
        LoopBuffer buffer = new(EquationText.Name(value), MemorySpace.Workspace, stacked ? value.Type.Columns : value.Type.Rows, stacked ? value.Type.Rows : 1, isPadded: true) { IsInterface = true };
        _noises[value.Name!] = buffer;
        _workspace.Add(buffer);
        return stacked ? BufferView.Stacked(buffer) : BufferView.Of(buffer);
    }

    // A step function sees one step: f[n] or i[]. Elsewhere an input is stacked over time.
    private static bool IsStackedInput(TensorType type) => type.Element == ElementType.Integer ? type.Rank == 1 : type.Rank == 2;

    private static bool IsStackedTarget(TensorType type) => IsStackedInput(type);

    private static BufferView Outside(string name, MemorySpace space, TensorType type, bool stacked)
    {
        int length = !stacked ? type.Rows : type.Rank == 2 ? type.Columns : 1;
        int steps = stacked ? type.Rows : 1;
        LoopBuffer buffer = new(name, space, length, steps, isPadded: false) { RowStride = checked(steps * length) };
        return stacked ? BufferView.Stacked(buffer) : BufferView.Of(buffer);
    }

    private static BufferView State(StatePlacement state, MemorySpace space) =>
        BufferView.Of(new LoopBuffer(EquationText.Name(new Value(0, state.State.Type, state.State.Name)), space, state.State.Type.Rows, 1, isPadded: true) { Start = state.Offset });
}
