using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A run of Fit that was killed and resumed ends with the bits of a run that never stopped.</summary>
public sealed class FitCheckpointTests : IDisposable
{
    private const int Rows = 22;
    private const int BatchSize = 4;
    private const int Epochs = 6;

    private static readonly float[] s_inputs = AffineRows.Inputs(Rows);
    private static readonly float[] s_targets = AffineRows.Targets(Rows);

    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    public static TheoryData<int?, int> Kills
    {
        get
        {
            TheoryData<int?, int> data = [];
            foreach (int? every in (int?[])[null, 1, 2, 5])
            {
                for (int reports = 1; reports < 28; reports += every is null ? 3 : 5)
                    data.Add(every, reports);
            }

            return data;
        }
    }

    private string FilePath => Path.Combine(_folder, "run.ckpt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kills))]
    public void A_run_that_is_killed_anywhere_and_resumed_ends_with_the_same_bits(int? every, int reports)
    {
        ParameterStore expected = AffineTrainer.Store(1, 2, 3, 4);
        FitResult whole = Fit(expected, Options(every: null, path: null), out float rate);

        // What Progress throws ends a run at once, as a signal does: nothing is saved any more. The next runs are killed later and later.
        int kills = 0;
        for (int more = reports; ; more++)
        {
            ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
            int left = more;
            Reports progress = new(_ => left = left-- > 0 ? left : throw new KilledException());
            try
            {
                FitResult result = Fit(store, Options(every, FilePath) with { Progress = progress }, out float lastRate);
                Assert.Equal(AffineTrainer.Read(expected), AffineTrainer.Read(store));
                Assert.Equal((whole.BestEpoch, whole.StoppedBecause, rate), (result.BestEpoch, result.StoppedBecause, lastRate));
                Assert.Equal(
                    whole.Epochs.Select(static epoch => (epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate, epoch.Metrics[Metric.MeanAbsoluteError])),
                    result.Epochs.Select(static epoch => (epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate, epoch.Metrics[Metric.MeanAbsoluteError])));
                break;
            }
            catch (KilledException)
            {
                kills++;
            }
        }

        Assert.True(kills > 0);
    }

    [Fact]
    public void A_run_that_has_ended_ends_again_and_goes_on_with_more_epochs()
    {
        ParameterStore expected = AffineTrainer.Store(1, 2, 3, 4), store = AffineTrainer.Store(1, 2, 3, 4);
        Fit(expected, Options(every: null, path: null), out _);
        Fit(store, Options(every: 1000, FilePath) with { Epochs = 2 }, out _);
        DateTime written = File.GetLastWriteTimeUtc(FilePath);
        float[] before = AffineTrainer.Read(store);
        FitResult again = Fit(store, Options(every: 1000, FilePath) with { Epochs = 2 }, out _);
        Assert.Equal((2, FitStop.Completed, written), (again.Epochs.Count, again.StoppedBecause, File.GetLastWriteTimeUtc(FilePath)));
        Assert.Equal(before, AffineTrainer.Read(store));
        Fit(store, Options(every: 1000, FilePath), out _);
        Assert.Equal(AffineTrainer.Read(expected), AffineTrainer.Read(store));
    }

    [Fact]
    public void A_cancelled_run_goes_on_where_it_ended()
    {
        ParameterStore expected = AffineTrainer.Store(1, 2, 3, 4), store = AffineTrainer.Store(1, 2, 3, 4);
        Fit(expected, Options(every: null, path: null), out _);
        using CancellationTokenSource source = new();
        FitOptions options = Options(every: null, FilePath);
        Reports progress = new(report => (report.Updates == 9 ? source : null)?.Cancel());
        FitResult result = Fit(store, options with { Progress = progress }, out _, source.Token);
        Assert.Equal(FitStop.Cancelled, result.StoppedBecause);
        Fit(store, options, out _);
        Assert.Equal(AffineTrainer.Read(expected), AffineTrainer.Read(store));
    }

    [Fact]
    public void Without_resumption_a_run_starts_anew_and_replaces_the_file()
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        FitOptions options = Options(every: null, FilePath) with { Resume = false, Epochs = 1 };
        Fit(store, options, out _);
        Assert.Single(Fit(store, options, out _).Epochs);
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_checkpoint_that_does_not_fit_the_run_changes_nothing()
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        Fit(store, Options(every: null, FilePath), out _);
        float[] before = AffineTrainer.Read(store);
        void Refused(FitOptions options, string message, int batchSize = BatchSize)
        {
            CheckpointException error = Assert.Throws<CheckpointException>(() => Fit(store, options, out _, batchSize: batchSize));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.StartsWith(FilePath, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, AffineTrainer.Read(store));
        }

        Refused(Options(every: null, FilePath), "BatchSize = 5", batchSize: 5);
        Refused(Options(every: null, FilePath) with { ShuffleSeed = 1 }, "ShuffleSeed = 1");
        using (AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Adam(0.1f), BatchSize))
            trainer.SaveCheckpoint(FilePath);
        Refused(Options(every: null, FilePath), "expected a checkpoint of Fit, found one of SaveCheckpoint");
        File.WriteAllText(FilePath, "text");
        Refused(Options(every: null, FilePath), "expected a checkpoint of RnnCompiler");
    }

    [Fact]
    public void A_position_is_read_as_it_was_written()
    {
        FitState<float> state = new()
        {
            Epoch = 1,
            Batch = 2,
            Rows = 3,
            LossSum = 4.5,
            LossWeight = 5.5,
            Seconds = 6.5,
            BestEpoch = 0,
            PlateauLoss = 7.5,
            PlateauEpochs = 8,
            BestParameters = AffineTrainer.Store(9, 10, 11, 12).Span.ToArray(),
        };
        state.Epochs.Add(new FitEpoch(0, 1, 2, new Dictionary<Metric, double> { [Metric.Accuracy] = 3 }, 4, 5, 6));
        state.Epochs.Add(new FitEpoch(1, 7, null, new Dictionary<Metric, double>(), 8, 9, 10));
        BatchOrder order = new(BatchSize: 4, Rows: null, ShuffleSeed: 13);
        PackedTensors tensors = new(AffineTrainer.Store(0, 0, 0, 0));
        (FitState<float> found, BatchOrder foundOrder) = FitState<float>.Read(state.Write(order, tensors), tensors);
        Assert.Equal(order, foundOrder);
        Assert.Equivalent(state, found, strict: true);
    }

    private static FitOptions Options(int? every, string? path) => new()
    {
        Epochs = Epochs,
        Validation = TrainingData.From(AffineRows.Inputs(5, 8), AffineRows.Targets(5, 9)),
        Metrics = [Metric.MeanAbsoluteError],
        Patience = 5,
        ReduceOnPlateau = new() { Patience = 1, Factor = 0.7f, Threshold = 0.1 },
        ShuffleSeed = 9,
        CheckpointPath = path,
        CheckpointEvery = every,
        Resume = path is not null,
    };

    private static FitResult Fit(ParameterStore store, FitOptions options, out float learningRate, CancellationToken token = default, int batchSize = BatchSize)
    {
        using AffineTrainer trainer = new(
            store, new Adam(0.3f), batchSize, new() { Seed = 5, Clipping = GradientClipping.ByNorm(1), Schedule = LearningRateSchedule.Exponential(0.98) }, rate: 0.3);
        FitResult result = trainer.Fit(TrainingData.From(s_inputs, s_targets), options, token);
        learningRate = trainer.Optimizer.LearningRate;
        return result;
    }

    private sealed class KilledException : Exception;
}
