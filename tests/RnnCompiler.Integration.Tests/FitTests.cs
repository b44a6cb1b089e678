using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

/// <summary>Fit over generated models: metrics by their definitions over the outputs of the fitted model, and bits of checkpoints.</summary>
public class FitTests
{
    private const int Rows = 24;

    [Fact]
    public void The_accuracy_of_classes_counts_the_steps_that_exist_and_count()
    {
        Random random = new(3);
        int steps = SoftmaxLogits.SequenceLength;
        int[] lengths = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(steps + 1))];
        float[] inputs = Numbers(random, Rows * steps * SoftmaxLogits.InputSize);
        int[] classes = [.. Enumerable.Range(0, Rows * steps).Select(_ => random.Next(-1, SoftmaxLogits.OutputSize))];
        using SoftmaxLogits model = SoftmaxLogits.Create(1);
        using SoftmaxLogits.Trainer trainer = model.CreateTrainer(new Adam(0.01f), 8);
        FitResult result = trainer.Fit(
            TrainingData.From(inputs, classes, lengths),
            new FitOptions { Epochs = 1, Validation = TrainingData.From(inputs, classes, lengths), Metrics = [Metric.Accuracy, Metric.Perplexity] });

        float[] outputs = new float[Rows * steps * SoftmaxLogits.OutputSize];
        model.Forward(inputs, outputs, Rows, lengths);
        int correct = 0, counted = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] < 0 || i % steps >= lengths[i / steps])
                continue;
            float[] logits = outputs[(i * SoftmaxLogits.OutputSize)..((i + 1) * SoftmaxLogits.OutputSize)];
            counted++;
            correct += Array.IndexOf(logits, logits.Max()) == classes[i] ? 1 : 0;
        }

        FitEpoch epoch = Assert.Single(result.Epochs);
        Assert.Equal((double)correct / counted, epoch.Metrics[Metric.Accuracy], 1e-12);
        Assert.Equal(Math.Exp(epoch.ValidationLoss!.Value), epoch.Metrics[Metric.Perplexity], 1e-5);
    }

    [Fact]
    public void The_accuracy_of_logits_is_that_of_their_probabilities()
    {
        Random random = new(5);
        float[] inputs = Numbers(random, Rows * SigmoidLogits.SequenceLength * SigmoidLogits.InputSize);
        float[] targets = [.. Enumerable.Range(0, Rows * SigmoidLogits.OutputSize).Select(_ => (float)random.Next(2))];
        using SigmoidLogits model = SigmoidLogits.Create(1);
        using SigmoidLogits.Trainer trainer = model.CreateTrainer(new Adam(0.01f), 8);
        FitResult result = trainer.Fit(
            TrainingData.From(inputs, targets), new FitOptions { Epochs = 2, Validation = TrainingData.From(inputs, targets), Metrics = [Metric.Accuracy] });
        float[] outputs = new float[targets.Length];
        model.Forward(inputs, outputs, Rows);
        double accuracy = outputs.Zip(targets, static (o, t) => (o >= 0) == (t == 1) ? 1.0 : 0).Average();
        Assert.Equal(accuracy, result.Epochs[result.BestEpoch].Metrics[Metric.Accuracy], 1e-12);
    }

    [Fact]
    public void A_run_that_is_resumed_ends_with_the_bits_of_one_that_was_not_stopped()
    {
        string folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;
        Random random = new(7);
        float[] inputs = Numbers(random, Rows * DroppedOut.SequenceLength * DroppedOut.InputSize);
        float[] targets = Numbers(random, Rows * DroppedOut.OutputSteps * DroppedOut.OutputSize);
        FitOptions options = new() { Epochs = 4, ShuffleSeed = 9, CheckpointPath = Path.Combine(folder, "run.ckpt"), CheckpointEvery = 1, Resume = true };
        float[] whole = Fitted(options with { CheckpointPath = null, CheckpointEvery = null, Resume = false }, CancellationToken.None);
        using CancellationTokenSource stop = new();
        FitOptions stopped = options with { Progress = new StopAfter(5, stop) };
        Fitted(stopped, stop.Token);
        Assert.Equal(whole, Fitted(options, CancellationToken.None));
        Directory.Delete(folder, recursive: true);

        float[] Fitted(FitOptions fit, CancellationToken cancellation)
        {
            using DroppedOut model = DroppedOut.Create(1);
            using DroppedOut.Trainer trainer = model.CreateTrainer(new Adam(0.01f), 8, new TrainerOptions { Seed = 3 });
            trainer.Fit(TrainingData.From(inputs, targets), fit, cancellation);
            return [.. DroppedOut.Parameters.SelectMany(p => Read(model, p))];
        }
    }

    private static float[] Read(DroppedOut model, ModelParameter parameter)
    {
        float[] values = new float[parameter.Length];
        model.ReadParameter(parameter.Name, values);
        return values;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private sealed class StopAfter(int batches, CancellationTokenSource stop) : IProgress<FitProgress>
    {
        private int _reports;

        public void Report(FitProgress value)
        {
            if (++_reports == batches)
                stop.Cancel();
        }
    }
}
