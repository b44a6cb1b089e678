using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Advances many streams of a model by one step.</summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <param name="plan">The kernels of sequences and their sizes.</param>
/// <param name="parameters">The parameters.</param>
internal abstract class ManyStreams<TInput>(SequencePlan plan, ParameterStore parameters)
    where TInput : unmanaged
{
    /// <summary>Floats of a step's output.</summary>
    protected int OutputSize { get; } = plan.StepOutput;

    /// <summary>Elements of a step's input.</summary>
    protected int InputSize { get; } = plan.StepInput;

    /// <summary>The kernels of sequences and their sizes.</summary>
    protected SequencePlan Plan { get; } = plan;

    /// <summary>The parameters.</summary>
    protected ParameterStore Parameters { get; } = parameters;

    /// <summary>Chooses how the streams of a model are advanced.</summary>
    /// <param name="model">The kernels.</param>
    /// <param name="parameters">The parameters.</param>
    public static ManyStreams<TInput> Of(CompiledModel model, ParameterStore parameters) => model.Step is { } step && StreamSteps<TInput>.Serves(model.Layout)
        ? new StreamSteps<TInput>(step, model, parameters)
        : new StreamBlocks<TInput>(model.Sequence, parameters);

    /// <summary>Advances some streams on the calling thread.</summary>
    /// <param name="workspace">Workspace of one call.</param>
    /// <param name="states">The states of all streams.</param>
    /// <param name="input">The input of all streams.</param>
    /// <param name="output">The output of all streams.</param>
    /// <param name="active">Whether each stream is advanced; empty for all.</param>
    /// <param name="first">The first stream.</param>
    /// <param name="count">The number of streams.</param>
    public abstract void Run(
        Workspace workspace, StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active, int first, int count);

    /// <summary>Returns the next active stream, from a given one on; the end if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static int NextActive(ReadOnlySpan<bool> active, int stream, int end)
    {
        while (stream < end && !active.IsEmpty && !active[stream])
            stream++;
        return stream;
    }
}
