using NumberWords.CommandLine;
using NumberWords.Data;
using NumberWords.Evaluation;
using NumberWords.Models;
using NumberWords.Reporting;
using NumberWords.Training;

namespace NumberWords.Tests;

/// <summary>Training, scores, attention and the whole run.</summary>
public sealed class TrainingTests
{
    private static readonly byte[] s_png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    [Fact]
    public void Training_lowers_the_loss()
    {
        using NumberTranslator model = NumberTranslator.Create(1);
        List<TrainingProgress> seen = [];
        TrainingProgress last = TranslatorTrainer.Train(model, new NumberSplit(1, 100), 120, TimeSpan.FromMinutes(5), seen.Add, default);
        Assert.Equal(12, seen.Count);
        Assert.Equal(120, last.Updates);
        Assert.Equal(last, seen[^1]);
        Assert.True(last.Loss < 0.9 * seen[0].Loss, $"{seen[0].Loss} → {last.Loss}");
    }

    [Fact]
    public void The_time_limit_and_cancellation_end_training()
    {
        using NumberTranslator model = NumberTranslator.Create(1);
        NumberSplit numbers = new(1, 100);
        Assert.InRange(TranslatorTrainer.Train(model, numbers, 1000, TimeSpan.FromTicks(1), static _ => { }, default).Updates, 0, 1);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => TranslatorTrainer.Train(model, numbers, 1000, TimeSpan.MaxValue, static _ => { }, stop.Token));
        Assert.Throws<OperationCanceledException>(() => ExactMatch.Of(model, Language.English, [1], 1, stop.Token));
    }

    [Fact]
    public void A_run_writes_its_results_and_attention_weights_sum_to_one()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"number-words-{Guid.NewGuid():N}");
        try
        {
            IReadOnlyList<ExactMatch> matches = new WordsRun(new WordsOptions(folder, 3, 5, 60), heldOut: 20, default).Execute();
            Assert.Equal(["English greedy", "German greedy", "English 4 beams", "German 4 beams"], matches.Select(static m => $"{m.Language} {m.Search}"));
            Assert.All(matches, static m => Assert.Equal(20, m.Count));
            Assert.Equal(s_png, File.ReadAllBytes(Path.Combine(folder, "attention.png"))[..s_png.Length]);

            AttentionMatrix matrix = AttentionMatrix.Of(Path.Combine(folder, "numbers.safetensors"), 21, Language.German);
            Assert.Equal(("einundzwanzig", "21"), (matrix.Words, matrix.Digits));
            Assert.Equal((3, 13), (matrix.Weights.GetLength(0), matrix.Weights.GetLength(1)));
            for (int row = 0; row < 3; row++)
                Assert.Equal(1, Enumerable.Range(0, 13).Sum(column => matrix.Weights[row, column]), 1e-5);
            Assert.Equal(s_png, AttentionPicture.Draw([matrix])[..s_png.Length]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
