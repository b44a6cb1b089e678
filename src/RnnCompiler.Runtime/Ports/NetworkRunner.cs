using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Runs a network with several inputs or outputs over whole sequences: in blocks of rows, each of which holds all inputs or all outputs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkRunner : IDisposable
{
    private const int BlockElements = 64 * 1024;

    private readonly SequenceRunner<float> _sequences;
    private readonly SequencePlan _plan;
    private RowBlock? _spare;

    /// <summary>Creates a runner with the memory of one caller and no further threads.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="model">The model's kernels.</param>
    public NetworkRunner(ParameterStore parameters, CompiledModel model)
    {
        _sequences = new SequenceRunner<float>(parameters, model);
        _plan = model.Sequence;
        Model = model;
        Parameters = parameters;
        Layout = _plan.Layout ?? throw new ArgumentException("Expected a model with several inputs or outputs, but this one has one of each.", nameof(model));
        BlockRows = Math.Clamp(BlockElements / Math.Max(1, _plan.InputLength + _plan.OutputLength), 1, 256);
        _spare = new RowBlock(this);
    }

    /// <summary>The most threads of one call; setting it creates as many threads as there are processors for, and their workspaces.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Threads
    {
        get => _sequences.Threads;
        set => _sequences.Threads = value;
    }

    /// <summary>The runner of packed rows.</summary>
    public SequenceRunner<float> Sequences => _sequences;

    internal CompiledModel Model { get; }

    internal ParameterStore Parameters { get; }

    internal NetworkLayout Layout { get; }

    internal SequencePlan Plan => _plan;

    internal int BlockRows { get; }

    /// <summary>Allocates workspaces for a number of concurrent callers; each but the first also allocates the rows of one block.</summary>
    /// <param name="callers">Concurrent callers; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one caller.</exception>
    public void Reserve(int callers) => _sequences.Reserve(callers);

    /// <summary>Begins a call; what the caller gives is checked before anything is written.</summary>
    /// <param name="batch">Rows; at least 1.</param>
    /// <param name="lengths">The steps of each row in the group of the model; empty if all rows are full.</param>
    /// <param name="initialStates">The states before the first step; empty for the initial values.</param>
    /// <param name="finalStates">Receives the states after the last step; empty if they are not wanted.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public NetworkCall Begin(int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        PortChecks.Lengths(lengths, batch, _plan.Steps);
        Guard.States<float>(default, default, batch, _plan.States.Length, initialStates, finalStates);
        return new NetworkCall(this, batch, lengths, initialStates, finalStates);
    }

    /// <summary>Ends the threads; later calls run on the caller's thread.</summary>
    public void Dispose() => _sequences.Dispose();

    internal RowBlock Rent() => Interlocked.Exchange(ref _spare, null) ?? new RowBlock(this);

    internal void Return(RowBlock block) => _spare = block;

    /// <summary>The rows of one block of a call.</summary>
    internal sealed class RowBlock(NetworkRunner runner)
    {
        public float[] Inputs { get; } = new float[runner.BlockRows * runner.Plan.InputLength];

        public float[] Outputs { get; } = new float[runner.BlockRows * runner.Plan.OutputLength];
    }
}

