using System.Numerics;

namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>Factors of the learning rate, schedules and optimizers of users.</summary>
public class LearningRateTests
{
    [Theory]
    [InlineData("lstm.")]
    [InlineData("dense.weight")]
    public void Frozen_parameters_keep_their_bits_and_clipping_does_not_count_their_gradients(string frozen)
    {
        TrainerOptions options = new() { LearningRateFactors = { [frozen] = 0 }, Clipping = GradientClipping.ByNorm(1e-3f) };
        using TrainedModel<double> run = new(Declarations.Lstm, new AdamW(0.1f) { WeightDecay = 0.5 }, 3, options);
        Dictionary<string, double[]> before = run.Model.Parameters.ToDictionary(static p => p.Name, p => run.Parameter(p.Name));
        for (int update = 0; update < 3; update++)
            run.Step();

        double squares = 0;
        foreach (ModelParameter parameter in run.Model.Parameters)
        {
            if (parameter.Name.StartsWith(frozen, StringComparison.Ordinal))
            {
                Assert.Equal(before[parameter.Name], run.Parameter(parameter.Name));
                Assert.All(run.Gradient(parameter.Name), static value => Assert.Equal(0, value));
            }
            else
            {
                Assert.DoesNotContain(run.Parameter(parameter.Name).Zip(before[parameter.Name]), static pair => pair.First == pair.Second);
                squares += run.Gradient(parameter.Name).Sum(static value => value * value);
            }
        }

        Assert.Equal(1e-3, Math.Sqrt(squares), 1e-6);
    }

    [Fact]
    public void An_optimizer_is_not_called_for_frozen_parameters()
    {
        using TrainedModel<float> run = new(Declarations.Lstm, new SingleOnly(), 2, new() { LearningRateFactors = { ["lstm.bias"] = 0 } });
        float[] before = run.Parameter("lstm.bias_hh_l0");
        run.Step();
        Assert.Equal(before, run.Parameter("lstm.bias_hh_l0"));
        Assert.All(run.Parameter("lstm.weight_ih_l0"), static value => Assert.Equal(0, value));
        Assert.All(run.Parameter("dense.weight"), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_longest_prefix_applies_and_a_factor_scales_the_update()
    {
        TrainerOptions options = new() { LearningRateFactors = { ["lstm"] = 0.25f, ["lstm.bias"] = 2 } };
        using TrainedModel<float> plain = new(Declarations.Lstm, new Sgd(0.5f), 3), scaled = new(Declarations.Lstm, new Sgd(0.5f), 3, options);
        Dictionary<string, float[]> before = plain.Model.Parameters.ToDictionary(static p => p.Name, p => plain.Parameter(p.Name));
        plain.Step();
        scaled.Step();
        foreach (ModelParameter parameter in plain.Model.Parameters)
        {
            float factor = parameter.Name.StartsWith("lstm.bias", StringComparison.Ordinal) ? 2 : parameter.Name.StartsWith("lstm", StringComparison.Ordinal) ? 0.25f : 1;
            foreach ((float start, float one, float other) in before[parameter.Name].Zip(plain.Parameter(parameter.Name), scaled.Parameter(parameter.Name)))
                Assert.Equal((one - start) * factor, other - start, 1e-6f);
        }
    }

    [Fact]
    public void Ranges_of_parameters_are_updated_to_the_bits_of_one_range()
    {
        using TrainedModel<double> one = new(Declarations.Lstm, new Adam(0.1f), 2);
        using TrainedModel<double> several = new(Declarations.Lstm, new Adam(0.1f), 2, new() { LearningRateFactors = { ["lstm.bias_ih"] = 2 } });
        for (int update = 0; update < 5; update++)
        {
            // The gradient of each depends on all parameters, so they are set to the same values before each update.
            several.Model.CopyParametersFrom(one.Model);
            one.Step();
            several.Step();
            Assert.Equal(one.Parameter("lstm.weight_ih_l0"), several.Parameter("lstm.weight_ih_l0"));
            Assert.Equal(one.Parameter("dense.bias"), several.Parameter("dense.bias"));
            Assert.NotEqual(one.Parameter("lstm.bias_ih_l0"), several.Parameter("lstm.bias_ih_l0"));
        }
    }

    [Fact]
    public void Unknown_prefixes_and_factors_out_of_range_are_refused()
    {
        static void Make(string prefix, float factor) =>
            new TrainedModel<float>(Declarations.Lstm, new Sgd(1), 2, new() { LearningRateFactors = { [prefix] = factor } }).Dispose();

        Assert.Contains("dense.bias, but 'gru' was given", Assert.Throws<ArgumentException>(() => Make("gru", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Make("lstm", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make("lstm", float.NaN));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_optimizer_and_a_schedule_of_a_user_make_the_bits_of_built_in_ones_with_the_same_rule(bool precise)
    {
        if (precise)
            Compare<double>();
        else
            Compare<float>();

        static void Compare<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using TrainedModel<T> expected = new(Declarations.Lstm, new Sgd(0.5f) { Momentum = 0.5 }, 2, Options(LearningRateSchedule.Exponential(0.5)));
            using TrainedModel<T> found = new(Declarations.Lstm, new UserMomentum(0.5f), 2, Options(new Halving()));
            for (int update = 0; update < 4; update++)
                Assert.Equal(expected.Step(), found.Step());
            Assert.Equal(expected.Parameters, found.Parameters);
        }

        static TrainerOptions Options(LearningRateSchedule schedule) => new() { Schedule = schedule, LearningRateFactors = { ["dense"] = 2 } };
    }

    [Fact]
    public void An_optimizer_without_a_rule_for_doubles_and_a_schedule_out_of_range_change_nothing()
    {
        using TrainedModel<double> run = new(Declarations.Lstm, new SingleOnly(), 2);
        double[] before = run.Parameters;
        Assert.Throws<NotSupportedException>(() => run.Step());
        Assert.Equal(before, run.Parameters);
        Assert.Equal(0, run.Trainer.Updates);

        using TrainedModel<double> scheduled = new(Declarations.Lstm, new Sgd(1), 2, new() { Schedule = new Negative() });
        Assert.Throws<InvalidOperationException>(() => scheduled.Step());
        Assert.Equal(before, scheduled.Parameters);
        Assert.Equal(0, scheduled.Trainer.Updates);
        Assert.Throws<ArgumentException>("optimizer", () => new TrainedModel<float>(Declarations.Lstm, new NegativeMoments(), 2));
    }

    private sealed class UserMomentum(float learningRate) : ElementwiseOptimizer(learningRate)
    {
        public override int MomentCount => 1;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                moments[i] = (0.5f * moments[i]) + gradients[i];
                parameters[i] -= learningRate * moments[i];
            }
        }

        public override void Update(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long update, double learningRate)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                moments[i] = (0.5 * moments[i]) + gradients[i];
                parameters[i] -= learningRate * moments[i];
            }
        }
    }

    /// <summary>Sets all parameters to 0, in float alone.</summary>
    private class SingleOnly() : ElementwiseOptimizer(1)
    {
        public override int MomentCount => 0;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate) => parameters.Clear();
    }

    private sealed class NegativeMoments : SingleOnly
    {
        public override int MomentCount => -1;
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
