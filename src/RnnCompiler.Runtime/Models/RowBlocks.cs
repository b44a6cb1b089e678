using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Calls the sequence kernel of a model over rows, block by block: the workspace is that of one block, whatever the batch.</summary>
internal static class RowBlocks
{
    /// <summary>Computes rows of all steps on the calling thread.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="plan">The kernel and its sizes.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workspace">Workspace of one block.</param>
    /// <param name="input">Rows of input.</param>
    /// <param name="output">Rows of output.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, ReadOnlySpan<TInput> input, Span<float> output, int rows)
        where TInput : unmanaged
    {
        KernelFrame frame = Frame(parameters, workspace);
        for (int row = 0; row < rows; row += plan.RowBlock)
        {
            frame.Rows = Math.Min(rows - row, plan.RowBlock);
            workspace.Tables.SetFull(ref frame, plan.Steps);
            SetStepCounts(plan, workspace, MemoryMarshal.CreateReadOnlySpan(ref frame.Lengths, frame.Rows));
            PointAt(
                ref frame,
                ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)row * plan.InputLength),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (nint)row * plan.OutputLength));
            plan.Rows(ref frame);
        }
    }

    /// <summary>
    /// Computes rows of different numbers of steps on the calling thread. Rows are sorted in groups of some blocks, so that those of a block have like lengths, and
    /// copied if that changes their order. Outputs behind the end of a row are 0.
    /// </summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="plan">The kernel and its sizes.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workspace">Workspace of one block.</param>
    /// <param name="input">Rows of input.</param>
    /// <param name="output">Rows of output.</param>
    /// <param name="lengths">The steps of each row, from 0 to the most.</param>
    public static void Run<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, ReadOnlySpan<TInput> input, Span<float> output, ReadOnlySpan<int> lengths)
        where TInput : unmanaged
    {
        LengthOrder order = workspace.Order;
        for (int first = 0; first < lengths.Length; first += order.Capacity)
        {
            int rows = Math.Min(order.Capacity, lengths.Length - first);
            order.Sort(lengths.Slice(first, rows));
            for (int position = 0; position < order.Count; position += plan.RowBlock)
            {
                RunBlock(
                    plan,
                    parameters,
                    workspace,
                    input.Slice(first * plan.InputLength, rows * plan.InputLength),
                    output.Slice(first * plan.OutputLength, rows * plan.OutputLength),
                    position,
                    Math.Min(plan.RowBlock, order.Count - position));
            }
        }

        for (int row = 0; row < lengths.Length; row++)
            ClearBehindEnd(plan, output.Slice(row * plan.OutputLength, plan.OutputLength), lengths[row]);
    }

    /// <summary>Creates the frame of a call by one thread: parameters and workspace.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KernelFrame Frame(ParameterStore parameters, Workspace workspace)
    {
        KernelFrame frame = default;
        frame.Parameters = ref parameters.Reference;
        frame.Reduced = ref parameters.Reduced;
        frame.Bytes = ref parameters.ReducedBytes;
        frame.Workspace = ref workspace.Reference;
        frame.Parts = 1;
        return frame;
    }

    /// <summary>Sets input and output of a frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PointAt<TInput>(ref KernelFrame frame, [UnscopedRef] ref TInput input, [UnscopedRef] ref float output)
        where TInput : unmanaged
    {
        frame.Input = ref InputReference.Features(ref input);
        frame.Tokens = ref InputReference.Tokens(ref input);
        frame.Output = ref output;
    }

    /// <summary>Writes the numbers of steps of rows to their workspaces, if a kernel reads them.</summary>
    public static void SetStepCounts(SequencePlan plan, Workspace workspace, ReadOnlySpan<int> lengths)
    {
        if (plan.StepCountOffset < 0)
            return;
        int stride = workspace.Length / plan.RowBlock;
        for (int row = 0; row < lengths.Length; row++)
            workspace.Span[row * stride + plan.StepCountOffset] = lengths[row];
    }

    /// <summary>Sets the outputs behind the end of a row to 0.</summary>
    public static void ClearBehindEnd(SequencePlan plan, Span<float> output, int steps) => output[ValidOutputs(plan, steps)..].Clear();

    private static int ValidOutputs(SequencePlan plan, int steps) =>
        plan.OutputsEachStep ? steps * (plan.OutputLength / plan.Steps) : steps == 0 ? 0 : plan.OutputLength;

    private static void RunBlock<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, ReadOnlySpan<TInput> input, Span<float> output, int position, int count)
        where TInput : unmanaged
    {
        ReadOnlySpan<int> rows = workspace.Order.Rows.Slice(position, count);
        ReadOnlySpan<int> lengths = workspace.Order.Lengths.Slice(position, count);
        KernelFrame frame = Frame(parameters, workspace);
        workspace.Tables.Set(ref frame, lengths, lengths[0]);
        SetStepCounts(plan, workspace, lengths);
        if (workspace.Order.IsConsecutive(position, count))
        {
            PointAt(
                ref frame,
                ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)rows[0] * plan.InputLength),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (nint)rows[0] * plan.OutputLength));
            plan.Rows(ref frame);
            return;
        }

        workspace.Inputs.Gather(input, rows, lengths, plan.InputLength / plan.Steps);
        PointAt(ref frame, ref MemoryMarshal.GetReference(workspace.Inputs.All<TInput>()), ref workspace.Outputs.Reference);
        plan.Rows(ref frame);
        ReadOnlySpan<float> computed = workspace.Outputs.All<float>();
        for (int i = 0; i < count; i++)
            computed.Slice(i * plan.OutputLength, ValidOutputs(plan, lengths[i])).CopyTo(output.Slice(rows[i] * plan.OutputLength));
    }
}
