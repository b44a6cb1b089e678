namespace RnnCompiler.Integration.Tests;

/// <summary>Fast activations, which have other bits in kernels of 16 lanes: near accurate ones, and the same for sequences, batches, blocks and single steps.</summary>
public partial class FastActivationTests
{
    private const int Steps = 24, Inputs = 3, Outputs = 2, Rows = 19;

    [Fact]
    public void Outputs_and_gradients_are_near_those_of_accurate_activations()
    {
        FastNetwork fast = FastNetwork.Create(7);
        AccurateNetwork accurate = AccurateNetwork.Create(7);
        float[] input = Numbers(Rows * Steps * Inputs, 1), target = Numbers(Rows * Steps * Outputs, 2);
        float[] found = new float[Rows * Steps * Outputs], expected = new float[found.Length];
        fast.Forward(input, found, Rows);
        accurate.Forward(input, expected, Rows);
        double output = Largest(found, expected);
        Assert.InRange(output, 1e-8, 5e-5);

        using FastNetwork.Trainer fastTrainer = fast.CreateTrainer(new Sgd(0.1f), Rows);
        using AccurateNetwork.Trainer accurateTrainer = accurate.CreateTrainer(new Sgd(0.1f), Rows);
        fastTrainer.ComputeGradients(input, target);
        accurateTrainer.ComputeGradients(input, target);
        foreach (ModelParameter parameter in FastNetwork.Parameters)
        {
            float[] of = new float[parameter.Length], exact = new float[of.Length];
            fastTrainer.ReadGradient(parameter.Name, of);
            accurateTrainer.ReadGradient(parameter.Name, exact);
            Assert.True(Largest(of, exact) <= 1e-4 * Math.Max(1e-2, exact.Max(MathF.Abs)), $"{parameter.Name}: {Largest(of, exact):G3} of {exact.Max(MathF.Abs):G3}");
        }
    }

    [Fact]
    public void Sequences_batches_blocks_and_single_steps_have_the_same_bits()
    {
        FastNetwork model = FastNetwork.Create(8);
        float[] input = Numbers(Rows * Steps * Inputs, 3), batch = new float[Rows * Steps * Outputs];
        model.Forward(input, batch, Rows);
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> own = input.AsSpan(row * Steps * Inputs, Steps * Inputs);
            float[] expected = batch[(row * Steps * Outputs)..((row + 1) * Steps * Outputs)], found = new float[Steps * Outputs];
            model.Forward(own, found, 1);
            Assert.Equal(expected, found);
            foreach (int block in new[] { 1, 5, Steps })
            {
                FastNetwork.State state = model.CreateState();
                found.AsSpan().Clear();
                for (int first = 0; first < Steps; first += block)
                {
                    int count = Math.Min(block, Steps - first);
                    model.Step(state, own.Slice(first * Inputs, count * Inputs), found.AsSpan(first * Outputs, count * Outputs), count);
                }

                Assert.Equal(expected, found);
            }
        }
    }

    private static double Largest(float[] found, float[] expected) => found.Zip(expected, static (a, b) => Math.Abs((double)a - b)).Max();

    private static float[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 4 * (random.NextSingle() - 0.5f))];
    }

    [RnnModel(InputSize = Inputs, SequenceLength = Steps, Activations = ActivationAccuracy.Fast), Lstm(20), Gru(8), Dense(Outputs, Activation = Activation.Tanh)]
    private sealed partial class FastNetwork;

    [RnnModel(InputSize = Inputs, SequenceLength = Steps, Activations = ActivationAccuracy.High), Lstm(20), Gru(8), Dense(Outputs, Activation = Activation.Tanh)]
    private sealed partial class AccurateNetwork;
}
