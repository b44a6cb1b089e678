using RealtimeAudio.Audio;
using RealtimeAudio.Measurement;
using RealtimeAudio.Models;
using RealtimeAudio.Training;

namespace RealtimeAudio.Tests;

/// <summary>Windows, training and its result.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void Rows_run_on_from_window_to_window()
    {
        float[] dry = [.. Enumerable.Range(0, 3000).Select(static i => (float)i)];
        Windows windows = new(new Passage(dry, [.. dry.Select(static x => -x)]), rows: 2);
        Assert.Equal(5, windows.Count);
        for (int window = 0; window < windows.Count; window++)
        {
            windows.Read(window);
            for (int row = 0; row < 2; row++)
            {
                int first = (row * 5 * Windows.Length) + (window * Windows.Length);
                Assert.Equal(Enumerable.Range(first, Windows.Length).Select(static i => (float)i), windows.Inputs[(row * Windows.Length)..((row + 1) * Windows.Length)]);
            }

            Assert.Equal(windows.Inputs, windows.Targets.Select(static y => -y));
        }
    }

    [Fact]
    public void Both_networks_have_windows_of_one_length() => Assert.Equal(AmpLstm8x2.SequenceLength, Windows.Length);

    [Fact]
    public void Training_lowers_the_error_and_equal_seeds_give_equal_bits()
    {
        Passage training = Passage.Play(6, 1);
        Passage heldOut = Passage.Play(1, 2);
        (double before, double after) = Train(training, heldOut);
        Assert.True(after < 0.5 * before, $"The error is {before} before training and {after} after it.");
        Assert.Equal(after, Train(training, heldOut).After);
    }

    private static (double Before, double After) Train(Passage training, Passage heldOut)
    {
        using AmpLstm16 model = AmpLstm16.Create(1);
        double before = ErrorToSignal.Of(model, heldOut).Ratio;
        AmpTrainer.Train(model, training, 4, static (_, _) => { }, default);
        return (before, ErrorToSignal.Of(model, heldOut).Ratio);
    }
}
