using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Calls the sequence kernel of a model over a range of rows, block by block: the workspace is that of one block, whatever the batch.</summary>
internal static class RowBlocks
{
    /// <summary>Computes consecutive rows on the calling thread.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="plan">The kernel and its sizes.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workspace">Workspace of one block.</param>
    /// <param name="input">Input of row 0.</param>
    /// <param name="output">Output of row 0.</param>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, [UnscopedRef] ref TInput input, [UnscopedRef] ref float output, int first, int count)
        where TInput : unmanaged
    {
        KernelFrame frame = Frame(plan, parameters, workspace);
        int end = first + count;
        for (int row = first; row < end; row += frame.Rows)
        {
            frame.Rows = Math.Min(end - row, plan.RowBlock);
            PointAt(ref frame, plan, ref input, ref output, row);
            plan.Rows(ref frame);
        }
    }

    /// <summary>Creates the frame of a call by one thread: parameters, workspace and steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KernelFrame Frame(SequencePlan plan, ParameterStore parameters, Workspace workspace)
    {
        KernelFrame frame = default;
        frame.Parameters = ref parameters.Reference;
        frame.Reduced = ref parameters.Reduced;
        frame.Bytes = ref parameters.ReducedBytes;
        frame.Workspace = ref workspace.Reference;
        frame.Steps = plan.Steps;
        frame.Parts = 1;
        return frame;
    }

    /// <summary>Sets input and output of a frame to those of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PointAt<TInput>(ref KernelFrame frame, SequencePlan plan, [UnscopedRef] ref TInput input, [UnscopedRef] ref float output, int row)
        where TInput : unmanaged
    {
        ref TInput first = ref Unsafe.Add(ref input, (nint)row * plan.InputLength);
        frame.Input = ref InputReference.Features(ref first);
        frame.Tokens = ref InputReference.Tokens(ref first);
        frame.Output = ref Unsafe.Add(ref output, (nint)row * plan.OutputLength);
    }
}
