using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>
/// A model that runs a lowered program through <see cref="KernelInterpreter"/>: slow, and right where the plan is right. Scratch starts
/// as NaN at every call, and so does the padding of parameters and of what they are rounded to.
/// </summary>
public sealed partial class KernelModel
{
    private readonly ModelPlan _plan;
    private readonly Action<string, KernelMemory> _run;
    private readonly float[] _parameters;
    private readonly float[] _reduced;
    private readonly float[] _bytes;
    private readonly PaddedStates _states;

    /// <summary>A model whose parameters are all zero.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="target">Which of its programs is run.</param>
    public KernelModel(ModelPlan plan, Target target)
        : this(plan, new KernelInterpreter((plan ?? throw new ArgumentNullException(nameof(plan))).Programs.First(p => p.Target == target)).Run)
    {
    }

    /// <summary>A model whose parameters are all zero, of another engine.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="run">Runs a method of the program over memories, as <see cref="KernelInterpreter.Run"/>.</param>
    public KernelModel(ModelPlan plan, Action<string, KernelMemory> run)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(run);
        _plan = plan;
        _run = run;
        _states = new PaddedStates(plan);
        _parameters = Poisoned(plan.ParameterStorage);
        _reduced = Poisoned(plan.ReducedStorage);
        _bytes = Poisoned(plan.ReducedStorage * sizeof(float));
        foreach (ParameterPlacement parameter in plan.Parameters)
            WriteParameter(parameter.Tensor.Name, new float[parameter.Tensor.ElementCount]);
    }

    /// <summary>The number of partitions that divide the results over all rows; they run one after another, the last one first.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>The gradients of the states before the first step of the last training call, rows without padding.</summary>
    public float[] StateGradients { get; private set; } = [];

    /// <summary>The states after the last step of the last training call, rows without padding; NaN for bidirectional models.</summary>
    public float[] FinalStates { get; private set; } = [];

    private TrainingPlan Training => _plan.Training ?? throw new InvalidOperationException("Expected a plan with training, but found one of inference alone.");

    private int InputLength => _plan.Module.TrainingRow.Length;

    private int OutputLength => _plan.Module.OutputRow.Length;

    /// <summary>Sets a parameter from its canonical layout.</summary>
    public void WriteParameter(string name, ReadOnlySpan<float> source)
    {
        foreach ((int canonical, int packed) in Elements(name))
            _parameters[packed] = source[canonical];
        foreach (ReducedPanelPlacement panel in _plan.Reduced)
            ReducedPanels.Round(panel, _parameters, _reduced, _bytes);
    }

    /// <summary>Computes whole sequences, [batch, steps, features] to [batch, output steps, outputs].</summary>
    /// <param name="input">Inputs, [batch, steps, features]; empty for token models.</param>
    /// <param name="tokens">Token ids, [batch, steps]; empty otherwise.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="lengths">The steps of each row, at least 1; null for all steps.</param>
    /// <returns>The outputs; NaN where the kernel writes nothing.</returns>
    public float[] Forward(ReadOnlySpan<float> input, ReadOnlySpan<int> tokens, int batch, int[]? lengths = null) =>
        Forward(input, tokens, batch, lengths, states: null).Outputs;

    /// <summary>Computes whole sequences that go on from given states.</summary>
    /// <param name="input">Inputs, [batch, steps, features]; empty for token models.</param>
    /// <param name="tokens">Token ids, [batch, steps]; empty otherwise.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="lengths">The steps of each row, at least 1; null for all steps.</param>
    /// <param name="states">The states before the first step, rows without padding; null for the initial values.</param>
    /// <returns>The outputs, NaN where the kernel writes nothing, and the states after the last step.</returns>
    public (float[] Outputs, float[] States) Forward(ReadOnlySpan<float> input, ReadOnlySpan<int> tokens, int batch, int[]? lengths, float[]? states)
    {
        RowOrder order = Order(batch, lengths);
        return Forward(Memory(input, tokens, order), order, states);
    }

    private (float[] Outputs, float[] States) Forward(KernelMemory memory, RowOrder order, float[]? states)
    {
        memory[MemorySpace.StateIn] = _states.Pad(states, order);
        memory[MemorySpace.StateOut] = _states.Poisoned(order);
        memory.Requested = RequestedResults.FinalStates;
        memory[MemorySpace.Workspace] = Poisoned(memory.Rows * _plan.Sequence.WorkspacePerRow);
        memory[MemorySpace.Output] = Poisoned(memory.Rows * OutputLength);
        WriteStepCounts(memory, _plan.Sequence.StepCountOffset, _plan.Sequence.WorkspacePerRow);
        WriteStarts(memory, _plan.Sequence.StartOffset, _plan.Sequence.WorkspacePerRow, _ => states is null);
        _run(KernelMethod.Sequence, memory);
        return (order.Restore(memory[MemorySpace.Output]), _states.Unpad(memory[MemorySpace.StateOut], order));
    }

    /// <summary>The state at the start of a stream.</summary>
    public float[] CreateState() => _states.Pad(null, new RowOrder([1]));

    /// <summary>Computes one step of a stream; returns the output and replaces the state.</summary>
    public float[] Step(ref float[] state, ReadOnlySpan<float> input, ReadOnlySpan<int> token)
    {
        return Step(ref state, Memory(input, token, new RowOrder([1])));
    }

    private float[] Step(ref float[] state, KernelMemory memory)
    {
        memory[MemorySpace.Workspace] = Poisoned(_plan.Step!.Workspace);
        memory[MemorySpace.Output] = Poisoned(RowLayout.Outputs(_plan.Module.Step!).Length);
        memory[MemorySpace.StateIn] = state;
        memory[MemorySpace.StateOut] = Poisoned(_plan.StateStorage);
        _run(KernelMethod.Step, memory);
        state = memory[MemorySpace.StateOut];
        return memory[MemorySpace.Output];
    }

    /// <summary>Computes the loss and its gradients by name, that of the input as <c>input</c>.</summary>
    /// <param name="input">Inputs, [batch, steps, features]; empty for token models.</param>
    /// <param name="tokens">Token ids, [batch, steps]; empty otherwise.</param>
    /// <param name="targets">Targets, laid out as the output; empty for class targets.</param>
    /// <param name="classes">Class ids, [batch, output steps]; empty otherwise.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="masks">Fills a mask: row, mask number, its elements [steps, length].</param>
    /// <param name="inputGradient">Whether the gradient of the input is computed too; without it, touching it throws.</param>
    /// <param name="lengths">The steps of each row, at least 1; null for all steps.</param>
    /// <param name="weights">The weight of each output step of each row in the loss; null for the mean over all elements.</param>
    /// <param name="states">The states before the first step, rows without padding; null for the initial values.</param>
    /// <param name="start">Whether each row starts from the learned initial states; all do without <paramref name="states"/>.</param>
    public (float Loss, IReadOnlyDictionary<string, float[]> Gradients) Train(
        ReadOnlySpan<float> input,
        ReadOnlySpan<int> tokens,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<int> classes,
        int batch,
        Action<int, int, float[]>? masks = null,
        bool inputGradient = true,
        int[]? lengths = null,
        float[]? weights = null,
        float[]? states = null,
        bool[]? start = null)
    {
        RowOrder order = Order(batch, lengths);
        KernelMemory memory = Memory(input, tokens, order);
        memory[MemorySpace.Targets] = order.Sort(targets);
        memory.Classes = order.Sort(classes);
        bool hasGradient = inputGradient && !_plan.Module.Declaration.HasTokenInput;
        return Train(memory, order, order.Sort<float>(weights ?? MeanWeights(order)), masks, hasGradient, states, start);
    }

    private (float Loss, IReadOnlyDictionary<string, float[]> Gradients) Train(
        KernelMemory memory, RowOrder order, float[] weights, Action<int, int, float[]>? masks, bool inputGradient, float[]? states, bool[]? start)
    {
        int batch = memory.Rows;
        memory[MemorySpace.Workspace] = Poisoned(batch * Training.WorkspacePerRow);
        memory[MemorySpace.Panels] = Poisoned(_plan.PanelStorage);
        memory[MemorySpace.Gradients] = PoisonedElements();
        memory[MemorySpace.StateIn] = _states.Pad(states, order);
        memory[MemorySpace.StateOut] = _states.Poisoned(order);
        memory[MemorySpace.StateGradient] = _states.Poisoned(order);
        memory[MemorySpace.StepGradient] = Poisoned(batch * Training.StepGradientLength);
        memory.Requested = RequestedResults.Gradients | RequestedResults.StateGradients | RequestedResults.FinalStates;
        if (inputGradient)
        {
            memory.Requested |= RequestedResults.InputGradient;
            memory[MemorySpace.InputGradient] = Poisoned(batch * InputLength);
        }

        WriteStepCounts(memory, Training.StepCountOffset, Training.WorkspacePerRow);
        WriteStarts(memory, Training.StartOffset, Training.WorkspacePerRow, row => start?[order.Rows[row]] ?? states is null);
        WriteLossWeights(memory, weights);
        WriteMasks(memory, order, masks);
        RunPhases(memory);

        double loss = 0;
        for (int row = 0; row < batch; row++)
            loss += memory[MemorySpace.Workspace][(row * Training.WorkspacePerRow) + Training.LossOffset];
        return ((float)loss, Gradients(memory, order));
    }

    private void RunPhases(KernelMemory memory)
    {
        for (memory.Phase = 0; memory.Phase < Training.Phases.Count; memory.Phase++)
        {
            memory.Partitions = Training.Phases[memory.Phase] == PhaseKind.Results ? Parts : 1;
            for (memory.Partition = memory.Partitions - 1; memory.Partition >= 0; memory.Partition--)
                _run(KernelMethod.Training, memory);
        }
    }

    private Dictionary<string, float[]> Gradients(KernelMemory memory, RowOrder order)
    {
        float[] packed = memory[MemorySpace.Gradients];
        Dictionary<string, float[]> gradients = [];
        bool[] meant = new bool[packed.Length];
        foreach (ParameterPlacement parameter in _plan.Parameters)
        {
            float[] gradient = new float[parameter.Tensor.ElementCount];
            foreach ((int canonical, int at) in Elements(parameter.Tensor.Name))
            {
                gradient[canonical] = packed[at];
                meant[at] = true;
            }

            gradients[parameter.Tensor.Name] = gradient;
        }

        for (int i = 0; i < packed.Length; i++)
        {
            if (!meant[i] && packed[i] != 0)
                throw new InvalidOperationException($"The padding of the gradient should be 0, but float {i} is {packed[i]}.");
        }

        if ((memory.Requested & RequestedResults.InputGradient) != 0)
            AddInputGradients(gradients, order.Restore(memory[MemorySpace.InputGradient]));
        StateGradients = _states.Unpad(memory[MemorySpace.StateGradient], order);
        FinalStates = _states.Unpad(memory[MemorySpace.StateOut], order);
        return gradients;
    }

    private void WriteMasks(KernelMemory memory, RowOrder order, Action<int, int, float[]>? masks)
    {
        for (int n = 0; n < Training.Noises.Count; n++)
        {
            NoisePlacement noise = Training.Noises[n];
            float[] mask = new float[noise.Steps * noise.Length];
            for (int row = 0; row < order.Rows.Count; row++)
            {
                Array.Fill(mask, 1f);
                masks?.Invoke(order.Rows[row], n, mask);
                int start = (row * Training.WorkspacePerRow) + noise.Offset;
                for (int t = 0; t < noise.Steps; t++)
                    Array.Copy(mask, t * noise.Length, memory[MemorySpace.Workspace], start + (t * noise.Stride), noise.Length);
            }
        }
    }

    private RowOrder Order(int batch, int[]? lengths) => new(lengths ?? [.. Enumerable.Repeat(_plan.Module.Declaration.SequenceLength, batch)]);

    /// <summary>Computes the weights of the mean over all elements.</summary>
    private float[] MeanWeights(RowOrder order)
    {
        if (_plan.Module.CountsRows)
            return [.. Enumerable.Repeat(1f / order.Rows.Count, order.Rows.Count)];
        int steps = _plan.Module.OutputSteps;
        int elements = _plan.Module.Declaration.HasClassTargets ? 1 : _plan.Module.OutputSize;
        int counted = order.Lengths.Sum(l => steps == 1 ? 1 : l);
        float[] weights = new float[order.Rows.Count * steps];
        Array.Fill(weights, 1f / ((float)counted * elements));
        return weights;
    }

    private void WriteLossWeights(KernelMemory memory, float[] weights)
    {
        int from = 0;
        for (int row = 0; row < memory.Rows; row++)
        {
            foreach ((int offset, Value weight) in Training.LossWeightOffsets.Zip(_plan.Module.Loss.ParametersOf(ParameterRole.LossWeight)))
            {
                int steps = (int)weight.Type.ElementCount;
                Array.Copy(weights, from, memory[MemorySpace.Workspace], (row * Training.WorkspacePerRow) + offset, steps);
                from += steps;
            }
        }
    }

    private static void WriteStepCounts(KernelMemory memory, int? offset, int workspacePerRow)
    {
        for (int row = 0; offset is { } at && row < memory.Rows; row++)
            memory[MemorySpace.Workspace][(row * workspacePerRow) + at] = memory.Lengths[row];
    }

    private static void WriteStarts(KernelMemory memory, int? offset, int workspacePerRow, Func<int, bool> starts)
    {
        for (int row = 0; offset is { } at && row < memory.Rows; row++)
            memory[MemorySpace.Workspace][(row * workspacePerRow) + at] = starts(row) ? 1 : 0;
    }

    private KernelMemory Memory(ReadOnlySpan<float> input, ReadOnlySpan<int> tokens, RowOrder order)
    {
        return Memory(order.Sort(input), order.Sort(tokens), order.Lengths);
    }

    private KernelMemory Memory(float[] input, int[] tokens, IReadOnlyList<int> lengths)
    {
        KernelMemory memory = new() { Tokens = tokens };
        memory.SetLengths([.. lengths]);
        memory[MemorySpace.Input] = input;
        memory[MemorySpace.Parameters] = _parameters;
        memory[MemorySpace.Reduced] = _reduced;
        memory[MemorySpace.Bytes] = _bytes;
        return memory;
    }

    /// <summary>Canonical and packed position of each element of a parameter.</summary>
    private IEnumerable<(int Canonical, int Packed)> Elements(string name)
    {
        ParameterPlacement parameter = _plan.Parameters.First(p => p.Tensor.Name == name);
        foreach (SlicePlacement s in parameter.Slices)
        {
            for (int r = 0; r < s.Rows; r++)
            {
                for (int k = 0; k < s.Columns; k++)
                    yield return (((s.RowStart + r) * s.Columns) + k, At(s, r, parameter.Tensor.ColumnOf(k)));
            }
        }
    }

    private static int At(SlicePlacement s, int row, int column) =>
        s.Offset + (row / Target.Block * s.BlockStride) + (row % Target.Block * s.LaneStride) + (column * s.ColumnStride);

    /// <summary>Creates the memory of the gradients: elements start as NaN, and padding as 0, which it has to stay.</summary>
    private float[] PoisonedElements()
    {
        float[] memory = new float[_plan.ParameterStorage];
        foreach ((_, int at) in _plan.Parameters.SelectMany(p => Elements(p.Tensor.Name)))
            memory[at] = float.NaN;
        return memory;
    }

    private static float[] Poisoned(int length)
    {
        float[] memory = new float[length];
        Array.Fill(memory, float.NaN);
        return memory;
    }
}
