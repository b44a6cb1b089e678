using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Factors of the learning rate by prefix of parameter names, and optimizers that users write.</summary>
public class LearningRateFactorTests
{
    private static readonly float[] Inputs = [1, 2, 3, 4, 5, 6];
    private static readonly float[] Targets = [10, 20];

    [Fact]
    public void The_longest_prefix_applies()
    {
        // Differences −4 and −5: the gradients are −24, −33, −42 and −9.
        ParameterStore store = AffineTrainer.Store(1, 1, 1, 0);
        TrainerOptions options = new() { LearningRateFactors = { ["f"] = 3, ["first.weight"] = 0.5f, ["second"] = 2 } };
        using AffineTrainer trainer = new(store, new Sgd(0.5f), 2, options);
        options.LearningRateFactors.Clear();
        trainer.Step(Inputs, Targets);
        Assert.Equal([1 + 6, 1 + 8.25f, 1 + 10.5f, 9], AffineTrainer.Read(store));
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public void The_factor_0_freezes_parameters_moments_and_decay(string frozen)
    {
        ParameterStore store = AffineTrainer.Store(1, 1, 1, 0.5f);
        using AffineTrainer trainer = new(
            store, new AdamW(0.1f) { WeightDecay = 0.5 }, 2, new() { LearningRateFactors = { [frozen] = 0 }, Clipping = GradientClipping.ByNorm(1) });
        bool isWeight = frozen == "first";
        for (int update = 0; update < 3; update++)
            trainer.Step(Inputs, Targets);

        float[] found = AffineTrainer.Read(store);
        Assert.Equal(isWeight ? [1, 1, 1] : [0.5f], isWeight ? found[..3] : found[3..]);
        Assert.DoesNotContain(isWeight ? 0.5f : 1, isWeight ? found[3..] : found[..3]);

        // Clipping sees the other gradients alone, whose norm it makes 1.
        double norm = Math.Sqrt(trainer.Gradient().Sum(static value => (double)value * value));
        Assert.Equal(1, norm, 1e-5);
        Assert.All(isWeight ? trainer.Gradient()[..3] : trainer.Gradient()[3..], static value => Assert.Equal(0, value));
    }

    [Fact]
    public void Ranges_of_parameters_are_updated_to_the_bits_of_one_range()
    {
        ParameterStore whole = AffineTrainer.Store(1, 1, 1, 2), parts = AffineTrainer.Store(1, 1, 1, 2);
        using AffineTrainer one = new(whole, new Adam(0.1f), 2);
        using AffineTrainer several = new(parts, new Adam(0.1f), 2, new() { LearningRateFactors = { ["second"] = 2 } });
        for (int update = 0; update < 5; update++)
        {
            // The gradient of each depends on all parameters, so they are set to the same values before each update.
            parts.CopyFrom(whole);
            one.Step(Inputs, Targets);
            several.Step(Inputs, Targets);
            Assert.Equal(AffineTrainer.Read(whole)[..3], AffineTrainer.Read(parts)[..3]);
        }
    }

    [Fact]
    public void Unknown_prefixes_and_factors_out_of_range_are_refused()
    {
        static void Make(string prefix, float factor) =>
            new AffineTrainer(AffineTrainer.Store(1, 1, 1, 2), new Sgd(1), 2, new() { LearningRateFactors = { [prefix] = factor } }).Dispose();

        ArgumentException error = Assert.Throws<ArgumentException>(() => Make("third", 1));
        Assert.Contains("first.weight, second.bias, but 'third' was given", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Make("first", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make("first", float.NaN));
        Assert.Throws<ArgumentNullException>(() => new TrainerOptions { LearningRateFactors = null! });
    }

    [Fact]
    public void Nothing_is_allocated_by_an_update_of_ranges()
    {
        using AffineTrainer trainer = new(
            AffineTrainer.Store(1, 1, 1, 2), new UserMomentum(0.1f), 2, new() { LearningRateFactors = { ["second"] = 2 }, Clipping = GradientClipping.ByNorm(1) });
        float[] inputs = Inputs, targets = Targets;
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Step(inputs, targets);
        trainer.ComputeGradients(inputs, targets);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_optimizer_of_a_user_updates_as_its_rule_says_and_leaves_padding_zero()
    {
        ParameterStore store = AffineTrainer.Store(1, 1, 1, 2), expected = AffineTrainer.Store(1, 1, 1, 2);
        using AffineTrainer trainer = new(store, new UserMomentum(0.5f), 2, new() { Schedule = new Halving(), LearningRateFactors = { ["second"] = 2 } });
        using AffineTrainer builtIn = new(
            expected, new Sgd(0.5f) { Momentum = 0.9 }, 2, new() { Schedule = LearningRateSchedule.Exponential(0.5), LearningRateFactors = { ["second"] = 2 } });
        for (int update = 0; update < 4; update++)
        {
            trainer.Step(Inputs, Targets);
            builtIn.Step(Inputs, Targets);
            Assert.Equal(AffineTrainer.Read(expected), AffineTrainer.Read(store));
            Assert.Equal(expected.Span.ToArray(), store.Span.ToArray());
        }
    }

    [Fact]
    public void An_optimizer_with_a_negative_number_of_moments_or_a_schedule_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new AffineTrainer(AffineTrainer.Store(1, 1, 1, 2), new NoOptimizer(), 2));
        ParameterStore store = AffineTrainer.Store(1, 1, 1, 2);
        using AffineTrainer trainer = new(store, new Sgd(1), 2, new() { Schedule = new Negative() });
        Assert.Throws<InvalidOperationException>(() => trainer.Step(Inputs, Targets));
        Assert.Equal([1, 1, 1, 2], AffineTrainer.Read(store));
        Assert.Equal(0, trainer.Updates);
    }

    [Fact]
    public void An_update_that_an_optimizer_of_a_user_breaks_off_does_not_count()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 1, 1, 2), new Failing(), 2);
        Assert.Throws<TimeoutException>(() => trainer.Step(Inputs, Targets));
        Assert.Equal(0, trainer.Updates);
    }

    /// <summary>Momentum, which also changes what it does not own: elements whose parameter and gradient are 0.</summary>
    private sealed class UserMomentum(float learningRate) : ElementwiseOptimizer(learningRate)
    {
        public override int MomentCount => 1;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                if (float.IsNaN(parameters[i] + moments[i]))
                    throw new InvalidDataException("Expected padding of zeros.");
                moments[i] = (0.9f * moments[i]) + gradients[i];
                parameters[i] -= learningRate * moments[i];
                if (gradients[i] == 0)
                    parameters[i] = moments[i] = float.NaN;
            }
        }
    }

    private sealed class NoOptimizer() : ElementwiseOptimizer(1)
    {
        public override int MomentCount => -1;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate)
        {
        }
    }

    private sealed class Failing() : ElementwiseOptimizer(1)
    {
        public override int MomentCount => 0;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate) =>
            throw new TimeoutException();
    }

    private sealed class Halving : LearningRateSchedule
    {
        public override double FactorAt(long update) => Math.Pow(0.5, update);
    }

    private sealed class Negative : LearningRateSchedule
    {
        public override double FactorAt(long update) => -1;
    }
}
