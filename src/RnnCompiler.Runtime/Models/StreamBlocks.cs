using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Advances many streams by one step: blocks of active streams are the rows of a call of the sequence kernel that has a single step. Inputs, states and outputs of a
/// block are copied, since the rows of that kernel are whole sequences apart.
/// </summary>
internal static class StreamBlocks
{
    private const int FloatsPerLine = 16;

    /// <summary>Advances some streams on the calling thread.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="plan">The kernel and its sizes.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workspace">Workspace of one block.</param>
    /// <param name="states">The states of all streams.</param>
    /// <param name="input">The input of all streams.</param>
    /// <param name="output">The output of all streams.</param>
    /// <param name="active">Whether each stream is advanced; empty for all.</param>
    /// <param name="first">The first stream.</param>
    /// <param name="count">The number of streams.</param>
    public static void Run<TInput>(
        SequencePlan plan,
        ParameterStore parameters,
        Workspace workspace,
        StateBatch states,
        ReadOnlySpan<TInput> input,
        Span<float> output,
        ReadOnlySpan<bool> active,
        int first,
        int count)
        where TInput : unmanaged
    {
        Span<int> current = workspace.Streams[..plan.RowBlock];
        Span<int> next = workspace.Streams[plan.RowBlock..];
        int stream = first;
        int rows = Take(current, ref stream, first + count, active);
        while (rows > 0)
        {
            int nextRows = Take(next, ref stream, first + count, active);
            Prefetch(states, next[..nextRows]);
            RunBlock(plan, parameters, workspace, states, input, output, current[..rows]);
            rows = nextRows;
            Span<int> taken = current;
            current = next;
            next = taken;
        }
    }

    /// <summary>Takes the next active streams, as many as a block has rows.</summary>
    private static int Take(Span<int> streams, ref int stream, int end, ReadOnlySpan<bool> active)
    {
        int rows = 0;
        for (; stream < end && rows < streams.Length; stream++)
        {
            if (active.IsEmpty || active[stream])
                streams[rows++] = stream;
        }

        return rows;
    }

    /// <summary>Fetches states into the cache while the block before is computed: those of many streams are larger than it.</summary>
    private static unsafe void Prefetch(StateBatch states, ReadOnlySpan<int> streams)
    {
        if (!Sse.IsSupported)
            return;
        int length = states.StateLength;
        fixed (float* all = states.All)
        {
            foreach (int stream in streams)
            {
                float* own = all + ((long)stream * length);
                for (int i = 0; i < length; i += FloatsPerLine)
                    Sse.Prefetch0(own + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunBlock<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<int> streams)
        where TInput : unmanaged
    {
        int inputSize = plan.InputLength / plan.Steps;
        int outputSize = plan.OutputsEachStep ? plan.OutputLength / plan.Steps : plan.OutputLength;
        int length = plan.States.Length;
        Span<TInput> inputs = workspace.Inputs.All<TInput>();
        ReadOnlySpan<float> outputs = workspace.Outputs.All<float>();

        // States without padding of consecutive streams are as the kernel takes them. It has read all states of a row before it writes one.
        bool inPlace = plan.States.Length == plan.States.StorageLength && plan.States.Length > 0 && streams[^1] - streams[0] == streams.Length - 1;
        for (int row = 0; row < streams.Length; row++)
        {
            input.Slice(streams[row] * inputSize, inputSize).CopyTo(inputs[(row * plan.InputLength)..]);
            if (!inPlace)
                workspace.States.Set(row, states.All.Slice(streams[row] * length, length));
        }

        KernelFrame frame = RowBlocks.Frame(parameters, workspace, default);
        if (inPlace)
        {
            frame.StateIn = ref states.All[streams[0] * length];
            frame.StateOut = ref frame.StateIn;
        }

        frame.Requested = RequestedResults.FinalStates;
        frame.Rows = streams.Length;
        workspace.Tables.SetFull(ref frame, 1);
        RowBlocks.SetRowNumbers(plan, workspace, MemoryMarshal.CreateReadOnlySpan(ref frame.Lengths, frame.Rows), starts: false);
        RowBlocks.PointAt(ref frame, ref MemoryMarshal.GetReference(inputs), ref workspace.Outputs.Reference);
        plan.Rows(ref frame);

        for (int row = 0; row < streams.Length; row++)
        {
            outputs.Slice(row * plan.OutputLength, outputSize).CopyTo(output[(streams[row] * outputSize)..]);
            if (!inPlace)
                workspace.States.Read(row, states.All.Slice(streams[row] * length, length));
        }
    }
}
