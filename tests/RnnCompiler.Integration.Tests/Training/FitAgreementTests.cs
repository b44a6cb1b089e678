using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests.Training;

/// <summary>Runs of Fit by generated trainers and by interpreted ones, in float and double, have the same results: each epoch, the decisions, and the parameters.</summary>
public sealed class FitAgreementTests : IDisposable
{
    private const int BatchSize = 5;
    private const int Rows = 23;

    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    public static TheoryData<string> Models => TrainedModels.Names;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void Losses_metrics_and_parameters_agree(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        float[] weights = [.. Enumerable.Range(0, Rows).Select(static row => row % 5 * 0.5f)];
        TrainerOptions options = new() { Seed = 4, Clipping = GradientClipping.ByNorm(1), LearningRateFactors = { [data.Model.Parameters[0].Name] = 0.5f } };
        FitOptions fit = new() { Epochs = 4, ShuffleSeed = 3, Metrics = Metrics(data) };
        Compare(data, 0.05f, options, (run, _) => run.Fit(TrainedModels.Rows(data, Rows), fit, TrainedModels.Rows(data, 11, seed: 2), weights));
    }

    [Theory]
    [InlineData(nameof(LstmLast))]
    [InlineData(nameof(SoftmaxLogits))]
    [InlineData(nameof(TokensBoth))]
    public void Patience_and_plateaus_end_a_run_alike_and_the_best_weights_remain(string name)
    {
        // The learning rate grows until the validation loss rises.
        ZooData data = ZooData.Of(Zoo.Find(name));
        FitOptions fit = new() { Epochs = 40, ShuffleSeed = 3, Patience = 5, ReduceOnPlateau = new() { Patience = 1, Factor = 0.5f, Threshold = 0.01 } };
        IReadOnlyList<FitResult> results = Compare(
            data, 0.01f, new TrainerOptions { Schedule = new Growing() }, (run, _) => run.Fit(TrainedModels.Rows(data, Rows), fit, TrainedModels.Rows(data, 11, seed: 2)));
        Assert.All(results, static result => Assert.Equal(FitStop.Patience, result.StoppedBecause));
        Assert.All(results, static result => Assert.InRange(result.BestEpoch, 1, 30));
        Assert.All(results, static result => Assert.True(result.Epochs[^1].LearningRate < result.Epochs[0].LearningRate));
    }

