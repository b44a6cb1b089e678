using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Advances streams of a model whose kernels are made at run time. It is in the runtime, which is always optimised, so that a step costs as
/// much in a Debug build of the user's project as in a Release build.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamRunner<TInput>
    where TInput : unmanaged
{
    private readonly ParameterStore _parameters;
    private readonly SequenceKernel _kernel;
    private readonly StateLayout _layout;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly int _vocabulary;

    /// <summary>Creates a runner.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="model">The model's kernels.</param>
    /// <param name="inputSize">Elements of one step's input.</param>
    /// <param name="outputSize">Floats of one step's output.</param>
    /// <exception cref="ArgumentException">The model has no kernel for steps.</exception>
    public StreamRunner(ParameterStore parameters, CompiledModel model, int inputSize, int outputSize)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(model);
        _parameters = parameters;
        _kernel = model.Step ?? throw new ArgumentException("Expected a model with a kernel for steps, but this one has none.", nameof(model));
        _layout = model.Sequence.States;
        _inputSize = inputSize;
        _outputSize = outputSize;
        _vocabulary = model.Sequence.Vocabulary;
    }

    /// <summary>Advances a stream by one step.</summary>
    /// <param name="state">The stream's state.</param>
    /// <param name="input">The input of the step.</param>
    /// <param name="output">The output of the step.</param>
    /// <exception cref="ArgumentException">There is no state or it is another model's, a length is wrong, a token id is out of range, or the spans overlap;
    /// nothing was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ModelState state, ReadOnlySpan<TInput> input, Span<float> output)
    {
        Guard.Step(state, input, output, _inputSize, _outputSize);
        Guard.Layout(state, _layout);
        if (typeof(TInput) == typeof(int))
            Guard.Tokens(MemoryMarshal.Cast<TInput, int>(input), _vocabulary);

        KernelFrame frame = default;
        _parameters.BeginStep(ref frame);
        frame.Output = ref MemoryMarshal.GetReference(output);
        frame.Input = ref state.InputOf(ref InputReference.Features(ref MemoryMarshal.GetReference(input)), ref frame.Output);
        frame.Tokens = ref InputReference.Tokens(ref MemoryMarshal.GetReference(input));
        state.Advance(ref frame, _kernel);
    }
}
