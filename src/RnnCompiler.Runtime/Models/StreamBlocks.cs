using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Advances many streams by one step: blocks of active streams are the rows of a call of the sequence kernel that has a single step, so that a weight is loaded once for
/// several streams. Inputs, states and outputs of a block are copied, since the rows of that kernel are whole sequences apart.
/// </summary>
/// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <param name="plan">The kernels of sequences and their sizes.</param>
/// <param name="parameters">The parameters.</param>
internal sealed class StreamBlocks<TInput>(SequencePlan plan, ParameterStore parameters) : ManyStreams<TInput>(plan, parameters)
    where TInput : unmanaged
{
    /// <inheritdoc/>
    public override void Run(
        Workspace workspace, StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<bool> active, int first, int count)
    {
        Span<int> current = workspace.Streams[..Plan.RowBlock];
        Span<int> next = workspace.Streams[Plan.RowBlock..];
        int stream = first;
        int rows = Take(current, ref stream, first + count, active);
        while (rows > 0)
        {
            int nextRows = Take(next, ref stream, first + count, active);
            Prefetch(states, next[..nextRows]);
            RunBlock(workspace, states, input, output, current[..rows]);
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
        for (stream = NextActive(active, stream, end); stream < end && rows < streams.Length; stream = NextActive(active, stream + 1, end))
            streams[rows++] = stream;

        return rows;
    }

    /// <summary>Fetches states into the cache while the block before is computed: those of many streams are larger than it.</summary>
    private static void Prefetch(StateBatch states, ReadOnlySpan<int> streams)
    {
        foreach (int stream in streams)
            CachePrefetch.Fetch(ref states.Reference(stream), states.StateLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunBlock(Workspace workspace, StateBatch states, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<int> streams)
    {
        int length = Plan.States.Length;
        Span<TInput> inputs = workspace.Inputs.All<TInput>();
        ReadOnlySpan<float> outputs = workspace.Outputs.All<float>();

        // States without padding of consecutive streams are as the kernel takes them. It has read all states of a row before it writes one.
        bool inPlace = Plan.States.IsUnpadded && streams[^1] - streams[0] == streams.Length - 1;
        for (int row = 0; row < streams.Length; row++)
        {
            input.Slice(streams[row] * InputSize, InputSize).CopyTo(inputs[(row * Plan.InputLength)..]);
            if (!inPlace)
                workspace.States.Set(row, states.All.Slice(streams[row] * length, length));
        }

        KernelFrame frame = RowBlocks.Frame(Parameters, workspace, default);
        if (inPlace)
        {
            frame.StateIn = ref states.Reference(streams[0]);
            frame.StateOut = ref frame.StateIn;
        }

        frame.Requested = RequestedResults.FinalStates;
        frame.Rows = streams.Length;
        workspace.Tables.SetFull(ref frame, 1);
        RowBlocks.SetRowNumbers(Plan, workspace, MemoryMarshal.CreateReadOnlySpan(ref frame.Lengths, frame.Rows), starts: false);
        RowBlocks.PointAt(ref frame, ref MemoryMarshal.GetReference(inputs), ref workspace.Outputs.Reference);
        Plan.Rows(ref frame);

        for (int row = 0; row < streams.Length; row++)
        {
            outputs.Slice(row * Plan.OutputLength, OutputSize).CopyTo(output[(streams[row] * OutputSize)..]);
            if (!inPlace)
                workspace.States.Read(row, states.All.Slice(streams[row] * length, length));
        }
    }
}
