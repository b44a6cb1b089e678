using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests.Training;

/// <summary>
/// Generated trainers and interpreted ones, in float and double, agree on updates: weights of rows and classes, frozen parameters, accumulation, values that are not finite,
/// optimizers of users. Parameters may differ by what rounding of gradients makes of a few updates.
/// </summary>
public class TrainingAgreementTests
{
    private const int Rows = 9;

    private static readonly float[] s_weights = [1, 0, 2, 0.5f, 1, 3, 0.25f, 1, 1.5f];

    public static TheoryData<string> Models => TrainedModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_of_rows_and_classes_and_lengths(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch batch = TrainedModels.Rows(data, Rows);
        TrainerOptions options = new() { Seed = 4, Clipping = GradientClipping.ByNorm(0.5f), Schedule = LearningRateSchedule.LinearWarmUp(2) };
        if (data.Declaration.HasClassTargets && !data.Module.CountsRows)
            options.ClassWeights = [.. Enumerable.Range(0, data.Module.OutputSize).Select(static id => (id % 4) * 0.5f)];
        Compare(data, static () => new Sgd(0.1f) { Momentum = 0.9 }, Rows, options, run => [run.Step(batch, s_weights), run.Step(batch), run.Step(batch, s_weights)]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Accumulation_over_batches_of_several_sizes(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch batch = TrainedModels.Rows(data, Rows);
        TrainerOptions options = new() { Seed = 4, Clipping = GradientClipping.ByNorm(0.5f) };
        double[] whole = Compare(data, static () => new Sgd(0.1f), Rows, options, run => [run.Step(batch), run.Step(batch)]);
        double[] parts = Compare(data, static () => new Sgd(0.1f), 4, options, run => [Accumulated(run, 4), Accumulated(run, 3)]);
        Assert.All(whole.Zip(parts), static pair => Assert.Equal(pair.First, pair.Second, 1e-9));

        double Accumulated(TrainingRun run, int size)
        {
            for (int row = 0; row < Rows; row += size)
                run.Accumulate(TrainedModels.Part(data, batch, row..Math.Min(Rows, row + size)));
            return run.Apply();
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Factors_of_the_learning_rate_and_frozen_parameters(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch batch = TrainedModels.Rows(data, Rows);
        string frozen = data.Model.Parameters[0].Name, fast = data.Model.Parameters[^1].Name;
        TrainerOptions options = new() { LearningRateFactors = { [frozen] = 0, [fast] = 3 }, Clipping = GradientClipping.ByNorm(0.1f) };
        Compare(data, static () => new RmsProp(0.01f) { Epsilon = 1e-3, WeightDecay = 0.1 }, Rows, options, run =>
        {
            double[] before = run.Parameter(frozen), other = run.Parameter(fast);
            double[] losses = [run.Step(batch), run.Step(batch), run.Step(batch)];
            Assert.Equal(before, run.Parameter(frozen));
            Assert.All(run.Gradient(frozen), static value => Assert.Equal(0, value));
            Assert.NotEqual(other, run.Parameter(fast));
            return losses;
        });
    }

    [Theory]
    [InlineData(nameof(LstmLast))]
    [InlineData(nameof(SoftmaxLogits))]
    public void Values_that_are_not_finite(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch good = data.Batch(Rows, 1), bad = data.Batch(Rows, 1);
        bad.Inputs[5] = float.PositiveInfinity;
        bad.Inputs[6] = float.NaN;
        foreach (NonFinite reaction in Enum.GetValues<NonFinite>())
        {
            List<string> messages = [];
            TrainerOptions options = new() { NonFinite = reaction, Clipping = GradientClipping.ByNorm(1) };
            foreach (Engine engine in TrainingRun.Engines)
            {
                using TrainingRun run = TrainingRun.Create(engine, data, new Adam(0.01f), Rows, options);
                run.Step(good);
                Dictionary<string, double[]> before = run.Parameters();
                if (reaction == NonFinite.Throw)
                    messages.Add(Assert.Throws<NonFiniteException>(() => run.Step(bad)).Message);
                else
                    Assert.Equal(double.NaN, run.Step(bad));
                Assert.Equal(reaction == NonFinite.Propagate ? 2 : 1, run.Updates);
                Assert.Equal(reaction == NonFinite.Propagate, run.Parameters().Values.Any(static values => values.Any(double.IsNaN)));
                if (reaction != NonFinite.Propagate)
                    Assert.Equal(before, run.Parameters());
            }

            Assert.Equal(reaction == NonFinite.Throw ? 1 : 0, messages.Distinct().Count());
        }
    }

    [Theory]
    [InlineData(nameof(GruLast))]
    [InlineData(nameof(TokensBoth))]
    public void Optimizers_of_users(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch batch = TrainedModels.Rows(data, Rows);
        TrainerOptions options = new() { Seed = 4, Schedule = new Alternating(), LearningRateFactors = { [data.Model.Parameters[1].Name] = 0.5f } };
        Compare(data, static () => new Lion(), Rows, options, run => [run.Step(batch), run.Step(batch), run.Step(batch), run.Step(batch)]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Checkpoints_of_any_trainer_are_continued_by_any_other_one(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch batch = TrainedModels.Rows(data, Rows);
        TrainerOptions options = new() { Seed = 4, LearningRateFactors = { [data.Model.Parameters[0].Name] = 2 } };
        Dictionary<Engine, MemoryStream> saved = [];
        foreach (Engine engine in TrainingRun.Engines)
        {
            using TrainingRun run = TrainingRun.Create(engine, data, Momentum(), Rows, options);
            run.Step(batch);
            run.Accumulate(batch);
            run.Save(saved[engine] = new MemoryStream());
        }

        foreach (Engine from in TrainingRun.Engines)
        {
            Compare(data, Momentum, Rows, options with { Seed = 0 }, run =>
            {
                saved[from].Position = 0;
                run.Load(saved[from]);
                run.Accumulate(batch);
                double[] losses = [run.Apply(), run.Step(batch)];
                Assert.Equal(3, run.Updates);
                return losses;
            });
        }

        static Optimizer Momentum() => new Sgd(0.1f) { Momentum = 0.9 };
    }

    /// <summary>Trains with each engine and compares losses and parameters with those of the double interpreter, whose losses are returned.</summary>
    private static double[] Compare(ZooData data, Func<Optimizer> optimizer, int batchSize, TrainerOptions options, Func<TrainingRun, double[]> train)
    {
        using TrainingRun oracle = TrainingRun.Create(Engine.Double, data, optimizer(), batchSize, options);
        double[] expected = train(oracle);
        foreach (Engine engine in (Engine[])[Engine.Generated, Engine.Single])
        {
            using TrainingRun run = TrainingRun.Create(engine, data, optimizer(), batchSize, options);
            double[] losses = train(run);
            Assert.Equal(expected.Length, losses.Length);
            Assert.All(losses.Zip(expected), static pair => Assert.Equal(pair.Second, pair.First, TrainedModels.Tolerance));
            TrainedModels.AssertEqual(oracle, run);
        }

        return expected;
    }

    /// <summary>Lion (Chen et al. 2023) with a smooth sign, which does not amplify the rounding of a gradient near 0.</summary>
    private sealed class Lion() : ElementwiseOptimizer(0.05f)
    {
        public override int MomentCount => 1;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= learningRate * MathF.Tanh(20 * ((0.9f * moments[i]) + (0.1f * gradients[i])));
                moments[i] = (0.99f * moments[i]) + (0.01f * gradients[i]);
            }
        }

        public override void Update(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long update, double learningRate)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= learningRate * Math.Tanh(20 * ((0.9 * moments[i]) + (0.1 * gradients[i])));
                moments[i] = (0.99 * moments[i]) + (0.01 * gradients[i]);
            }
        }
    }

    private sealed class Alternating : LearningRateSchedule
    {
        public override double FactorAt(long update) => update % 2 == 0 ? 1 : 0.25;
    }
}
