using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Layout of a mask of dropout: element (step t, position j) at Offset + t · Stride + j of a row's workspace.</summary>
/// <param name="Offset">Its first float.</param>
/// <param name="Steps">Steps, 1 where all share one mask.</param>
/// <param name="Length">Elements of a step.</param>
/// <param name="Stride">From one step to the next.</param>
/// <param name="Rate">The probability of 0.</param>
/// <param name="Mean">The mean of an element; one that is not 0 is Mean / (1 − Rate).</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct NoisePlacement(int Offset, int Steps, int Length, int Stride, double Rate, double Mean = 1);

/// <summary>Training kernel of a model, and its sizes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrainingPlan
{
    /// <summary>Elements of one row's input: floats, or token ids.</summary>
    public required int InputLength { get; init; }

    /// <summary>Elements of one row's target: floats, or class ids.</summary>
    public required int TargetLength { get; init; }

    /// <summary>Token ids that exist; 0 where the input is floats.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Classes that exist; 0 where targets are floats.</summary>
    public int Classes { get; init; }

    /// <summary>The most steps of a sequence.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps of the output: the most steps of a sequence, or 1 after a reduction over time.</summary>
    public required int OutputSteps { get; init; }

    /// <summary>Whether there is an output for each step; else there is one for each row.</summary>
    public bool OutputsEachStep { get; init; }

    /// <summary>Whether rows count in the mean loss, since a loss function computes the loss of each; else elements of outputs count.</summary>
    public bool CountsRows { get; init; }

    /// <summary>Whether there is one target for each row although there is an output for each step.</summary>
    public bool HasTargetPerRow { get; init; }

    /// <summary>Whether targets have other sizes than outputs, so that no metric compares them.</summary>
    public bool TargetsDiffer { get; init; }

    /// <summary>Whether there is a target for each step; not if rows hold several targets, which have no steps in common.</summary>
    internal bool TargetsEachStep => OutputsEachStep && !HasTargetPerRow && Layout is null;

    /// <summary>Whether outputs are logits of probabilities: the loss is a binary cross entropy, and the head has no sigmoid.</summary>
    public bool OutputsAreLogits { get; init; }

    /// <summary>Whether the kernel computes the states after the last step, from which the next window of a stream goes on: not for bidirectional models.</summary>
    public bool HasFinalStates { get; init; }

    /// <summary>Floats of the gradients of the first state of the first recurrence at each step of a row; 0 if the kernel does not compute them.</summary>
    public int StepGradientLength { get; init; }

    /// <summary>Layout of the rows of inputs and targets that hold several of them; null if there is one of each.</summary>
    public NetworkLayout? Layout { get; init; }

    /// <summary>Offset in the workspace of a row of the weights of the terms of each output, in order, if there are several.</summary>
    public int[] LossWeightOffsets { get; init; } = [];

    /// <summary>Elements of one step's input; 0 if rows hold several inputs, which have no steps in common.</summary>
    internal int StepInput => Layout is null ? InputLength / Steps : 0;

    /// <summary>The states of a row.</summary>
    internal StateLayout States => Inference?.States ?? StateLayout.None;

    /// <summary>Kernels of inference, which compute the outputs that metrics read; null for engines without kernels.</summary>
    internal SequencePlan? Inference { get; set; }

    /// <summary>The kernels of inference with the decoder of a network that writes tokens itself; null for others.</summary>
    internal CompiledModel? Decoder { get; set; }

    /// <summary>Estimate of the work of a row of all steps: multiply-adds, and other operations as the number of multiply-adds that take as long.</summary>
    public long Work { get; init; }

    /// <summary>Floats of tape and workspace for each row of the batch.</summary>
    public required int WorkspacePerRow { get; init; }

    /// <summary>Floats of transposed weights.</summary>
    public int PanelLength { get; init; }

    /// <summary>Offset of a row's loss in its workspace.</summary>
    public required int LossOffset { get; init; }

    /// <summary>Offset in the workspace of a row of the weights of its terms of the loss: one float for each output step, or one float if rows count.</summary>
    public required int LossWeightOffset { get; init; }

    /// <summary>Offset in the workspace of a row of its number of steps as a float; −1 if no kernel reads it.</summary>
    public int StepCountOffset { get; init; } = -1;

    /// <summary>Offset in the workspace of a row of 1 if it starts from the learned initial states, else 0; −1 if no kernel reads it.</summary>
    public int StartOffset { get; init; } = -1;

    /// <summary>
    /// Runs one phase of forward and backpropagation: each row's loss into its workspace, all gradients to the frame's. Several threads may run
    /// it at the same time, each with its own rows or work items. Null for engines without kernels.
    /// </summary>
    public SequenceKernel? Kernel { get; init; }

    /// <summary>The phases of a call, in order.</summary>
    public TrainingPhase[] Phases { get; init; } = [TrainingPhase.Rows];

    /// <summary>The masks that are drawn before each call; a mask's index is its stream.</summary>
    public NoisePlacement[] Noises { get; init; } = [];
}
