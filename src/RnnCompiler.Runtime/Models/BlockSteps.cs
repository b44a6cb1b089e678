using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Advances a stream by a block of steps. The kernel of sequences computes them, from the state of the stream to that after the block, so that the products of the
/// inputs are computed for several steps at a time; the bits are those of single steps. Short blocks, and models with one output for a whole sequence, take single steps.
/// </summary>
internal static class BlockSteps
{
    /// <summary>The fewest steps for which the workspace and the tables of a sequence cost less than they save.</summary>
    public const int FewestOfSequence = 4;

    /// <summary>Advances a stream.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
    /// <param name="model">The model's kernels, with one for steps.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="workspaces">Workspaces of sequences.</param>
    /// <param name="state">The stream's state.</param>
    /// <param name="input">The input of all steps.</param>
    /// <param name="output">The output of all steps.</param>
    /// <param name="steps">Steps; at least 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TInput>(
        CompiledModel model, ParameterStore parameters, WorkspacePool workspaces, ModelState state, ReadOnlySpan<TInput> input, Span<float> output, int steps)
        where TInput : unmanaged
    {
        if (steps < FewestOfSequence || model.Sequence.Steps < FewestOfSequence || !model.Sequence.OutputsEachStep)
        {
            Single(model, parameters, state, input, output, steps);
            return;
        }

        Workspace workspace = workspaces.Rent();
        try
        {
            Sequence(model.Sequence, parameters, workspace, state, input, output, steps);
        }
        finally
        {
            workspaces.Return(workspace);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sequence<TInput>(
        SequencePlan plan, ParameterStore parameters, Workspace workspace, ModelState state, ReadOnlySpan<TInput> input, Span<float> output, int steps)
        where TInput : unmanaged
    {
        KernelFrame frame = RowBlocks.Frame(parameters, workspace, default);
        frame.Requested = RequestedResults.FinalStates;
        frame.Rows = 1;
        int inputSize = plan.StepInput, outputSize = plan.StepOutput, most = plan.Steps;
        for (int first = 0, count; first < steps; first += count)
        {
            count = Math.Min(steps - first, most);
            workspace.Tables.SetFull(ref frame, count);
            RowBlocks.SetRowNumbers(plan, workspace, MemoryMarshal.CreateReadOnlySpan(ref frame.Lengths, 1), starts: false);
            ReadOnlySpan<TInput> given = input.Slice(first * inputSize, count * inputSize);
            RowBlocks.PointAt(ref frame, ref workspace.Inputs.Apart(given, output), ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (nint)first * outputSize));
            frame.StateIn = ref state.CurrentState;
            frame.StateOut = ref state.NextState;
            plan.Rows(ref frame);
            state.Flip();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single<TInput>(CompiledModel model, ParameterStore parameters, ModelState state, ReadOnlySpan<TInput> input, Span<float> output, int steps)
        where TInput : unmanaged
    {
        KernelFrame frame = default;
        parameters.BeginStep(ref frame);
        int inputSize = model.Sequence.StepInput, outputSize = model.Sequence.StepOutput;
        SequenceKernel kernel = model.Step!;
        for (int step = 0; step < steps; step++)
        {
            ref TInput first = ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)step * inputSize);
            frame.Output = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), (nint)step * outputSize);
            frame.Input = ref state.InputOf(ref InputReference.Features(ref first), ref frame.Output);
            frame.Tokens = ref InputReference.Tokens(ref first);
            state.Advance(ref frame, kernel);
        }
    }
}
