using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit;

namespace RnnCompiler.EmitRunner;

/// <summary>
/// Calls a generated kernel and the emitted one with the same memories and compares all that they leave there: outputs, states, gradients,
/// transposed weights, scratch and tape, to the bit.
/// </summary>
public sealed class KernelComparison
{
    private const int Parts = 3;
    private const int Slack = 64;

    private readonly Type _model;
    private readonly ModelDeclaration _declaration;
    private readonly CompiledModel _compiled;
    private readonly ParameterStore _parameters;
    private readonly int _outputSteps;

    /// <summary>Compiles a model of the zoo at run time.</summary>
    /// <param name="model">The generated class.</param>
    public KernelComparison(Type model)
    {
        _model = model;
        string text = GeneratedKernels.Declaration(model);
        _declaration = DeclarationText.Parse(text);
        _compiled = RunTimeKernels.Compile(text);
        _parameters = new ParameterStore(_compiled.Layout);
        _parameters.Initialize(5);
        _outputSteps = _compiled.Training.Classes > 0 ? _compiled.Training.TargetLength : 1;
    }

    /// <summary>How many calls were compared.</summary>
    public int Calls { get; private set; }

    /// <summary>What differed, one line each.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Compares all kernels of a target.</summary>
    /// <param name="target">The target of this machine.</param>
    public void Run(Target target)
    {
        int large = Math.Min(_compiled.Sequence.RowBlock, 7);
        Compare(target, KernelMethod.Sequence, _compiled.Sequence.Rows, [1, large], [1]);
        Compare(target, KernelMethod.SequenceByLanes, _compiled.Sequence.Lanes, [1], [1, Parts]);
        Compare(target, KernelMethod.Step, _compiled.Step, [1], [1]);
        Compare(target, KernelMethod.Training, _compiled.Training.Kernel, [1, 7], [1, Parts]);
    }

    private void Compare(Target target, string entry, SequenceKernel? emitted, int[] rows, int[] parts)
    {
        SequenceKernel? generated = GeneratedKernels.Find(_model, target, entry);
        if ((generated is null) != (emitted is null))
            Differences.Add($"{_model.FullName} {entry}: {(generated is null ? "generated" : "emitted")} code has no such kernel for {target.Name}");
        if (generated is null || emitted is null)
            return;
        foreach (int count in rows)
        {
            foreach (int part in parts)
            {
                foreach (bool inputGradient in entry == KernelMethod.Training && !_declaration.HasTokenInput ? new[] { true, false } : [false])
                {
                    IReadOnlyList<(string Name, AlignedBuffer Buffer)> expected = Call(entry, count, part, inputGradient, generated);
                    IReadOnlyList<(string Name, AlignedBuffer Buffer)> found = Call(entry, count, part, inputGradient, emitted);
                    Calls++;
                    foreach (((string name, AlignedBuffer a), (_, AlignedBuffer b)) in expected.Zip(found))
                    {
                        int common = MemoryMarshal.AsBytes(a.Span).CommonPrefixLength(MemoryMarshal.AsBytes(b.Span)) / sizeof(float);
                        if (common < a.Length)
                            Differences.Add($"{_model.FullName} {target.Name} {entry}, {count} rows, {part} parts: {name}[{common}] is {b.Span[common]:R}, generated {a.Span[common]:R}");
                    }
                }
            }
        }
    }

    // The parts of a call run one after the other: that they do the same is what is asked, not that it makes sense.
    private List<(string Name, AlignedBuffer Buffer)> Call(string entry, int rows, int parts, bool inputGradient, SequenceKernel kernel)
    {
        bool isTraining = entry == KernelMethod.Training;
        bool isStep = entry == KernelMethod.Step;
        Random random = new(11);
        int inputs = Math.Max(1, _declaration.InputSize);
        int states = _compiled.State?.StorageLength ?? 0;
        AlignedBuffer input = Filled(random, rows * _declaration.SequenceLength * inputs);
        AlignedBuffer targets = Filled(random, rows * _compiled.Sequence.OutputLength);
        AlignedBuffer output = Filled(random, rows * _compiled.Sequence.OutputLength);
        AlignedBuffer panels = Filled(random, _compiled.Training.PanelLength);
        AlignedBuffer gradients = new(_compiled.Layout.StorageLength + Slack);
        AlignedBuffer inputGradients = Filled(random, rows * _declaration.SequenceLength * inputs);
        AlignedBuffer stateIn = Filled(random, states);
        AlignedBuffer stateOut = Filled(random, states);
        AlignedBuffer workspace = Filled(random, isTraining ? rows * _compiled.Training.WorkspacePerRow : isStep ? _compiled.StepWorkspace : _compiled.Sequence.Workspace);
        int[] tokens = Ids(random, rows * _declaration.SequenceLength, _compiled.Training.Vocabulary);
        int[] classes = Ids(random, rows * _outputSteps, _compiled.Training.Classes);

        KernelFrame frame = default;
        frame.Input = ref input.Reference;
        frame.Tokens = ref MemoryMarshal.GetArrayDataReference(tokens);
        frame.Targets = ref targets.Reference;
        frame.Classes = ref MemoryMarshal.GetArrayDataReference(classes);
        frame.Output = ref output.Reference;
        frame.Parameters = ref _parameters.Reference;
        frame.Reduced = ref _parameters.Reduced;
        frame.Bytes = ref _parameters.ReducedBytes;
        frame.Gradients = ref gradients.Reference;
        frame.Panels = ref panels.Reference;
        frame.Workspace = ref workspace.Reference;
        frame.StateIn = ref stateIn.Reference;
        frame.StateOut = ref stateOut.Reference;
        frame.InputGradient = ref inputGradients.Reference;
        frame.Rows = rows;
        frame.Steps = isStep ? 1 : _declaration.SequenceLength;
        frame.Parts = parts;
        frame.LossBar = 1f / rows;
        frame.WantsInputGradient = inputGradient;
        for (frame.Phase = 0; frame.Phase < (isTraining ? _compiled.Training.Phases.Length : 1); frame.Phase++)
        {
            for (frame.Part = 0; frame.Part < parts; frame.Part++)
                kernel(ref frame);
        }

        return
        [
            ("output", output), ("state", stateOut), ("gradients", gradients), ("input gradient", inputGradients),
            ("panels", panels), ("workspace", workspace), ("state before", stateIn), ("input", input), ("targets", targets),
        ];
    }

    private static int[] Ids(Random random, int count, int kinds) => [.. Enumerable.Range(0, count).Select(_ => kinds == 0 ? 0 : random.Next(kinds))];

    private static AlignedBuffer Filled(Random random, int length)
    {
        AlignedBuffer buffer = new(length + Slack);
        foreach (ref float element in buffer.Span)
            element = (random.NextSingle() * 2) - 1;
        return buffer;
    }
}