/// <summary>One call over whole sequences: for each block of rows the inputs are packed, the network is run, and the outputs are unpacked.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct NetworkCall
{
    private readonly NetworkRunner _runner;
    private readonly int _batch;
    private readonly ReadOnlySpan<int> _lengths;
    private readonly ReadOnlySpan<float> _initialStates;
    private readonly Span<float> _finalStates;
    private NetworkRunner.RowBlock? _block;
    private int _first;
    private int _count;

    internal NetworkCall(NetworkRunner runner, int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        _runner = runner;
        _batch = batch;
        _lengths = lengths;
        _initialStates = initialStates;
        _finalStates = finalStates;
    }

    /// <summary>Checks an input.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its rows.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public readonly void Check(int index, ReadOnlySpan<float> input) => PortChecks.Length(_runner.Layout.Inputs[index], input.Length, _batch);

    /// <summary>Checks an input of token ids.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a token id is out of range.</exception>
    public readonly void Check(int index, ReadOnlySpan<int> input, ReadOnlySpan<int> lengths)
    {
        NetworkPort port = _runner.Layout.Inputs[index];
        PortChecks.Length(port, input.Length, _batch);
        PortChecks.Ids(port, input, lengths, _batch, 0);
    }

    /// <summary>Checks the lengths of rows in a group other than that of the model.</summary>
    /// <param name="group">The number of the group, from 1.</param>
    /// <param name="lengths">The steps of each row; empty if all are full.</param>
    /// <exception cref="ArgumentException">There is not one for each row, or one is out of range.</exception>
    public readonly void CheckGroup(int group, ReadOnlySpan<int> lengths) => PortChecks.Lengths(lengths, _batch, _runner.Layout.Groups[group - 1].Steps);

    /// <summary>Checks an output.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="output">Its rows.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public readonly void CheckOutput(int index, ReadOnlySpan<float> output) => PortChecks.Length(_runner.Layout.Outputs[index], output.Length, _batch);

    /// <summary>Checks that an output does not share memory with an input or with another output.</summary>
    /// <typeparam name="T">Element type of the other one.</typeparam>
    /// <param name="index">The number of the output.</param>
    /// <param name="output">The output.</param>
    /// <param name="other">The input or output.</param>
    /// <exception cref="ArgumentException">They overlap.</exception>
    public readonly void CheckOverlap<T>(int index, ReadOnlySpan<float> output, ReadOnlySpan<T> other)
        where T : unmanaged
    {
        if (MemoryMarshal.AsBytes(output).Overlaps(MemoryMarshal.AsBytes(other)))
            throw new ArgumentException("Expected inputs and outputs that do not overlap, but the given spans share memory.", _runner.Layout.Outputs[index].Name);
    }

    /// <summary>Goes on to the next block of rows.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        _block ??= _runner.Rent();
        _first += _count;
        _count = Math.Min(_batch - _first, _runner.BlockRows);
        if (_count > 0)
            return true;
        _runner.Return(_block);
        return false;
    }

    /// <summary>Copies the rows of an input into the block.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    public readonly void Pack(int index, ReadOnlySpan<float> input, ReadOnlySpan<int> lengths) => Pack<float>(index, input, lengths);

    /// <summary>Copies the rows of an input of token ids into the block.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="input">Its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    public readonly void Pack(int index, ReadOnlySpan<int> input, ReadOnlySpan<int> lengths) => Pack<int>(index, input, lengths);

    /// <summary>Writes the padding masks of a length group into the block.</summary>
    /// <param name="group">The number of the group, from 1.</param>
    /// <param name="lengths">The steps of each row; empty if all are full.</param>
    public readonly void Mask(int group, ReadOnlySpan<int> lengths) =>
        RowPacking.Mask(_runner.Layout.Groups[group - 1], lengths, _first, _count, _block!.Inputs, _runner.Plan.InputLength);

    /// <summary>Runs the network over the block.</summary>
    public readonly void Run()
    {
        int states = _runner.Plan.States.Length;
        _runner.Sequences.Forward(
            _block!.Inputs.AsSpan(0, _count * _runner.Plan.InputLength),
            _block.Outputs.AsSpan(0, _count * _runner.Plan.OutputLength),
            _count,
            _lengths.IsEmpty ? _lengths : _lengths.Slice(_first, _count),
            _initialStates.IsEmpty ? _initialStates : _initialStates.Slice(_first * states, _count * states),
            _finalStates.IsEmpty ? _finalStates : _finalStates.Slice(_first * states, _count * states));
    }

    /// <summary>Encodes the only row of the call and writes the tokens that the decoder generates.</summary>
    /// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="tokens">Receives the tokens; its length is the most of them.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <returns>The number of tokens that were written before the stop token.</returns>
    /// <exception cref="ArgumentException">A stop token is out of range, or several beams have a temperature; nothing was written.</exception>
    /// <exception cref="NotFiniteNumberException">An output of the model is NaN or +∞, or all are −∞.</exception>
    public readonly int Generate(bool areProbabilities, int vocabulary, Span<int> tokens, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        EncodedRow row = new(_runner.Model, _runner.Parameters);
        row.Encode(_block!.Inputs.AsSpan(0, _runner.Plan.InputLength), _lengths.IsEmpty ? _runner.Plan.Steps : _lengths[0]);
        _runner.Return(_block);
        NetworkLayout layout = _runner.Layout;
        return TokenGenerator.Generate(
            vocabulary, streams => new DecoderStreams(row, vocabulary, areProbabilities, streams), [layout.Start], tokens, options.WithStop(layout.Stop));
    }

    /// <summary>Copies the rows of an output out of the block.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="output">Receives its rows.</param>
    /// <param name="lengths">The steps of each row in its length group; empty if all are full.</param>
    public readonly void Unpack(int index, Span<float> output, ReadOnlySpan<int> lengths) =>
        RowPacking.Unpack(_runner.Layout.Outputs[index], _block!.Outputs, _runner.Plan.OutputLength, _lengths, lengths, _first, _count, output);

    private readonly void Pack<T>(int index, ReadOnlySpan<T> input, ReadOnlySpan<int> lengths)
        where T : unmanaged =>
        RowPacking.Pack(_runner.Layout.Inputs[index], input, lengths, _first, _count, _block!.Inputs, _runner.Plan.InputLength);
}
