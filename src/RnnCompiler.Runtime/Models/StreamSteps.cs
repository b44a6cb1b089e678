using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Advances many streams by one step, one stream after another, with the kernel of a streaming step: for models whose weights stay in the first-level cache, where rows of a
/// block would not load weights faster. A stream's state is read where it is, and its memory is fetched while those before it are computed.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <param name="kernel">The kernel of a step.</param>
/// <param name="model">The kernels.</param>
/// <param name="parameters">The parameters.</param>
internal sealed class StreamSteps<TInput>(SequenceKernel kernel, CompiledModel model, ParameterStore parameters) : ManyStreams<TInput>(model.Sequence, parameters)
    where TInput : unmanaged
{
    // LSTM 8→32 (21 KB): 0.75 of the time of blocks; LSTM 16→40 (36 KB): 1.2 of it.
    private const int MostWeightBytes = 24 * 1024;

    // Enough time for the memory of one stream to arrive, and few enough that it is not evicted again.
    private const int StreamsAhead = 4;

    /// <summary>Whether a model's streams are advanced one after another.</summary>
    /// <param name="layout">Parameters and their layout.</param>
    public static bool Serves(ModelLayout layout) => layout.StorageLength * sizeof(float) <= MostWeightBytes;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        Workspace workspace, StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active, int first, int count)
    {
        int end = first + count;
        int ahead = first;
        for (int i = 0; i < StreamsAhead; i++)
            ahead = Math.Min(NextActive(active, ahead, end) + 1, end);
        KernelFrame frame = RowBlocks.Frame(Parameters, workspace, default);
        frame.Workspace = ref workspace.Step(model.StepWorkspace);
        frame.Rows = 1;
        frame.Steps = 1;
        ref TInput inputs = ref MemoryMarshal.GetReference(input);
        ref float outputs = ref MemoryMarshal.GetReference(output);
        ref float all = ref states.Reference(0);
        int length = states.StateLength, inputSize = InputSize, outputSize = OutputSize;
        StateRows? padded = Plan.States.IsUnpadded ? null : workspace.States;
        for (int stream = NextActive(active, first, end); stream < end; stream = NextActive(active, stream + 1, end))
        {
            ahead = NextActive(active, ahead, end);
            if (ahead < end)
            {
                CachePrefetch.Fetch(ref Unsafe.Add(ref all, (nint)ahead * length), length);
                CachePrefetch.Fetch(ref Unsafe.Add(ref inputs, (nint)ahead * inputSize), inputSize);
                CachePrefetch.Fetch(ref Unsafe.Add(ref outputs, (nint)ahead * outputSize), outputSize);
                ahead++;
            }

            RowBlocks.PointAt(ref frame, ref Unsafe.Add(ref inputs, (nint)stream * inputSize), ref Unsafe.Add(ref outputs, (nint)stream * outputSize));
            Advance(ref frame, ref Unsafe.Add(ref all, (nint)stream * length), length, padded);
        }
    }

    // A kernel may write a state before it has read all of it, so the new ones are written elsewhere and copied.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(ref KernelFrame frame, [UnscopedRef] ref float state, int length, StateRows? padded)
    {
        Span<float> own = MemoryMarshal.CreateSpan(ref state, length);
        if (padded is null)
        {
            frame.StateIn = ref state;
            kernel(ref frame);
            MemoryMarshal.CreateReadOnlySpan(ref frame.StateOut, length).CopyTo(own);
        }
        else
        {
            padded.Set(0, own);
            kernel(ref frame);
            padded.Read(0, own);
        }
    }
}
