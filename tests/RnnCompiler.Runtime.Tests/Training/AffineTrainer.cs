using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>
/// Trainer of y = w · (x ∘ mask) + b with the loss (y − t)² and three inputs. The bias is packed between two of the weights, so that ranges of parameters are short;
/// all other floats are padding.
/// </summary>
internal sealed class AffineTrainer(ParameterStore store, Optimizer optimizer, int batchSize, TrainerOptions? options = null, double rate = 0)
    : Trainer<float, float>(store, Plan(rate), optimizer, batchSize, options)
{
    public const int Inputs = 3;
    public const string Weight = "first.weight", Bias = "second.bias";
    private const int Row = 16, LossAt = 8, WeightAt = 9, BiasAt = 17;

    public static ModelLayout Layout { get; } = new(
        "affine",
        [
            new ParameterLayout(Weight, [1, Inputs], 0, ParameterInitialization.Uniform, 1, [new(0, 1, Inputs, 0, 64, 1, 16)]),
            new ParameterLayout(Bias, [1], Inputs, ParameterInitialization.Uniform, 1, [new(0, 1, 1, BiasAt, 64, 1, 1)]),
        ],
        64);

    public static ParameterStore Store(float w0, float w1, float w2, float bias)
    {
        ParameterStore store = new(Layout);
        store.Write(Weight, [w0, w1, w2]);
        store.Write(Bias, [bias]);
        return store;
    }

    private protected override bool HasOutputs => true;

    /// <summary>The weights and the bias.</summary>
    public static float[] Read(ParameterStore store) => [.. SmallModel.Read(store, Weight), .. SmallModel.Read(store, Bias)];

    /// <summary>The gradients of the weights and of the bias.</summary>
    public float[] Gradient()
    {
        float[] gradient = new float[Inputs + 1];
        ReadGradient(Weight, gradient.AsSpan(0, Inputs));
        ReadGradient(Bias, gradient.AsSpan(Inputs));
        return gradient;
    }

    private protected override void ComputeOutputs(
        ReadOnlySpan<float> inputs, int rows, ReadOnlySpan<int> lengths, ReadOnlySpan<float> states, Span<float> outputs)
    {
        float[] p = Read(Parameters);
        for (int row = 0; row < rows; row++)
            outputs[row] = p[3] + (p[0] * inputs[row * Inputs]) + (p[1] * inputs[(row * Inputs) + 1]) + (p[2] * inputs[(row * Inputs) + 2]);
    }

    private static void Backpropagate(ref KernelFrame frame)
    {
        for (int row = 0; row < frame.Rows; row++)
        {
            ref float x = ref Unsafe.Add(ref frame.Input, row * Inputs);
            ref float workspace = ref Unsafe.Add(ref frame.Workspace, row * Row);
            float difference = Unsafe.Add(ref frame.Parameters, BiasAt) - Unsafe.Add(ref frame.Targets, row);
            for (int k = 0; k < Inputs; k++)
                difference += Unsafe.Add(ref frame.Parameters, k * 16) * Unsafe.Add(ref x, k) * Unsafe.Add(ref workspace, k);

            float weight = Unsafe.Add(ref workspace, WeightAt);
            float bar = 2 * difference * weight;
            Unsafe.Add(ref workspace, LossAt) = weight * difference * difference;
            if (!frame.WantsGradients)
                continue;
            Unsafe.Add(ref frame.Gradients, BiasAt) += bar;
            for (int k = 0; k < Inputs; k++)
                Unsafe.Add(ref frame.Gradients, k * 16) += bar * Unsafe.Add(ref x, k) * Unsafe.Add(ref workspace, k);
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

/// <summary>Rows for an <see cref="AffineTrainer"/>.</summary>
internal static class AffineRows
{
    public static float[] Inputs(int rows, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, rows * AffineTrainer.Inputs).Select(_ => random.NextSingle() - 0.5f)];
    }

    public static float[] Targets(int rows, int seed = 2) => [.. Inputs(rows, seed).Take(rows)];
}
