using System.Numerics;

namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>Fit of an interpreted trainer makes the updates of a loop by hand, ends as its options say, and continues after a kill with the same bits.</summary>
public sealed class FitTests : IDisposable
{
    private const int Rows = 22;
    private const int BatchSize = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    private string FilePath => Path.Combine(_folder, "run.ckpt");

    public static TheoryData<bool, int?, int> Kills
    {
        get
        {
            TheoryData<bool, int?, int> data = [];
            foreach (int? every in (int?[])[null, 1, 5])
            {
                for (int reports = 1; reports < 28; reports += 9)
                {
                    data.Add(false, every, reports);
                    data.Add(true, every, reports);
                }
            }

            return data;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_seed_the_updates_are_those_of_a_loop_over_the_rows()
    {
        using TrainedModel<double> byHand = Run<double>(), run = Run<double>();
        int input = byHand.Inputs.Length / Rows, target = byHand.Targets.Length / Rows;
        List<double> losses = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double sum = 0;
            for (int row = 0; row < Rows; row += BatchSize)
            {
                int count = Math.Min(BatchSize, Rows - row);
                sum += count * byHand.Trainer.Step(byHand.Inputs.AsSpan(row * input, count * input), byHand.Targets.AsSpan(row * target, count * target));
            }

            losses.Add(sum / Rows);
        }

        FitResult result = run.Trainer.Fit(run.Data, new FitOptions { Epochs = 3 });
        Assert.Equal(byHand.Parameters, run.Parameters);
        Assert.Equal(FitStop.Completed, result.StoppedBecause);
        Assert.Equal(losses.Select(static loss => (float)loss), result.Epochs.Select(static epoch => epoch.Loss));
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void A_run_that_is_killed_anywhere_and_resumed_ends_with_the_same_bits(bool precise, int? every, int reports)
    {
        if (precise)
            Kill<double>(every, reports);
        else
            Kill<float>(every, reports);
    }

    [Fact]
    public void A_cancelled_run_ends_between_two_batches_and_can_be_resumed()
    {
        using TrainedModel<double> whole = Run<double>(), run = Run<double>();
        whole.Trainer.Fit(whole.Data, Options(whole, every: null, path: null));
        using CancellationTokenSource source = new();
        FitOptions options = Options(run, every: null, FilePath);
        FitOptions cancelled = options with { Progress = new Reports(report => Cancel(report.Updates >= 8)) };
        void Cancel(bool isTime)
        {
            if (isTime)
                source.Cancel();
        }

        Assert.Equal(FitStop.Cancelled, run.Trainer.Fit(run.Data, cancelled, source.Token).StoppedBecause);
        Assert.Equal(8, run.Trainer.Updates);
        run.Trainer.Fit(run.Data, options);
        Assert.Equal(whole.Parameters, run.Parameters);
    }

    [Fact]
    public void Loss_and_metrics_are_those_of_the_best_weights_by_inference()
    {
        using TrainedModel<double> run = Run<double>();
        using TrainedModel<double> unused = Run<double>(seed: 9);
        FitResult result = run.Trainer.Fit(run.Data, Options(unused, every: null, path: null) with { Metrics = [Metric.MeanAbsoluteError, Metric.RootMeanSquaredError] });
        double[] outputs = new double[unused.Targets.Length];
        run.Model.Forward(unused.Inputs, outputs, Rows);
        double[] differences = [.. outputs.Zip(unused.Targets, static (o, t) => o - t)];
        FitEpoch best = result.Epochs[result.BestEpoch];
        Assert.Equal(result.Epochs.Min(static epoch => epoch.ValidationLoss), best.ValidationLoss);
        Assert.Equal(differences.Average(static d => d * d), best.ValidationLoss!.Value, 1e-6);
        Assert.Equal(Math.Sqrt(differences.Average(static d => d * d)), best.Metrics[Metric.RootMeanSquaredError], 1e-12);
        Assert.Equal(differences.Average(Math.Abs), best.Metrics[Metric.MeanAbsoluteError], 1e-12);
    }

    [Fact]
    public void Data_of_other_types_and_options_that_do_not_fit_are_refused()
    {
        using TrainedModel<double> run = Run<double>();
        double[] before = run.Parameters;
        void Refused(string message, TrainingData data, FitOptions options)
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => run.Trainer.Fit(data, options));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        Refused("Double inputs and Double targets, but its type is Single inputs", TrainingData.From(new float[18], new float[2]), new());
        Refused("Double inputs and Double targets, but its type is Int32 inputs", run.Data, new() { Validation = TrainingData.From(new int[18], new double[2]) });
        Refused("rows of 18 input elements", TrainingData.From(new double[17], new double[2]), new());
        Refused("metrics of float targets", run.Data, new() { Validation = run.Data, Metrics = [Metric.Perplexity] });
        Refused("Validation, which Patience needs", run.Data, new() { Patience = 1 });
        Assert.Equal(before, run.Parameters);
        run.Trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => run.Trainer.Fit(run.Data, new()));
    }

    private void Kill<T>(int? every, int reports)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TrainedModel<T> whole = Run<T>();
        FitResult expected = whole.Trainer.Fit(whole.Data, Options(whole, every: null, path: null));

        // What Progress throws ends a run at once, as a signal does: nothing is saved any more. The next runs are killed later and later.
        int kills = 0;
        for (int more = reports; ; more += 7)
        {
            using TrainedModel<T> run = Run<T>();
            int left = more;
            Reports progress = new(_ => left = left-- > 0 ? left : throw new KilledException());
            try
            {
                FitResult result = run.Trainer.Fit(run.Data, Options(run, every, FilePath) with { Progress = progress });
                Assert.Equal(whole.Parameters, run.Parameters);
                Assert.Equal(whole.Trainer.Optimizer.LearningRate, run.Trainer.Optimizer.LearningRate);
                Assert.Equal((expected.BestEpoch, expected.StoppedBecause), (result.BestEpoch, result.StoppedBecause));
                Assert.Equal(expected.Epochs.Select(Results), result.Epochs.Select(Results));
                break;
            }
            catch (KilledException)
            {
                kills++;
            }
        }

        Assert.True(kills > 0);
    }

    private static (int Epoch, float Loss, float? ValidationLoss, double Error, float LearningRate) Results(FitEpoch epoch) =>
        (epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.Metrics[Metric.MeanAbsoluteError], epoch.LearningRate);

    private static TrainedModel<T> Run<T>(int seed = 5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainerOptions options = new() { Seed = 5, Clipping = GradientClipping.ByNorm(1), Schedule = LearningRateSchedule.Exponential(0.98) };
        return new TrainedModel<T>(Declarations.Dropout, new Adam(0.03f), Rows, options, BatchSize, seed);
    }

    private static FitOptions Options<T>(TrainedModel<T> validation, int? every, string? path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Epochs = 5,
            Validation = validation.Data,
            Metrics = [Metric.MeanAbsoluteError],
            Patience = 4,
            ReduceOnPlateau = new() { Patience = 1, Factor = 0.7f, Threshold = 0.1 },
            ShuffleSeed = 9,
            CheckpointPath = path,
            CheckpointEvery = every,
            Resume = path is not null,
        };

    private sealed class Reports(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }

    private sealed class KilledException : Exception;
}
