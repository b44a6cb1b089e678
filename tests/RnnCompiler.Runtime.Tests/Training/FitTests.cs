using System.Diagnostics.Metrics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Fit makes the updates that a loop by hand makes, and ends as its options say.</summary>
public class FitTests
{
    private const int Rows = 22;
    private const int BatchSize = 4;

    private static readonly float[] s_inputs = AffineRows.Inputs(Rows);
    private static readonly float[] s_targets = AffineRows.Targets(Rows);

    private static TrainingData Data => TrainingData.From(s_inputs, s_targets);

    [Fact]
    public void Without_a_seed_the_updates_are_those_of_a_loop_over_the_rows()
    {
        ParameterStore expected = AffineTrainer.Store(1, 2, 3, 4), found = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer byHand = new(expected, new Adam(0.1f), BatchSize, rate: 0.3);
        List<double> losses = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double sum = 0;
            for (int row = 0; row < Rows; row += BatchSize)
            {
                int count = Math.Min(BatchSize, Rows - row);
                sum += count * (double)byHand.Step(s_inputs.AsSpan(row * 3, count * 3), s_targets.AsSpan(row, count));
            }

            losses.Add(sum / Rows);
        }

        using AffineTrainer trainer = new(found, new Adam(0.1f), BatchSize, rate: 0.3);
        FitResult result = trainer.Fit(Data, new FitOptions { Epochs = 3 });
        Assert.Equal(AffineTrainer.Read(expected), AffineTrainer.Read(found));
        Assert.Equal(FitStop.Completed, result.StoppedBecause);
        Assert.Equal([0, 1, 2], result.Epochs.Select(static epoch => epoch.Epoch));
        Assert.All(losses.Zip(result.Epochs), static pair => Assert.Equal(pair.First, pair.Second.Loss, 1e-5));
        Assert.Equal(losses.IndexOf(losses.Min()), result.BestEpoch);
        Assert.All(result.Epochs, static epoch => Assert.True(epoch.ValidationLoss is null && epoch.Seconds > 0 && epoch.RowsPerSecond > 0 && epoch.Metrics.Count == 0));
    }

    [Fact]
    public void Shuffling_gives_other_batches_in_each_epoch_and_the_same_ones_for_a_seed()
    {
        float[] Fit(ulong? seed, int epochs)
        {
            ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
            using AffineTrainer trainer = new(store, new Sgd(0.1f), BatchSize);
            trainer.Fit(Data, new FitOptions { Epochs = epochs, ShuffleSeed = seed });
            return AffineTrainer.Read(store);
        }

        Assert.Equal(Fit(1, 3), Fit(1, 3));
        Assert.NotEqual(Fit(1, 3), Fit(2, 3));
        Assert.NotEqual(Fit(null, 1), Fit(1, 1));
    }

    [Fact]
    public void Lengths_and_weights_reach_the_loss_and_an_enumeration_trains_like_arrays()
    {
        int[] lengths = [.. Enumerable.Range(0, Rows).Select(static row => row % 3 == 0 ? 0 : 1)];
        float[] weights = [.. Enumerable.Range(0, Rows).Select(static row => 0.5f + (row % 2))];
        IEnumerable<TrainingBatch<float, float>> batches = Enumerable.Range(0, (Rows + BatchSize - 1) / BatchSize).Select(batch =>
        {
            Range rows = (batch * BatchSize)..Math.Min(Rows, (batch + 1) * BatchSize);
            return new TrainingBatch<float, float>
            {
                Inputs = s_inputs[(rows.Start.Value * 3)..(rows.End.Value * 3)],
                Targets = s_targets[rows],
                Lengths = lengths[rows],
                Weights = weights[rows],
            };
        });
        ParameterStore first = AffineTrainer.Store(1, 2, 3, 4), second = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer one = new(first, new Sgd(0.1f), BatchSize), two = new(second, new Sgd(0.1f), BatchSize);
        FitResult arrays = one.Fit(TrainingData.From(s_inputs, s_targets, lengths, weights), new FitOptions { Epochs = 2 });
        FitResult enumeration = two.Fit(TrainingData.From(batches), new FitOptions { Epochs = 2, ShuffleSeed = 4 });
        Assert.Equal(AffineTrainer.Read(first), AffineTrainer.Read(second));
        Assert.Equal(arrays.Epochs.Select(static epoch => epoch.Loss), enumeration.Epochs.Select(static epoch => epoch.Loss));
    }

    [Fact]
    public void The_validation_loss_has_no_dropout_and_the_model_ends_with_its_best_weights()
    {
        // A learning rate that grows and grows makes the loss rise again.
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        (TrainingData train, TrainingData validation) = Data.Split(0.7);
        using AffineTrainer trainer = new(store, new Sgd(0.02f), BatchSize, new() { Schedule = new Growing() }, rate: 0.2);
        FitResult result = trainer.Fit(train, new FitOptions { Epochs = 12, Validation = validation, Metrics = [Metric.RootMeanSquaredError, Metric.MeanAbsoluteError] });
        float?[] losses = [.. result.Epochs.Select(static epoch => epoch.ValidationLoss)];
        Assert.Equal(Array.IndexOf(losses, losses.Min()), result.BestEpoch);
        Assert.InRange(result.BestEpoch, 1, 10);

        // The first ⌊0.7 · 22⌋ = 15 rows are for training, and the weights are those of the best epoch.
        float[] p = AffineTrainer.Read(store);
        double[] differences = [.. Enumerable.Range(15, 7).Select(r => p[3] + Enumerable.Range(0, 3).Sum(k => (double)p[k] * s_inputs[(r * 3) + k]) - s_targets[r])];
        FitEpoch best = result.Epochs[result.BestEpoch];
        Assert.Equal(differences.Average(static d => d * d), best.ValidationLoss!.Value, 1e-5);
        Assert.Equal(Math.Sqrt(differences.Average(static d => d * d)), best.Metrics[Metric.RootMeanSquaredError], 1e-5);
        Assert.Equal(differences.Average(Math.Abs), best.Metrics[Metric.MeanAbsoluteError], 1e-5);
    }

    [Fact]
    public void Patience_ends_a_run_that_no_longer_improves()
    {
        (TrainingData train, TrainingData validation) = Data.Split(0.7);
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0.02f), BatchSize, new() { Schedule = new Growing() });
        FitResult result = trainer.Fit(train, new FitOptions { Epochs = 100, Validation = validation, Patience = 3 });
        Assert.Equal(FitStop.Patience, result.StoppedBecause);
        Assert.Equal(result.BestEpoch + 4, result.Epochs.Count);
        float best = result.Epochs[result.BestEpoch].ValidationLoss!.Value;
        Assert.All(result.Epochs.Skip(result.BestEpoch + 1), epoch => Assert.True(epoch.ValidationLoss >= best));
    }

    [Fact]
    public void The_learning_rate_is_reduced_on_a_plateau()
    {
        // With a learning rate of 0 each epoch has the same loss; a rate of 1e-30 changes nothing either.
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(1e-30f), BatchSize);
        ReduceOnPlateau plateau = new() { Factor = 0.5f, Patience = 2, MinimumLearningRate = 2e-31f };
        FitResult result = trainer.Fit(Data, new FitOptions { Epochs = 12, Validation = Data, ReduceOnPlateau = plateau });
        Assert.Equal(
            [1e-30f, 1e-30f, 1e-30f, 1e-30f, 5e-31f, 5e-31f, 5e-31f, 2.5e-31f, 2.5e-31f, 2.5e-31f, 2e-31f, 2e-31f],
            result.Epochs.Select(static epoch => epoch.LearningRate));
    }

    [Fact]
    public void Progress_and_instruments_report_each_batch_and_epoch()
    {
        List<FitProgress> reports = [];
        Dictionary<string, double> sums = [];
        using MeterListener listener = new();
        int thread = Environment.CurrentManagedThreadId;
        listener.InstrumentPublished = static (instrument, own) =>
        {
            if (instrument.Meter.Name == "RnnCompiler")
                own.EnableMeasurementEvents(instrument);
        };
        void Add(string name, double value)
        {
            if (Environment.CurrentManagedThreadId == thread)
                sums[name] = sums.GetValueOrDefault(name) + value;
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0.01f), BatchSize);
        FitResult result = trainer.Fit(
            Data, new FitOptions { Epochs = 2, Validation = Data, Metrics = [Metric.MeanAbsoluteError], Progress = new Reports(reports.Add) });
        Assert.Equal(14, reports.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6, 6, 1, 2, 3, 4, 5, 6, 6], reports.Select(static report => report.Batch));
        Assert.Equal([4, 8, 12, 16, 20, 22, 22], reports.Take(7).Select(static report => report.Rows));
        Assert.Equal((Rows, 2, 12L), (reports[^1].TotalRows, reports[^1].Epochs, reports[^1].Updates));
        Assert.Equal(result.Epochs, reports.Where(static report => report.Completed is not null).Select(static report => report.Completed));
        Assert.Equal((12, 44, 2), (sums["rnncompiler.fit.batches"], sums["rnncompiler.fit.rows"], sums["rnncompiler.fit.epochs"]));
        Assert.Equal(result.Epochs.Sum(static epoch => (double)epoch.Loss), sums["rnncompiler.fit.loss"], 1e-9);
        Assert.Equal(result.Epochs.Sum(static epoch => epoch.Metrics[Metric.MeanAbsoluteError]), sums["rnncompiler.fit.metric"], 1e-9);
    }

    [Fact]
    public void A_cancelled_run_ends_between_two_batches()
    {
        using CancellationTokenSource source = new();
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0.01f), BatchSize);
        FitOptions options = new() { Epochs = 5, Progress = new Reports(report => Cancel(report.Updates >= 8)) };
        void Cancel(bool isTime)
        {
            if (isTime)
                source.Cancel();
        }

        FitResult result = trainer.Fit(Data, options, source.Token);
        Assert.Equal((FitStop.Cancelled, 1, 8L), (result.StoppedBecause, result.Epochs.Count, trainer.Updates));
    }

    [Fact]
    public void Batches_whose_update_is_skipped_do_not_count_in_the_loss()
    {
        float[] inputs = [.. s_inputs];
        inputs[5] = float.NaN;
        using AffineTrainer throws = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0), BatchSize);
        Assert.Equal(1, Assert.Throws<NonFiniteException>(() => throws.Fit(TrainingData.From(inputs, s_targets), new FitOptions())).Update);
        using AffineTrainer skips = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0), BatchSize, new() { NonFinite = NonFinite.SkipUpdate });
        FitResult result = skips.Fit(TrainingData.From(inputs, s_targets), new FitOptions());
        using AffineTrainer rest = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0), Rows);
        Assert.Equal(rest.ComputeGradients(s_inputs.AsSpan(12), s_targets.AsSpan(4)), result.Epochs[0].Loss, 1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer trainer = new(store, new Sgd(0.01f), BatchSize);
        void Refused<T>(TrainingData data, FitOptions options)
            where T : Exception => Assert.Throws<T>(() => trainer.Fit(data, options));

        Refused<ArgumentException>(TrainingData.From(new int[3], s_targets), new());
        Refused<ArgumentException>(TrainingData.From(new float[7], new float[2]), new());
        Refused<ArgumentException>(TrainingData.From(s_inputs, new float[Rows - 1]), new());
        Refused<ArgumentException>(TrainingData.From(s_inputs, s_targets, new int[1]), new());
        Refused<ArgumentException>(TrainingData.From(s_inputs, s_targets, new float[1]), new());
        Refused<ArgumentException>(TrainingData.From(Array.Empty<float>(), Array.Empty<float>()), new());
        Refused<ArgumentException>(TrainingData.From(Array.Empty<TrainingBatch<float, float>>()), new());
        Refused<ArgumentException>(TrainingData.From(new float[3], new float[1]).Split(0.5).Train, new());
        Refused<ArgumentException>(Data, new() { Patience = 1 });
        Refused<ArgumentException>(Data, new() { ReduceOnPlateau = new() });
        Refused<ArgumentException>(Data, new() { Metrics = [Metric.MeanAbsoluteError] });
        Refused<ArgumentException>(Data, new() { Validation = Data, Metrics = [Metric.Perplexity] });
        Refused<ArgumentException>(Data, new() { Resume = true });
        Refused<ArgumentException>(Data, new() { CheckpointEvery = 1 });
        Assert.Equal([1, 2, 3, 4], AffineTrainer.Read(store));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { Patience = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau { Factor = 1 });

        // A trainer that does not compute outputs has no metrics of them.
        using LinearTrainer linear = new(LinearTrainer.Store(1, 2, 3), new Sgd(0.01f), BatchSize);
        Assert.Throws<NotSupportedException>(() => linear.Fit(Data, new() { Validation = Data, Metrics = [Metric.MeanAbsoluteError] }));
        linear.Dispose();
        Assert.Throws<ObjectDisposedException>(() => linear.Fit(Data, new()));
    }

    private sealed class Growing : LearningRateSchedule
    {
        public override double FactorAt(long update) => Math.Pow(1.15, update);
    }
}

/// <summary>Progress that is reported on the thread of the run.</summary>
internal sealed class Reports(Action<FitProgress> report) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => report(value);
}
