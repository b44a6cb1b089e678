using System.Diagnostics;
using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
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
    private const int SomeRows = 7;
    private const int Slack = 64;
    private const int Rounds = 40;
    private const double RoundMilliseconds = 2;

    private readonly Type _model;
    private readonly ModelDeclaration _declaration;
    private readonly CompiledModel _compiled;
    private readonly ParameterStore _parameters;

    /// <summary>Compiles a model of the zoo at run time.</summary>
    /// <param name="model">The generated class.</param>
    /// <param name="targets">The targets to choose from.</param>
    public KernelComparison(Type model, string targets = EmittedTarget.Zoo)
    {
        _model = model;
        string text = GeneratedKernels.Declaration(model);
        _declaration = DeclarationText.Parse(text);
        _compiled = RunTimeKernels.Compile(text, targets: targets);
        _parameters = new ParameterStore(_compiled.Layout);
        _parameters.Initialize(5);
    }

    /// <summary>How many calls were compared.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether the lanes of a single row can be shared out.</summary>
    public bool SharesLanes => _compiled.Sequence.Lanes is not null;

    /// <summary>What differed, one line each.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>How many times as long the emitted kernel takes as the generated one, best of many rounds in turns; null if there is no such kernel.</summary>
    /// <param name="target">The target of this machine.</param>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="rows">Rows of a call.</param>
    public (double Generated, double Ratio)? Time(Target target, string entry, int rows)
    {
        SequenceKernel? emitted = entry switch
        {
            KernelMethod.Sequence => _compiled.Sequence.Rows,
            KernelMethod.Step => _compiled.Step,
            _ => _compiled.Training.Kernel,
        };
        if (emitted is null || GeneratedKernels.Find(_model, target, entry) is not { } generated)
            return null;
        double[] best = [double.MaxValue, double.MaxValue];
        Memories memories = new(this, entry, Most(entry, rows));
        for (int round = 0; round < Rounds; round++)
        {
            for (int side = 0; side < 2; side++)
                best[side] = Math.Min(best[side], memories.Nanoseconds(side == 0 ? generated : emitted));
        }

        return (best[0], best[1] / best[0]);
    }

    /// <summary>Compares all kernels of a target.</summary>
    /// <param name="target">The target of this machine.</param>
    public void Run(Target target)
    {
        Compare(target, KernelMethod.Sequence, _compiled.Sequence.Rows, [1, Most(KernelMethod.Sequence, SomeRows)], [1]);
        Compare(target, KernelMethod.SequenceByLanes, _compiled.Sequence.Lanes, [1], [1, Parts]);
        Compare(target, KernelMethod.Step, _compiled.Step, [1], [1]);
        Compare(target, KernelMethod.Training, _compiled.Training.Kernel, [1, SomeRows], [1, Parts]);
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
                        {
                            Differences.Add(
                                $"{_model.FullName} {target.Name} {entry}, {count} rows, {part} parts: {name}[{common}] is {b.Span[common]:R}, generated {a.Span[common]:R}");
                        }
                    }
                }
            }
        }
    }

    // The parts of a call run one after the other: that they do the same is what is asked, not that it makes sense.
    private IReadOnlyList<(string Name, AlignedBuffer Buffer)> Call(string entry, int rows, int parts, bool inputGradient, SequenceKernel kernel)
    {
        Memories memories = new(this, entry, rows);
        memories.Call(kernel, parts, inputGradient);
        return memories.All;
    }

    private static int[] Ids(Random random, int count, int kinds) => [.. Enumerable.Range(0, count).Select(_ => kinds == 0 ? 0 : random.Next(kinds))];

    private static AlignedBuffer Filled(Random random, int length)
    {
        AlignedBuffer buffer = new(length + Slack);
        foreach (ref float element in buffer.Span)
            element = (random.NextSingle() * 2) - 1;
        return buffer;
    }

    // A kernel of sequences has scratch for one block of rows.
    private int Most(string entry, int rows) => entry == KernelMethod.Training ? rows : Math.Min(rows, _compiled.Sequence.RowBlock);

    /// <summary>The memories of a call, filled with the same random numbers each time.</summary>
    private sealed class Memories
    {
        private readonly KernelComparison _owner;
        private readonly int _rows;
        private readonly int _steps;
        private readonly int _phases;
        private readonly int[] _lengths;
        private readonly int[] _activeRows;
        private readonly int[] _tokens;
        private readonly int[] _classes;
        private readonly AlignedBuffer _input;
        private readonly AlignedBuffer _targets;
        private readonly AlignedBuffer _output;
        private readonly AlignedBuffer _panels;
        private readonly AlignedBuffer _gradients;
        private readonly AlignedBuffer _inputGradients;
        private readonly int _stateLength;
        private readonly AlignedBuffer _states;
        private readonly AlignedBuffer _stateGradients;
        private readonly AlignedBuffer _workspace;

        public Memories(KernelComparison owner, string entry, int rows)
        {
            _owner = owner;
            _rows = rows;
            CompiledModel model = owner._compiled;
            _steps = entry == KernelMethod.Step ? 1 : model.Sequence.Steps;
            _phases = entry == KernelMethod.Training ? model.Training.Phases.Length : 1;
            Random random = new(11);
            int inputs = rows * model.Sequence.Steps * Math.Max(1, owner._declaration.InputSize);
            int outputs = rows * model.Sequence.OutputLength;
            int states = rows * model.Sequence.States.StorageLength;
            _input = Filled(random, inputs);
            _targets = Filled(random, outputs);
            _output = Filled(random, outputs);
            _panels = Filled(random, model.Training.PanelLength);
            _gradients = new AlignedBuffer(model.Layout.StorageLength + Slack);
            _inputGradients = Filled(random, inputs);
            // Before and after, in this order in each run: it decides the order of blocks in a step.
            _stateLength = states + Slack;
            _states = Filled(random, 2 * _stateLength);
            _stateGradients = Filled(random, states);
            _workspace = Filled(random, entry switch
            {
                KernelMethod.Training => rows * model.Training.WorkspacePerRow,
                KernelMethod.Step => model.StepWorkspace,
                _ => model.Sequence.Workspace,
            });
            // Rows of different lengths, in descending order; the first one has all steps.
            _lengths = [_steps, .. Enumerable.Range(1, rows - 1).Select(_ => random.Next(1, _steps + 1)).OrderDescending()];
            _activeRows = [.. Enumerable.Range(0, _steps).Select(t => _lengths.Count(l => l > t))];
            _tokens = Ids(random, rows * model.Sequence.Steps, model.Training.Vocabulary);
            _classes = Ids(random, rows * model.Training.TargetLength, model.Training.Classes);
        }

        public IReadOnlyList<(string Name, AlignedBuffer Buffer)> All =>
        [
            ("output", _output), ("states", _states), ("gradients", _gradients), ("state gradients", _stateGradients), ("input gradient", _inputGradients),
            ("panels", _panels), ("workspace", _workspace), ("input", _input), ("targets", _targets),
        ];

        public void Call(SequenceKernel kernel, int parts, bool inputGradient)
        {
            KernelFrame frame = default;
            frame.Input = ref _input.Reference;
            frame.Tokens = ref MemoryMarshal.GetArrayDataReference(_tokens);
            frame.Targets = ref _targets.Reference;
            frame.Classes = ref MemoryMarshal.GetArrayDataReference(_classes);
            frame.Output = ref _output.Reference;
            frame.Parameters = ref _owner._parameters.Reference;
            frame.Reduced = ref _owner._parameters.Reduced;
            frame.Bytes = ref _owner._parameters.ReducedBytes;
            frame.Gradients = ref _gradients.Reference;
            frame.Panels = ref _panels.Reference;
            frame.Workspace = ref _workspace.Reference;
            frame.StateIn = ref _states.Reference;
            frame.StateOut = ref _states.Span[_stateLength];
            frame.StateGradient = ref _stateGradients.Reference;
            frame.InputGradient = ref _inputGradients.Reference;
            frame.Rows = _rows;
            frame.Steps = _steps;
            frame.Lengths = ref MemoryMarshal.GetArrayDataReference(_lengths);
            frame.ActiveRows = ref MemoryMarshal.GetArrayDataReference(_activeRows);
            frame.Parts = parts;
            frame.Requested = RequestedResults.Gradients | RequestedResults.StateGradients | RequestedResults.FinalStates
                | (inputGradient ? RequestedResults.InputGradient : RequestedResults.None);
            for (frame.Phase = 0; frame.Phase < _phases; frame.Phase++)
            {
                for (frame.Part = 0; frame.Part < parts; frame.Part++)
                    kernel(ref frame);
            }
        }

        /// <summary>The time of a call, over as many as fill a round.</summary>
        public double Nanoseconds(SequenceKernel kernel)
        {
            Call(kernel, 1, false);
            int calls = 0;
            long start = Stopwatch.GetTimestamp();
            TimeSpan elapsed;
            do
            {
                Call(kernel, 1, false);
                calls++;
                elapsed = Stopwatch.GetElapsedTime(start);
            }
            while (elapsed.TotalMilliseconds < RoundMilliseconds);
            return elapsed.TotalNanoseconds / calls;
        }
    }
}
