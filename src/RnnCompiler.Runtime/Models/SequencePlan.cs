using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>A kernel of inference.</summary>
/// <param name="frame">Memory of the call.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void SequenceKernel(ref KernelFrame frame);

/// <summary>Sequence kernels of a model, and their sizes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SequencePlan
{
    /// <summary>Elements of one row's input.</summary>
    public required int InputLength { get; init; }

    /// <summary>Floats of one row's output.</summary>
    public required int OutputLength { get; init; }

    /// <summary>Token ids that exist; 0 where the input is floats.</summary>
    public int Vocabulary { get; init; }

    /// <summary>The most steps of a sequence.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether there is an output for each step; else there is one for each row.</summary>
    public bool OutputsEachStep { get; init; }

    /// <summary>Layout of a row that holds several inputs or outputs; null if there is one of each.</summary>
    public NetworkLayout? Layout { get; init; }

    /// <summary>Elements of one step's input; 0 if rows hold several inputs, which have no steps in common.</summary>
    internal int StepInput => Layout is null ? InputLength / Steps : 0;

    /// <summary>Floats of one step's output.</summary>
    internal int StepOutput => OutputsEachStep ? OutputLength / Steps : OutputLength;

    /// <summary>The states of a row.</summary>
    public StateLayout States { get; init; } = StateLayout.None;

    /// <summary>Offset in the workspace of a row of its number of steps as a float; −1 if no kernel reads it.</summary>
    public int StepCountOffset { get; init; } = -1;

    /// <summary>Offset in the workspace of a row of 1 if it starts from the learned initial states, else 0; −1 if no kernel reads it.</summary>
    public int StartOffset { get; init; } = -1;

    /// <summary>Estimate of the work of a row of all steps: multiply-adds, and other operations as the number of multiply-adds that take as long.</summary>
    public long Work { get; init; }

    /// <summary>Rows of one call of the kernel.</summary>
    public required int RowBlock { get; init; }

    /// <summary>Floats of the workspace of one call of the kernel.</summary>
    public required int Workspace { get; init; }

    /// <summary>Computes rows on one thread.</summary>
    public required SequenceKernel Rows { get; init; }

    /// <summary>Computes one row on several threads, each with its own lanes; null if the weights fit the cache of one core.</summary>
    public SequenceKernel? Lanes { get; init; }
}
