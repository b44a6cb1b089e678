using ActivityTagging.Data;
using ActivityTagging.Evaluation;
using ActivityTagging.Models;
using ActivityTagging.Training;

namespace ActivityTagging.Tests;

/// <summary>Training with <c>Fit</c> on recordings of different lengths.</summary>
public sealed class TrainingTests
{
    private static readonly RecordingSet s_training = RecordingSet.Record(1, 0, 20, 4);
    private static readonly RecordingSet s_validation = RecordingSet.Record(1, 20, 10, 4);

    [Fact]
    public void The_same_seed_learns_the_same() => Assert.Equal(Losses(Tagger(), s_training, 2), Losses(Tagger(), s_training, 2));

    [Fact]
    public void The_network_tags_other_persons_better_than_the_baseline()
    {
        NetworkTagger<BidirectionalTagger> tagger = Tagger();
        Losses(tagger, s_training, 20);
        Assert.True(Accuracy(tagger) > Accuracy(new NaiveBayes(s_training)), $"The accuracy is {Accuracy(tagger)}.");
    }

    [Fact]
    public void What_stands_behind_the_end_of_a_recording_does_not_matter()
    {
        RecordingSet other = RecordingSet.Record(1, 0, 20, 4);
        for (int row = 0; row < other.Rows; row++)
        {
            other.Inputs.AsSpan((row * RecordingSet.Steps + other.Lengths[row]) * RecordingSet.Features, (RecordingSet.Steps - other.Lengths[row]) * RecordingSet.Features)
                .Fill(float.NaN);
        }

        Assert.Equal(Losses(Tagger(), s_training, 1), Losses(Tagger(), other, 1));
    }

    [Fact]
    public void Cancellation_stops_it()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Tagger().Train(s_training, s_validation, 1, 1, cancellation: stop.Token));
    }

    private static NetworkTagger<BidirectionalTagger> Tagger() => new(
        "bidirectional", BidirectionalTagger.Create(1), static (model, optimizer, batchSize, options) => model.CreateTrainer(optimizer, batchSize, options));

    private static float?[] Losses(NetworkTagger<BidirectionalTagger> tagger, RecordingSet training, int epochs) =>
        [.. tagger.Train(training, s_validation, epochs, 1).Epochs.Select(static epoch => epoch.ValidationLoss)];

    private static double Accuracy(ITagger tagger) => ConfusionMatrix.Of(s_validation, tagger.Tag(s_validation), static (_, _) => true).Accuracy;
}
