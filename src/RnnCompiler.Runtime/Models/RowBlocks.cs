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
    /// <param name="states">The states of the rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, ReadOnlySpan<TInput> input, Span<float> output, int rows, StateSpans states)
        where TInput : unmanaged
    {
        KernelFrame frame = Frame(parameters, workspace, states);
        if (states.Before.IsEmpty)
            workspace.States.SetInitial();
        for (int row = 0; row < rows; row += plan.RowBlock)
        {
            frame.Rows = Math.Min(rows - row, plan.RowBlock);
            workspace.Tables.SetFull(ref frame, plan.Steps);
            SetRowNumbers(plan, workspace, MemoryMarshal.CreateReadOnlySpan(ref frame.Lengths, frame.Rows), states.Before.IsEmpty);
            PointAt(
                ref frame,
                ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)row * plan.InputLength),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (nint)row * plan.OutputLength));
            if (states.AreEmpty)
                plan.Rows(ref frame);
            else
                RunWithStates(plan, ref frame, workspace, states.Slice(row, frame.Rows, plan.States.Length));
        }
    }

    /// <summary>
    /// Computes rows of different numbers of steps on the calling thread. Rows are sorted in groups of some blocks, so that those of a block have like lengths, and
    /// copied if that changes their order. Outputs behind the end of a row are 0; the states of a row of length 0 stay.
    /// </summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="plan">The kernel and its sizes.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workspace">Workspace of one block.</param>
    /// <param name="input">Rows of input.</param>
    /// <param name="output">Rows of output.</param>
    /// <param name="lengths">The steps of each row, from 0 to the most.</param>
    /// <param name="states">The states of the rows.</param>
    public static void Run<TInput>(
        SequencePlan plan,
        ParameterStore parameters,
        Workspace workspace,
        ReadOnlySpan<TInput> input,
        Span<float> output,
        ReadOnlySpan<int> lengths,
        StateSpans states)
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
                    states.Slice(first, rows, plan.States.Length),
                    position,
                    Math.Min(plan.RowBlock, order.Count - position));
            }
        }

        for (int row = 0; row < lengths.Length; row++)
        {
            ClearBehindEnd(plan, output.Slice(row * plan.OutputLength, plan.OutputLength), lengths[row]);
            if (lengths[row] == 0)
                CopyStates(plan, parameters, states.Slice(row, 1, plan.States.Length));
        }
    }

    /// <summary>Creates the frame of a call by one thread: parameters, workspace and states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KernelFrame Frame(ParameterStore parameters, Workspace workspace, StateSpans states)
    {
        KernelFrame frame = default;
        parameters.SetWeights(ref frame);
        frame.Workspace = ref workspace.Reference;
        frame.StateIn = ref workspace.States.Before;
        frame.StateOut = ref workspace.States.After;
        frame.Requested = states.After.IsEmpty ? RequestedResults.None : RequestedResults.FinalStates;
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

    /// <summary>Writes the numbers that a kernel may read of each row to its workspace: its steps, and whether it starts from the learned initial states.</summary>
    /// <param name="plan">The kernel and its sizes.</param>
    /// <param name="workspace">Workspace of the block.</param>
    /// <param name="lengths">The steps of each row.</param>
    /// <param name="starts">Whether rows start from the initial values.</param>
    public static void SetRowNumbers(SequencePlan plan, Workspace workspace, ReadOnlySpan<int> lengths, bool starts)
    {
        if (plan.StepCountOffset < 0 && plan.StartOffset < 0)
            return;
        int stride = workspace.Length / plan.RowBlock;
        for (int row = 0; row < lengths.Length; row++)
        {
            Span<float> own = workspace.Span.Slice(row * stride, stride);
            if (plan.StepCountOffset >= 0)
                own[plan.StepCountOffset] = lengths[row];
            if (plan.StartOffset >= 0)
                own[plan.StartOffset] = starts ? 1 : 0;
        }
    }

    /// <summary>Copies the states of a row without steps.</summary>
    public static void CopyStates(SequencePlan plan, ParameterStore parameters, StateSpans states)
    {
        if (states.After.IsEmpty)
            return;
        if (states.Before.IsEmpty)
            plan.States.WriteInitialStates(states.After, parameters);
        else
            states.Before.CopyTo(states.After);
    }

    /// <summary>Sets the outputs behind the end of a row to 0.</summary>
    public static void ClearBehindEnd(SequencePlan plan, Span<float> output, int steps) => output[ValidOutputs(plan, steps)..].Clear();

    // Several inputs or outputs have no steps in common: a row is written as a whole, and each output is cut when it is unpacked.
    private static int ValidOutputs(SequencePlan plan, int steps) =>
        plan.Layout is null && plan.OutputsEachStep ? steps * plan.StepOutput : steps == 0 ? 0 : plan.OutputLength;

    private static void RunBlock<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, ReadOnlySpan<TInput> input, Span<float> output, StateSpans states, int position, int count)
        where TInput : unmanaged
    {
        ReadOnlySpan<int> rows = workspace.Order.Rows.Slice(position, count);
        ReadOnlySpan<int> lengths = workspace.Order.Lengths.Slice(position, count);
        int stateLength = plan.States.Length;
        KernelFrame frame = Frame(parameters, workspace, states);
        workspace.Tables.Set(ref frame, lengths, lengths[0]);
        SetRowNumbers(plan, workspace, lengths, states.Before.IsEmpty);
        if (states.Before.IsEmpty)
            workspace.States.SetInitial();
        for (int i = 0; i < count && !states.Before.IsEmpty; i++)
            workspace.States.Set(i, states.Before.Slice(rows[i] * stateLength, stateLength));
        bool copied = !workspace.Order.IsConsecutive(position, count);
        if (copied)
        {
            workspace.Inputs.Gather(input, rows, lengths, plan.StepInput);
            PointAt(ref frame, ref MemoryMarshal.GetReference(workspace.Inputs.All<TInput>()), ref workspace.Outputs.Reference);
        }
        else
        {
            PointAt(
                ref frame,
                ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)rows[0] * plan.InputLength),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (nint)rows[0] * plan.OutputLength));
        }

        plan.Rows(ref frame);
        ReadOnlySpan<float> computed = workspace.Outputs.All<float>();
        for (int i = 0; i < count && copied; i++)
            computed.Slice(i * plan.OutputLength, ValidOutputs(plan, lengths[i])).CopyTo(output.Slice(rows[i] * plan.OutputLength));
        for (int i = 0; i < count && !states.After.IsEmpty; i++)
            workspace.States.Read(i, states.After.Slice(rows[i] * stateLength, stateLength));
    }

    private static void RunWithStates(SequencePlan plan, ref KernelFrame frame, Workspace workspace, StateSpans states)
    {
        int length = plan.States.Length;
        for (int row = 0; row < frame.Rows && !states.Before.IsEmpty; row++)
            workspace.States.Set(row, states.Before.Slice(row * length, length));
        plan.Rows(ref frame);
        for (int row = 0; row < frame.Rows && !states.After.IsEmpty; row++)
            workspace.States.Read(row, states.After.Slice(row * length, length));
    }
}
