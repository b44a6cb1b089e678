using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Base class of the trainers of networks with several inputs or outputs: copies what the caller gives into rows, each of which holds all inputs or all targets, and trains on
/// these. What the caller gives is checked before anything is changed.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NetworkTrainer : RowTrainer<float, float>
{
    private readonly TrainingPlan _plan;
    private readonly NetworkLayout _layout;

    // The lengths of the last call that computed gradients.
    private readonly int[] _lastLengths;
    private readonly int[] _lastGroups;
    private float[] _inputs;
    private float[] _targets;
    private int[] _groups;
    private readonly RowSampling? _sampling;
    private int _rows;

    /// <summary>Prepares training.</summary>
    /// <param name="parameters">The model's parameters, which training changes.</param>
    /// <param name="plan">Training kernel, and its sizes.</param>
    /// <param name="optimizer">The optimizer; its moments belong to this trainer.</param>
    /// <param name="batchSize">The most rows of one call; at least 1.</param>
    /// <param name="options">Clipping, seed and more; copied.</param>
    /// <param name="areProbabilities">Whether the outputs of a network that writes tokens itself are probabilities; else they are logits.</param>
    /// <exception cref="ArgumentException">The batch size is below 1, or the options do not fit the model.</exception>
    /// <exception cref="TapeTooLargeException">The tape would not fit in memory.</exception>
    protected NetworkTrainer(ParameterStore parameters, TrainingPlan plan, Optimizer optimizer, int batchSize, TrainerOptions? options, bool areProbabilities = false)
        : base(parameters, plan, optimizer, batchSize, options)
    {
        _plan = plan;
        _layout = plan.Layout ?? throw new ArgumentException("Expected a model with several inputs or outputs, but this one has one of each.", nameof(plan));
        _inputs = new float[batchSize * plan.InputLength];
        _targets = new float[batchSize * plan.TargetLength];
        _groups = new int[batchSize * _layout.Groups.Length];
        _lastLengths = new int[batchSize];
        _lastGroups = new int[_groups.Length];
        if (Options.TeacherForcing is not null && plan.Decoder is { } model)
            _sampling = new RowSampling(model, parameters, _layout, areProbabilities);
    }

    /// <summary>Begins a call: counts the rows from the elements of the first input.</summary>
    /// <param name="elements">The elements of the first input.</param>
    /// <param name="lengths">The steps of each row in the group of the model; empty if all rows are full.</param>
    /// <param name="isEvaluation">Whether there may be more rows than <see cref="ModelTrainer.BatchSize"/>.</param>
    /// <exception cref="ArgumentException">There is no row or there are too many, or a length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    protected void Begin(int elements, ReadOnlySpan<int> lengths, bool isEvaluation)
    {
        ThrowIfDisposed();
        NetworkPort first = _layout.Inputs[0];
        int most = isEvaluation ? int.MaxValue : BatchSize;
        int rows = elements / first.Length;
        if (rows < 1 || rows > most || elements != (long)rows * first.Length)
        {
            string expected = isEvaluation ? "1 or more" : $"1 to {most}";
            throw new ArgumentException($"Expected {expected} rows of {first.Length} elements, but {elements} elements were given.", first.Name);
        }

        PortChecks.Lengths(lengths, rows, _plan.Steps);
        _rows = rows;
        if ((long)rows * _plan.InputLength <= _inputs.Length)
            return;
        _inputs = new float[checked(rows * _plan.InputLength)];
        _targets = new float[checked(rows * _plan.TargetLength)];
        _groups = new int[checked(rows * _layout.Groups.Length)];
    }

    /// <summary>Takes the lengths of rows in a group other than that of the model.</summary>
    /// <param name="group">The number of the group, from 1.</param>
    /// <param name="lengths">The steps of each row; empty if all are full.</param>
    /// <exception cref="ArgumentException">There is not one for each row, or one is out of range.</exception>
    protected void Group(int group, ReadOnlySpan<int> lengths)
    {
        LengthGroup own = _layout.Groups[group - 1];
        PortChecks.Lengths(lengths, _rows, own.Steps);
        for (int row = 0; row < _rows; row++)
            _groups[(row * _layout.Groups.Length) + group - 1] = lengths.IsEmpty ? own.Steps : lengths[row];
        RowPacking.Mask(own, lengths, 0, _rows, _inputs, _plan.InputLength);
    }

    /// <summary>Takes an input.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    protected void Input(int index, ReadOnlySpan<float> input, ReadOnlySpan<int> lengths)
    {
        PortChecks.Length(_layout.Inputs[index], input.Length, _rows);
        RowPacking.Pack(_layout.Inputs[index], input, lengths, 0, _rows, _inputs, _plan.InputLength);
    }

    /// <summary>Takes an input of token ids.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a token id is out of range.</exception>
    protected void Input(int index, ReadOnlySpan<int> input, ReadOnlySpan<int> lengths)
    {
        NetworkPort port = _layout.Inputs[index];
        PortChecks.Length(port, input.Length, _rows);
        PortChecks.Ids(port, input, lengths, _rows, 0);
        RowPacking.Pack(port, input, lengths, 0, _rows, _inputs, _plan.InputLength);
    }

    /// <summary>Takes the tokens that the network is to write: the target of the first output, and behind the start token what the decoder reads.</summary>
    /// <param name="index">The number of the input.</param>
    /// <param name="tokens">Its rows: the stop token is the last one that counts.</param>
    /// <param name="lengths">The steps of each row; empty if all are full.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a token id is out of range.</exception>
    protected void Written(int index, ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths)
    {
        Target(0, tokens, lengths);
        NetworkPort port = _layout.Inputs[index];
        for (int row = 0; row < _rows; row++)
        {
            Span<int> read = MemoryMarshal.Cast<float, int>(_inputs.AsSpan((row * _plan.InputLength) + port.Offset, port.Length));
            int count = port.StepsOf(lengths, row);
            read.Fill(_layout.Start);

            // Steps behind the end read what the last one does; a step that does not count (−1) has no token to read.
            for (int t = 1; t < read.Length && count > 1; t++)
                read[t] = Math.Max(0, tokens[(row * port.Length) + Math.Min(t, count - 1) - 1]);
        }
    }

    /// <summary>Takes a target.</summary>
    /// <param name="index">The number of its output.</param>
    /// <param name="target">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    protected void Target(int index, ReadOnlySpan<float> target, ReadOnlySpan<int> lengths)
    {
        PortChecks.Length(_layout.Targets[index], target.Length, _rows);
        RowPacking.Pack(_layout.Targets[index], target, lengths, 0, _rows, _targets, _plan.TargetLength);
    }

    /// <summary>Takes a target of class ids, −1 for a step that does not count.</summary>
    /// <param name="index">The number of its output.</param>
    /// <param name="target">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a class id is out of range.</exception>
    protected void Target(int index, ReadOnlySpan<int> target, ReadOnlySpan<int> lengths)
    {
        NetworkPort port = _layout.Targets[index];
        PortChecks.Length(port, target.Length, _rows);
        PortChecks.Ids(port, target, lengths, _rows, LossWeights.IgnoredClass);
        RowPacking.Pack(port, target, lengths, 0, _rows, _targets, _plan.TargetLength);
    }

    /// <summary>Computes gradients of the rows that were taken, clips and updates.</summary>
    /// <param name="lengths">The steps of each row in the group of the model; empty if all are full.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss before the update.</returns>
    protected float StepRows(ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) => Step(Taken(lengths, initialStates));

    /// <summary>Computes gradients of the rows that were taken.</summary>
    /// <param name="lengths">The steps of each row in the group of the model; empty if all are full.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss.</returns>
    protected float ComputeGradientsOfRows(ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) => ComputeGradients(Taken(lengths, initialStates));

    /// <summary>Computes gradients of the rows that were taken, and adds them to those since the last update.</summary>
    /// <param name="lengths">The steps of each row in the group of the model; empty if all are full.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss.</returns>
    protected float AccumulateGradientsOfRows(ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates) =>
        AccumulateGradients(Taken(lengths, initialStates, AccumulatedRows));

    /// <summary>Computes the loss of the rows that were taken as inference computes outputs.</summary>
    /// <param name="lengths">The steps of each row in the group of the model; empty if all are full.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength floats; empty for the initial values.</param>
    /// <returns>The loss.</returns>
    protected float EvaluateRows(ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates)
    {
        TrainingSpans<float, float> rows = Checked(Inputs, Targets, lengths, initialStates, default, int.MaxValue);
        rows.Groups = _groups.AsMemory(0, _rows * _layout.Groups.Length);
        return EvaluateAll(rows);
    }

    private protected override bool TryReadInputGradient(string name, ReadOnlySpan<float> gradient, Span<float> destination)
    {
        NetworkPort? port = Array.Find(_layout.Inputs, input => input.Name == name && input.Ids == 0);
        if (port is null)
            return false;
        Guard.Length(destination.Length, LastRows * port.Length, nameof(destination));
        for (int row = 0; row < LastRows; row++)
        {
            Span<float> own = destination.Slice(row * port.Length, port.Length);
            int steps = !port.IsOverTime ? 1 : port.Group == 0 ? _lastLengths[row] : _lastGroups[(row * _layout.Groups.Length) + port.Group - 1];
            int valid = _lastLengths[row] == 0 ? 0 : steps * port.Size;
            gradient.Slice((row * _plan.InputLength) + port.Offset, valid).CopyTo(own);
            own[valid..].Clear();
        }

        return true;
    }

    private ReadOnlySpan<float> Inputs => _inputs.AsSpan(0, _rows * _plan.InputLength);

    private ReadOnlySpan<float> Targets => _targets.AsSpan(0, _rows * _plan.TargetLength);

    private TrainingSpans<float, float> Taken(ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates, int firstRow = 0)
    {
        TrainingSpans<float, float> rows = Rows(Inputs, Targets, lengths, initialStates);
        rows.Groups = _groups.AsMemory(0, _rows * _layout.Groups.Length);
        _groups.AsSpan(0, _rows * _layout.Groups.Length).CopyTo(_lastGroups);
        for (int row = 0; row < _rows; row++)
            _lastLengths[row] = lengths.IsEmpty ? _plan.Steps : lengths[row];
        if (_sampling is not null)
            Sample(_sampling, rows, firstRow);
        return rows;
    }

    /// <summary>Replaces tokens that the decoder reads by draws from its own outputs.</summary>
    /// <param name="sampling">Draws them.</param>
    /// <param name="rows">The states of the rows.</param>
    /// <param name="firstRow">The number of rows of earlier calls for the same update.</param>
    private void Sample(RowSampling sampling, TrainingSpans<float, float> rows, int firstRow)
    {
        double probability = Options.TeacherForcing!.FactorAt(Updates);
        if (!(probability < 1))
            return;
        NetworkPort port = _layout.Inputs[_layout.Generated];
        int states = _plan.States.Length;
        for (int row = 0; row < _rows; row++)
        {
            bool starts = rows.States.IsEmpty || (!rows.Starts.IsEmpty && rows.Starts[row]);
            ReadOnlySpan<float> before = starts ? default : rows.States.Slice(row * states, states);
            int count = port.Group == 0 ? _lastLengths[row] : _lastGroups[(row * _layout.Groups.Length) + port.Group - 1];
            if (_lastLengths[row] == 0 || count < 2)
                continue;
            ulong seed = ScheduledSampling.SeedOf(Options.Seed, Updates, (long)firstRow + row);
            sampling.Run(_inputs.AsSpan(row * _plan.InputLength, _plan.InputLength), _lastLengths[row], before, count, probability, seed);
        }
    }
}
