using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Trainer whose kernel is a delegate of the test: rows of <see cref="Inputs"/> inputs and one target, and one float of loss as workspace.</summary>
internal sealed class StubTrainer(SequenceKernel kernel, TrainerOptions options, int batchSize = 64, TrainingPhase[]? phases = null)
    : Trainer<float, float>(LinearTrainer.Store(1, 2, 3), Plan(kernel, phases ?? [TrainingPhase.Rows]), new Sgd(1), batchSize, options)
{
    public const int Inputs = 3;

    /// <summary>Floats of workspace of a row; the first one is the loss.</summary>
    public const int Row = 16;

    /// <summary>Computes gradients of rows of zeros with the target 0.</summary>
    public float Run(int rows) => ComputeGradients(new float[rows * Inputs], new float[rows]);

    /// <summary>The offset in the workspace of a row of the weight of its loss.</summary>
    public const int Weight = 1;

    /// <summary>Sets the loss of each row of a frame, times its weight.</summary>
    public static void SetLosses(ref KernelFrame frame, float loss)
    {
        for (int row = 0; row < frame.Rows; row++)
            Unsafe.Add(ref frame.Workspace, row * Row) = loss * Unsafe.Add(ref frame.Workspace, (row * Row) + Weight);
    }

    private static TrainingPlan Plan(SequenceKernel kernel, TrainingPhase[] phases) => new()
    {
        Work = 1000,
        InputLength = Inputs,
        TargetLength = 1,
        Steps = 1,
        WorkspacePerRow = Row,
        OutputSteps = 1,
        LossOffset = 0,
        LossWeightOffset = Weight,
        Kernel = kernel,
        Phases = phases,
    };
}
