using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Where the parameters and results of a function lie: in what the caller hands in, in packed storage, in a state. Inference may read reduced weights.</summary>
internal sealed class FunctionInterface(Module module, WeightPacking packing, IReadOnlyList<StatePlacement> states, bool isInference)
{
    private readonly List<TensorBuffer> _workspace = [];
    private readonly Dictionary<string, TensorBuffer> _noises = [];
    private readonly HashSet<string> _inputs = new(StringComparer.Ordinal);

    /// <summary>Where weights lie.</summary>
    public WeightPacking Packing => packing;

    /// <summary>Buffers in the workspace that the caller fills or reads: masks and the loss.</summary>
    public IReadOnlyList<TensorBuffer> Workspace => _workspace;

    /// <summary>Where a row's loss stands.</summary>
    public TensorBuffer? Loss { get; private set; }

    /// <summary>Where a mask is expected.</summary>
    public TensorBuffer Noise(string name) => _noises[name];

    /// <summary>Makes the parameters of a function known.</summary>
    public void Bind(Function function, Operands operands)
    {
        foreach (Parameter parameter in function.Parameters)
            Bind(parameter.Value, parameter.Role, operands);
    }

    /// <summary>Whether a result is the gradient of an input of floats.</summary>
    public bool IsInputGradient(FunctionResult result) => result.CotangentOf is { } parameter && _inputs.Contains(parameter);

    /// <summary>Where a result goes; nothing for the gradients of weights, which are planned by themselves.</summary>
    public View? TargetOf(FunctionResult result)
    {
        TensorType type = result.Value.Type;
        if (result.Name == "output")
            return Outside("output", MemorySpace.Output, type, module.OutputSteps > 1 || type.Rank == 2);
        if (IsInputGradient(result))
            return Outside("input_bar", MemorySpace.InputGradient, type, stacked: true);
        if (states.FirstOrDefault(s => s.State.Name == result.Name) is { } state)
            return State(state, MemorySpace.StateOut);
        return result.Name == "loss" ? View.Of(Loss!) : null;
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
                operands.SetLossBar(value);
                Loss = new TensorBuffer("loss", MemorySpace.Workspace, 1, 1, padded: true);
                _workspace.Add(Loss);
                break;
            default:
                throw new InvalidOperationException($"A parameter of role {role} cannot be scheduled: {value}.");
        }
    }

    private void BindWeight(Value value, Operands operands)
    {
        PackedWeight weight = isInference ? packing.ForInference(value.Name!) : packing[value.Name!];
        operands.SetWeight(value, weight);
        if (!value.Type.IsMatrix)
            operands.SetView(value, View.Of(new TensorBuffer(EquationText.Name(value), MemorySpace.Parameters, value.Type.Rows, 1, padded: true) { Offset = weight.Slice.Offset }));
    }

    private View BindNoise(Value value)
    {
        bool stacked = value.Type.Rank == 2;
        TensorBuffer buffer = new(EquationText.Name(value), MemorySpace.Workspace, stacked ? value.Type.Columns : value.Type.Rows, stacked ? value.Type.Rows : 1, padded: true);
        _noises[value.Name!] = buffer;
        _workspace.Add(buffer);
        return stacked ? View.Stacked(buffer) : View.Of(buffer);
    }

    // A step function sees one step: f[n] or i[]. Elsewhere an input is stacked over time.
    private static bool IsStackedInput(TensorType type) => type.Element == ElementType.Integer ? type.Rank == 1 : type.Rank == 2;

    private static bool IsStackedTarget(TensorType type) => IsStackedInput(type);

    private static View Outside(string name, MemorySpace space, TensorType type, bool stacked)
    {
        int length = !stacked ? type.Rows : type.Rank == 2 ? type.Columns : 1;
        int steps = stacked ? type.Rows : 1;
        TensorBuffer buffer = new(name, space, length, steps, padded: false) { OwnRowStride = checked(steps * length) };
        return stacked ? View.Stacked(buffer) : View.Of(buffer);
    }

    private static View State(StatePlacement state, MemorySpace space) =>
        View.Of(new TensorBuffer(EquationText.Name(new Value(0, state.State.Type, state.State.Name)), space, state.State.Type.Rows, 1, padded: true) { Offset = state.Offset });
}
