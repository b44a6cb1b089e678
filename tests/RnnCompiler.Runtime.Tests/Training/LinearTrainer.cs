using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>What generated code would be for y = w · (x ∘ mask), loss (y − t)², three inputs, workspace [mask, loss] of 16 floats a row.</summary>
internal sealed class LinearTrainer(ParameterStore store, Optimizer optimizer, int batchSize, TrainerOptions? options = null, double rate = 0)
    : Trainer<float, float>(store, Plan(rate), optimizer, batchSize, options)
{
    public const int Inputs = 3;
    private const int Row = 16, LossAt = 8;

    public static ModelLayout Layout { get; } = new(
        "linear", [new ParameterLayout("w", [1, Inputs], 0, ParameterInitialization.Uniform, 1, [new(0, 1, Inputs, 0, 64, 1, 16)])], 64);

    public static ParameterStore Store(params float[] weights)
    {
        var store = new ParameterStore(Layout);
        store.Write("w", weights);
        return store;
    }

    protected override void Backpropagate(ref KernelFrame frame)
    {
        for (int row = 0; row < frame.Rows; row++)
        {
            ref float x = ref Unsafe.Add(ref frame.Input, row * Inputs);
            ref float workspace = ref Unsafe.Add(ref frame.Workspace, row * Row);
            float difference = -Unsafe.Add(ref frame.Targets, row);
            for (int k = 0; k < Inputs; k++)
            {
                difference += Unsafe.Add(ref frame.Parameters, k * 16) * Unsafe.Add(ref x, k) * Unsafe.Add(ref workspace, k);
            }

            Unsafe.Add(ref workspace, LossAt) = difference * difference;
            float bar = 2 * difference * frame.LossBar;
            for (int k = 0; k < Inputs; k++)
            {
                Unsafe.Add(ref frame.Gradients, k * 16) += bar * Unsafe.Add(ref x, k) * Unsafe.Add(ref workspace, k);
                if (frame.WantsInputGradient)
                {
                    Unsafe.Add(ref frame.InputGradient, row * Inputs + k) = bar * Unsafe.Add(ref frame.Parameters, k * 16) * Unsafe.Add(ref workspace, k);
                }
            }
        }
    }

    private static TrainingPlan Plan(double rate) => new()
    {
        InputLength = Inputs,
        TargetLength = 1,
        Steps = 1,
        WorkspacePerRow = Row,
        LossOffset = LossAt,
        Noises = [new NoisePlacement(0, 1, Inputs, 16, rate)],
    };
}

/// <summary>A trainer of token ids and class ids that only counts its calls.</summary>
internal sealed class CountingTrainer(TrainingPlan plan, int batchSize, TrainerOptions? options = null)
    : Trainer<int, int>(LinearTrainer.Store(1, 2, 3), plan, new Sgd(1), batchSize, options)
{
    public int Calls { get; private set; }

    public static TrainingPlan Plan(int workspacePerRow = 16) =>
        new() { InputLength = 2, TargetLength = 1, Vocabulary = 5, Classes = 3, Steps = 2, WorkspacePerRow = workspacePerRow, LossOffset = 0 };

    protected override void Backpropagate(ref KernelFrame frame) => Calls++;
}
