using System.Numerics;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler;

/// <summary>
/// Interpreted network: runs one operation at a time, row by row, with buffers that are allocated once. <see cref="InterpretedModel"/> creates it. It has the
/// members of generated models. Several threads may call <c>Forward</c>, and <c>Step</c> with different states, at the same time; of concurrent calls one does
/// not allocate. With a reduced weight format, <c>Forward</c> and <c>Step</c> use rounded weights, and training uses the parameters.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class InterpretedModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Module _module;
    private readonly bool _outputsEachStep;
    private readonly RunnerPool<T> _sequence;
    private readonly RunnerPool<T>? _step;
    private readonly StateValues<T> _states;

    /// <summary>Compiles a declaration; all parameters are 0.</summary>
    internal InterpretedModel(ModelDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        _module = CompilerPipeline.Compile(declaration);
        InputSize = declaration.HasTokenInput ? 1 : declaration.InputSize;
        OutputSize = _module.OutputSize;
        OutputSteps = _module.IsDecoder ? SequencePorts.Targets[0].Steps : _module.OutputSteps;
        _outputsEachStep = _module.OutputsEachStep;
        Values = new ParameterValues<T>(_module);
        _states = new StateValues<T>(_module.States, Values);
        States = StateTable.Of(_module.States);
        WeightRounding rounding = new(_module);
        _sequence = new RunnerPool<T>(_module.Sequence, Values, rounding);
        _step = _module.Step is null ? null : new RunnerPool<T>(_module.Step, Values, rounding);
    }

    /// <summary>The declaration.</summary>
    public ModelDeclaration Declaration => _module.Declaration;

    /// <summary>Number of elements of the input at each step: features, or 1 token id; 0 of a network whose inputs have names.</summary>
    public int InputSize { get; }

    /// <summary>Number of features of the output, or of the first one.</summary>
    public int OutputSize { get; }

    /// <summary>Number of steps of a sequence.</summary>
    public int SequenceLength => Declaration.SequenceLength;

    /// <summary>Number of steps of the output, or of the first one: the sequence length, or 1 after a reduction over time.</summary>
    public int OutputSteps { get; }

    /// <summary>Number of elements of all parameters.</summary>
    public int ParameterCount => Values.All.Length;

    /// <summary>Number of elements of the states of a row.</summary>
    public int StateLength => _states.Length;

    /// <summary>The states of a row in their order: layer by layer, level by level, the forward direction first.</summary>
    public IReadOnlyList<ModelParameter> States { get; }

    /// <summary>The canonical parameters in declaration order.</summary>
    public IReadOnlyList<ModelParameter> Parameters => Values.Parameters;

    internal ParameterValues<T> Values { get; }

    /// <summary>Computes one sequence from the initial state.</summary>
    /// <param name="input">[steps, features].</param>
    /// <param name="output">[output steps, outputs].</param>
    /// <exception cref="ArgumentException">The model reads token ids, a length is wrong, or the spans overlap; nothing was written.</exception>
    public void Forward(ReadOnlySpan<T> input, Span<T> output) => Sequences(input, output, 1, default, default, default);

    /// <summary>Computes a batch of sequences, each from the initial state.</summary>
    /// <param name="input">[batch, steps, features].</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">The number of sequences; at least 1.</param>
    /// <exception cref="ArgumentException">The model reads token ids, a length is wrong, or the spans overlap; nothing was written.</exception>
    public void Forward(ReadOnlySpan<T> input, Span<T> output, int batch) => Sequences(input, output, batch, default, default, default);

    /// <summary>Computes a batch of sequences of different lengths, each from the initial state.</summary>
    /// <param name="input">[batch, steps, features].</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">The number of sequences; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to <see cref="SequenceLength"/>; empty if all rows are full.</param>
    /// <remarks>Nothing behind the end of a row is read, and its outputs there become 0.</remarks>
    /// <exception cref="ArgumentException">The model reads token ids, a length is wrong, or the spans overlap; nothing was written.</exception>
    public void Forward(ReadOnlySpan<T> input, Span<T> output, int batch, ReadOnlySpan<int> lengths) => Sequences(input, output, batch, lengths, default, default);

    /// <summary>Computes a batch of sequences that go on from given states.</summary>
    /// <param name="input">[batch, steps, features].</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">The number of sequences; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to <see cref="SequenceLength"/>; empty if all rows are full.</param>
    /// <param name="initialStates">[batch, <see cref="StateLength"/>], the states before the first step; empty for the initial values.</param>
    /// <param name="finalStates">[batch, <see cref="StateLength"/>], receives the states after the last step; empty if they are not wanted.</param>
    /// <remarks>Nothing behind the end of a row is read, and its outputs there become 0. The states of a row of length 0 stay.</remarks>
    /// <exception cref="ArgumentException">The model reads token ids, a length is wrong, or spans overlap; nothing was written.</exception>
    public void Forward(ReadOnlySpan<T> input, Span<T> output, int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<T> initialStates, Span<T> finalStates) =>
        Sequences(input, output, batch, lengths, initialStates, finalStates);

    /// <summary>Computes one sequence of token ids from the initial state.</summary>
    /// <param name="input">[steps].</param>
    /// <param name="output">[output steps, outputs].</param>
    /// <exception cref="ArgumentException">The model reads no token ids, one is out of range, or a length is wrong; nothing was written.</exception>
    public void Forward(ReadOnlySpan<int> input, Span<T> output) => Sequences(input, output, 1, default, default, default);

    /// <summary>Computes a batch of sequences of token ids, each from the initial state.</summary>
    /// <param name="input">[batch, steps].</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">The number of sequences; at least 1.</param>
    /// <exception cref="ArgumentException">The model reads no token ids, one is out of range, or a length is wrong; nothing was written.</exception>
    public void Forward(ReadOnlySpan<int> input, Span<T> output, int batch) => Sequences(input, output, batch, default, default, default);

    /// <summary>Computes a batch of sequences of token ids of different lengths, each from the initial state.</summary>
    /// <param name="input">[batch, steps].</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">The number of sequences; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to <see cref="SequenceLength"/>; empty if all rows are full.</param>
    /// <remarks>Nothing behind the end of a row is read, and its outputs there become 0.</remarks>
    /// <exception cref="ArgumentException">The model reads no token ids, one is out of range, or a length is wrong; nothing was written.</exception>
    public void Forward(ReadOnlySpan<int> input, Span<T> output, int batch, ReadOnlySpan<int> lengths) => Sequences(input, output, batch, lengths, default, default);

    /// <summary>Computes a batch of sequences of token ids that go on from given states.</summary>
    /// <param name="input">[batch, steps].</param>
    /// <param name="output">[batch, output steps, outputs].</param>
    /// <param name="batch">The number of sequences; at least 1.</param>
    /// <param name="lengths">The steps of each row, from 0 to <see cref="SequenceLength"/>; empty if all rows are full.</param>
    /// <param name="initialStates">[batch, <see cref="StateLength"/>], the states before the first step; empty for the initial values.</param>
    /// <param name="finalStates">[batch, <see cref="StateLength"/>], receives the states after the last step; empty if they are not wanted.</param>
    /// <remarks>Nothing behind the end of a row is read, and its outputs there become 0. The states of a row of length 0 stay.</remarks>
    /// <exception cref="ArgumentException">The model reads no token ids, one is out of range, or a length is wrong; nothing was written.</exception>
    public void Forward(ReadOnlySpan<int> input, Span<T> output, int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<T> initialStates, Span<T> finalStates) =>
        Sequences(input, output, batch, lengths, initialStates, finalStates);

    /// <summary>Creates the state of a new stream.</summary>
    /// <exception cref="NotSupportedException">The model is bidirectional, so it cannot run step by step, or it writes tokens itself.</exception>
    public InterpretedState<T> CreateState()
    {
        RefuseWriting();
        return _step is null ? throw CannotStep() : new InterpretedState<T>(Declaration, _states);
    }

    /// <summary>Advances a stream by one step.</summary>
    /// <param name="state">The state of the stream, created by a model of the same declaration.</param>
    /// <param name="input">[features].</param>
    /// <param name="output">[outputs].</param>
    /// <exception cref="ArgumentException">The state is another model's, the model reads token ids, a length is wrong, or the spans overlap.</exception>
    /// <exception cref="NotSupportedException">The model is bidirectional.</exception>
    public void Step(InterpretedState<T> state, ReadOnlySpan<T> input, Span<T> output) => Steps(state, input, output, 1);

    /// <summary>Advances a stream by a block of steps.</summary>
    /// <param name="state">The state of the stream, created by a model of the same declaration.</param>
    /// <param name="input">[steps, features].</param>
    /// <param name="output">[steps, outputs].</param>
    /// <param name="steps">The number of steps; at least 1.</param>
    /// <exception cref="ArgumentException">The state is another model's, the model reads token ids, a length is wrong, or the spans overlap.</exception>
    /// <exception cref="NotSupportedException">The model is bidirectional.</exception>
    public void Step(InterpretedState<T> state, ReadOnlySpan<T> input, Span<T> output, int steps) => Steps(state, input, output, steps);

    /// <summary>Advances a stream of token ids by one step.</summary>
    /// <param name="state">The state of the stream, created by a model of the same declaration.</param>
    /// <param name="input">One token id.</param>
    /// <param name="output">[outputs].</param>
    /// <exception cref="ArgumentException">The state is another model's, the id is out of range or not expected, or a length is wrong.</exception>
    /// <exception cref="NotSupportedException">The model is bidirectional.</exception>
    public void Step(InterpretedState<T> state, ReadOnlySpan<int> input, Span<T> output) => Steps(state, input, output, 1);

    /// <summary>Advances a stream of token ids by a block of steps.</summary>
    /// <param name="state">The state of the stream, created by a model of the same declaration.</param>
    /// <param name="input">[steps].</param>
    /// <param name="output">[steps, outputs].</param>
    /// <param name="steps">The number of steps; at least 1.</param>
    /// <exception cref="ArgumentException">The state is another model's, an id is out of range or not expected, or a length is wrong.</exception>
    /// <exception cref="NotSupportedException">The model is bidirectional.</exception>
    public void Step(InterpretedState<T> state, ReadOnlySpan<int> input, Span<T> output, int steps) => Steps(state, input, output, steps);

    /// <summary>Creates a trainer of this model.</summary>
    /// <param name="optimizer">The optimizer; its moments belong to the trainer.</param>
    /// <param name="batchSize">The maximum number of rows of one call; at least 1.</param>
    /// <param name="options">Options such as clipping and seed, which are copied. Rows are computed sequentially: the number of threads is ignored.</param>
    /// <exception cref="ArgumentException">
    /// The batch size is below 1, the gradient of token ids is asked for, class weights are not one for each class, or a factor of the learning rate is for no parameter or
    /// out of range.
    /// </exception>
    /// <exception cref="TapeTooLargeException">The tape does not fit in memory.</exception>
    public InterpretedTrainer<T> CreateTrainer(Optimizer optimizer, int batchSize, TrainerOptions? options = null) =>
        new(_module, Values, optimizer, batchSize, options);

    /// <summary>Copies a parameter, in canonical layout.</summary>
    /// <param name="name">Its canonical name.</param>
    /// <param name="destination">A span of exactly as many elements as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    public void ReadParameter(string name, Span<T> destination) => Values.Read(name, destination);

    /// <summary>Sets a parameter, in canonical layout.</summary>
    /// <param name="name">Its canonical name.</param>
    /// <param name="source">A span of exactly as many elements as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    public void WriteParameter(string name, ReadOnlySpan<T> source) => Values.Write(name, source);

    /// <summary>Sets all parameters from a safetensors file; a double model reads F64 in double precision.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The mapping from names in the file to names of the model; null if they are the same.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the model is unchanged.</exception>
    public void LoadParameters(string path, LoadOptions? options = null) => WeightSource.Read(path, Load(options));

    /// <summary>Sets all parameters from a safetensors file in a stream.</summary>
    /// <param name="stream">The stream, positioned at the first byte of the file; afterwards it is positioned after the last one, and open.</param>
    /// <param name="options">The mapping from names in the file to names of the model; null if they are the same.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the model is unchanged.</exception>
    public void LoadParameters(Stream stream, LoadOptions? options = null) => WeightSource.Read(stream, Load(options));

    /// <summary>Sets all parameters from a safetensors file in memory.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="options">The mapping from names in the file to names of the model; null if they are the same.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the model is unchanged.</exception>
    public void LoadParameters(ReadOnlySpan<byte> data, LoadOptions? options = null) => WeightSource.Read(data, Load(options));

    /// <summary>Sets all parameters to those of another model of the same declaration.</summary>
    /// <param name="other">The other model.</param>
    /// <exception cref="ArgumentException">The declarations differ.</exception>
    public void CopyParametersFrom(InterpretedModel<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Declaration.Equals(other.Declaration))
            throw new ArgumentException($"Expected a model of the same declaration as this {Declaration.Name}, but another {other.Declaration.Name} was given.", nameof(other));
        Values.Set(other.Values.All);
    }

    /// <summary>Writes all parameters to a safetensors file, atomically: F32 of a float model, F64 of a double model.</summary>
    /// <param name="path">The file. An existing file is replaced; of a symbolic link, the file that it points to.</param>
    /// <exception cref="WeightFileException">The path is a folder, a device, a pipe or a socket.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public void Save(string path) => AtomicFile.Write(path, Values.Save);

    /// <summary>Writes all parameters to a stream, in the format of a safetensors file.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    public void Save(Stream stream) => Values.Save(stream);

    private Func<SafetensorsReader, bool> Load(LoadOptions? options) => reader =>
    {
        Values.Load(reader, options);
        return true;
    };

    private void Sequences<TInput>(
        ReadOnlySpan<TInput> input, Span<T> output, int batch, ReadOnlySpan<int> lengths, ReadOnlySpan<T> initialStates, Span<T> finalStates)
        where TInput : unmanaged
    {
        RefuseWriting();
        ArgumentChecks.Plain(Declaration);
        int inputLength = SequenceLength * InputSize;
        int outputLength = OutputSteps * OutputSize;
        ArgumentChecks.Spans<TInput, T>(input, output, batch, inputLength, outputLength, nameof(batch));
        if (!lengths.IsEmpty)
            Guard.Lengths(lengths, batch, SequenceLength);
        ArgumentChecks.Input(Declaration, input, lengths);
        ArgumentChecks.States<T>(initialStates, finalStates, batch, StateLength);

        RowStates<T> before = new(initialStates, default);
        FunctionRunner<T> runner = _sequence.Rent();
        for (int row = 0; row < batch; row++)
        {
            int steps = lengths.IsEmpty ? SequenceLength : lengths[row];
            Span<T> result = output.Slice(row * outputLength, outputLength);
            result.Clear();
            if (steps == 0)
            {
                if (!finalStates.IsEmpty)
                    _states.Write(before, row, finalStates.Slice(row * StateLength, StateLength));
                continue;
            }

            runner.SetStates(_states, before, row);
            runner.Set("input", input.Slice(row * inputLength, steps * InputSize));
            runner.Run(steps);
            int computed = _outputsEachStep ? steps * OutputSize : outputLength;
            runner.Interpreter.Result("output")[..computed].CopyTo(result);
            if (!finalStates.IsEmpty)
                _states.TakeFrom(runner.Interpreter, finalStates.Slice(row * StateLength, StateLength));
        }

        _sequence.Return(runner);
    }

    private void Steps<TInput>(InterpretedState<T> state, ReadOnlySpan<TInput> input, Span<T> output, int steps)
        where TInput : unmanaged
    {
        RefuseWriting();
        if (_step is null)
            throw CannotStep();
        ArgumentNullException.ThrowIfNull(state);
        state.CheckOwner(Declaration);
        ArgumentChecks.Plain(Declaration);
        ArgumentChecks.Spans<TInput, T>(input, output, steps, InputSize, OutputSize, nameof(steps));
        ArgumentChecks.Input(Declaration, input);

        FunctionRunner<T> runner = _step.Rent();
        for (int step = 0; step < steps; step++)
        {
            runner.Set("input", input.Slice(step * InputSize, InputSize));
            state.CopyInto(runner.Interpreter);
            runner.Run();
            state.TakeFrom(runner.Interpreter);
            runner.Interpreter.Result("output").CopyTo(output.Slice(step * OutputSize, OutputSize));
        }

        _step.Return(runner);
    }

    private NotSupportedException CannotStep() =>
        new($"Expected a model that reads its input forwards only, but {Declaration.Name} has a bidirectional layer and cannot step.");
}
