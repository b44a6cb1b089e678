using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>What generated code would be for y = w · (x ∘ mask), loss (y − t)², three inputs, workspace [mask, loss, loss weight] of 16 floats a row.</summary>
internal sealed class LinearTrainer(ParameterStore store, Optimizer optimizer, int batchSize, TrainerOptions? options = null, double rate = 0)
    : Trainer<float, float>(store, Plan(rate), optimizer, batchSize, options)
{
    public const int Inputs = 3;
    private const int Row = 16, LossAt = 8, WeightAt = 9;

    public static ModelLayout Layout { get; } = new(
        "linear", [new ParameterLayout("w", [1, Inputs], 0, ParameterInitialization.Uniform, 1, [new(0, 1, Inputs, 0, 64, 1, 16)])], 64);

    public static ParameterStore Store(params float[] weights)
    {
        ParameterStore store = new(Layout);
        store.Write("w", weights);
        return store;
    }

    private static void Backpropagate(ref KernelFrame frame)
    {
        for (int row = 0; row < frame.Rows; row++)
        {
            ref float x = ref Unsafe.Add(ref frame.Input, row * Inputs);
            ref float workspace = ref Unsafe.Add(ref frame.Workspace, row * Row);
            float difference = -Unsafe.Add(ref frame.Targets, row);
            for (int k = 0; k < Inputs; k++)
                difference += Unsafe.Add(ref frame.Parameters, k * 16) * Unsafe.Add(ref x, k) * Unsafe.Add(ref workspace, k);

            float weight = Unsafe.Add(ref workspace, WeightAt);
            float bar = 2 * difference * weight;
            Unsafe.Add(ref workspace, LossAt) = weight * difference * difference;
            if (!frame.WantsGradients)
                continue;
            for (int k = 0; k < Inputs; k++)
            {
                Unsafe.Add(ref frame.Gradients, k * 16) += bar * Unsafe.Add(ref x, k) * Unsafe.Add(ref workspace, k);
                if (frame.WantsInputGradient)
                    Unsafe.Add(ref frame.InputGradient, row * Inputs + k) = bar * Unsafe.Add(ref frame.Parameters, k * 16) * Unsafe.Add(ref workspace, k);
            }
        }
    }

    private static TrainingPlan Plan(double rate) => new()
    {
        Work = 1000,
        InputLength = Inputs,
        TargetLength = 1,
        Steps = 1,
        OutputSteps = 1,
        WorkspacePerRow = Row,
        LossOffset = LossAt,
        LossWeightOffset = WeightAt,
        Kernel = Backpropagate,
        Noises = [new NoisePlacement(0, 1, Inputs, 16, rate)],
    };
}

/// <summary>A trainer of token ids and class ids that only counts its calls.</summary>
internal sealed class CountingTrainer : Trainer<int, int>
{
    private readonly int[] _calls;

    public CountingTrainer(TrainingPlan plan, int batchSize, TrainerOptions? options = null)
        : this(plan, new int[1], batchSize, options)
    {
    }

    private CountingTrainer(TrainingPlan plan, int[] calls, int batchSize, TrainerOptions? options)
        : base(LinearTrainer.Store(1, 2, 3), Counted(plan, calls), new Sgd(1), batchSize, options) => _calls = calls;

    public int Calls => _calls[0];

    public static TrainingPlan Plan(int workspacePerRow = 16) => new()
    {
        InputLength = 2,
        TargetLength = 1,
        Vocabulary = 5,
        Classes = 3,
        Steps = 2,
        OutputSteps = 1,
        WorkspacePerRow = workspacePerRow,
        LossOffset = 0,
        LossWeightOffset = 0,
    };

    private static TrainingPlan Counted(TrainingPlan plan, int[] calls) => new()
    {
        InputLength = plan.InputLength,
        TargetLength = plan.TargetLength,
        Vocabulary = plan.Vocabulary,
        Classes = plan.Classes,
        Steps = plan.Steps,
        WorkspacePerRow = plan.WorkspacePerRow,
        LossOffset = plan.LossOffset,
        OutputSteps = plan.OutputSteps,
        LossWeightOffset = plan.LossWeightOffset,
        Kernel = (ref KernelFrame _) => calls[0]++,
    };
}