    [Fact]
    public void Batches_whose_update_is_skipped_do_not_count_in_the_loss()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        ZooBatch rows = data.Batch(Rows, 1);
        rows.Inputs[3] = float.NaN;
        TrainerOptions options = new() { NonFinite = NonFinite.SkipUpdate };
        foreach (FitResult result in Compare(data, 0.05f, options, (run, _) => run.Fit(rows, new FitOptions { Epochs = 2 })))
            Assert.All(result.Epochs, static epoch => Assert.True(float.IsFinite(epoch.Loss)));
    }

    [Fact]
    public void Progress_is_the_same()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        Dictionary<TrainingRun, List<(int, int, long, int?, long, bool)>> reports = [];
        Compare(data, 0.05f, new TrainerOptions(), (run, _) =>
        {
            List<(int, int, long, int?, long, bool)> own = reports[run] = [];
            Reports progress = new(r => own.Add((r.Epoch, r.Batch, r.Rows, r.TotalRows, r.Updates, r.Completed is not null)));
            return run.Fit(TrainedModels.Rows(data, Rows), new FitOptions { Epochs = 2, Progress = progress });
        });
        Assert.Equal(12, reports.Values.First().Count);
        Assert.All(reports.Values, own => Assert.Equal(reports.Values.First(), own));
    }

    [Theory]
    [InlineData(nameof(DroppedOut))]
    [InlineData(nameof(TokensEachStep))]
    public void A_run_that_one_trainer_began_is_ended_by_another_one(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        TrainerOptions options = new() { Seed = 4 };
        FitOptions fit = new() { Epochs = 4, ShuffleSeed = 3, Metrics = Metrics(data) };
        ZooBatch rows = TrainedModels.Rows(data, Rows), validation = TrainedModels.Rows(data, 11, seed: 2);
        Compare(data, 0.05f, options, (run, engine) =>
        {
            if (engine == Engine.Double)
                return run.Fit(rows, fit, validation);

            // The generated trainer begins what the interpreter ends, and the reverse.
            FitOptions resumed = fit with { CheckpointPath = Path.Combine(_folder, $"{engine}.ckpt"), CheckpointEvery = 1, Resume = true };
            using CancellationTokenSource source = new();
            Reports stop = new(report => End(report.Updates == 8));
            void End(bool isTime)
            {
                if (isTime)
                    source.Cancel();
            }

            Engine other = engine == Engine.Generated ? Engine.Double : Engine.Generated;
            using TrainingRun first = TrainingRun.Create(other, data, Optimizer(0.05f), BatchSize, options);
            Assert.Equal(FitStop.Cancelled, first.Fit(rows, resumed with { Progress = stop }, validation, weights: null, source.Token).StoppedBecause);
            FitResult result = run.Fit(rows, resumed, validation);
            Assert.Equal(20, run.Updates);
            return result;
        });
    }

    private static Metric[] Metrics(ZooData data) => data.Declaration.HasClassTargets
        ? [Metric.Accuracy, Metric.MacroF1, Metric.Perplexity]
        : [Metric.MeanAbsoluteError, Metric.RootMeanSquaredError, Metric.Accuracy, Metric.MacroF1];

    private static Sgd Optimizer(float learningRate) => new(learningRate) { Momentum = 0.9 };

    /// <summary>Runs Fit with each engine and compares the results with those of the double interpreter.</summary>
    private static List<FitResult> Compare(ZooData data, float learningRate, TrainerOptions options, Func<TrainingRun, Engine, FitResult> fit)
    {
        using TrainingRun oracle = TrainingRun.Create(Engine.Double, data, Optimizer(learningRate), BatchSize, options);
        List<FitResult> results = [fit(oracle, Engine.Double)];
        foreach (Engine engine in (Engine[])[Engine.Generated, Engine.Single])
        {
            using TrainingRun run = TrainingRun.Create(engine, data, Optimizer(learningRate), BatchSize, options);
            FitResult found = fit(run, engine);
            results.Add(found);
            Assert.Equal((results[0].StoppedBecause, results[0].BestEpoch, oracle.Updates), (found.StoppedBecause, found.BestEpoch, run.Updates));
            Assert.Equal(oracle.Optimizer.LearningRate, run.Optimizer.LearningRate);
            Assert.Equal(results[0].Epochs.Select(static epoch => (epoch.Epoch, epoch.LearningRate)), found.Epochs.Select(static epoch => (epoch.Epoch, epoch.LearningRate)));
            foreach ((FitEpoch expected, FitEpoch epoch) in results[0].Epochs.Zip(found.Epochs))
            {
                Assert.Equal(expected.Loss, epoch.Loss, TrainedModels.Tolerance);
                Assert.Equal(expected.ValidationLoss is null, epoch.ValidationLoss is null);
                Assert.Equal(expected.ValidationLoss ?? 0, epoch.ValidationLoss ?? 0, TrainedModels.Tolerance);
                Assert.Equal(expected.Metrics.Keys, epoch.Metrics.Keys);
                foreach ((Metric metric, double value) in expected.Metrics)
                    Assert.Equal(value, epoch.Metrics[metric], TrainedModels.Tolerance * Math.Max(1, value));
            }

            TrainedModels.AssertEqual(oracle, run);
        }

        return results;
    }

    private sealed class Growing : LearningRateSchedule
    {
        public override double FactorAt(long update) => Math.Pow(1.1, update);
    }

    private sealed class Reports(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
