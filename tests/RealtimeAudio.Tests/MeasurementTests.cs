using RealtimeAudio.Audio;
using RealtimeAudio.CommandLine;
using RealtimeAudio.Measurement;
using RealtimeAudio.Models;

namespace RealtimeAudio.Tests;

/// <summary>Errors, times, and the whole sample as a quick run.</summary>
public sealed class MeasurementTests
{
    [Fact]
    public void The_error_of_silence_is_1_and_that_of_the_target_0()
    {
        float[] target = [0.5f, -0.25f, 0.125f];
        Assert.Equal(1, ErrorToSignal.Of(target, new float[3]));
        Assert.Equal(0, ErrorToSignal.Of(target, target));
        Assert.Equal(0.01, ErrorToSignal.Of(target, [.. target.Select(static y => 0.9f * y)]), 1e-6);
    }

    [Fact]
    public void Blocks_in_place_and_single_steps_give_the_same_bits()
    {
        using AmpLstm8x2 model = AmpLstm8x2.Create(3);
        Passage passage = Passage.Play(1, 5);
        (_, float[] inPlace) = ErrorToSignal.Of(model, passage);
        AmpLstm8x2.State state = model.CreateState();
        float[] single = new float[passage.Dry.Length];
        for (int i = 0; i < single.Length; i++)
            model.Step(state, passage.Dry.AsSpan(i, 1), single.AsSpan(i, 1));
        Assert.Equal(inPlace, single);
    }

    [Fact]
    public void A_step_processes_its_sample_in_place()
    {
        using AmpLstm16 model = AmpLstm16.Create(3);
        float[] output = new float[1];
        model.Step(model.CreateState(), [0.25f], output);
        Assert.Equal(output[0], new NetworkStep<AmpLstm16>(model, model.CreateState()).Next(0.25f));
        Assert.Equal(0, new ControlStep(0).Next(1));
        Assert.Equal(1, new ControlStep(1000).Next(1), 1e-3);
    }

    [Fact]
    public void Measurements_are_added()
    {
        StepTimes sum = new StepTimes(10, 100, 20, 1, 0, 0) + new StepTimes(30, 200, 15, 2, 8, 1);
        Assert.Equal(new StepTimes(40, 300, 20, 3, 8, 1), sum);
    }

    [Fact]
    public void A_quick_run_learns_allocates_nothing_while_it_plays_and_writes_three_sounds()
    {
        string folder = Directory.CreateTempSubdirectory("realtime-audio-").FullName;
        try
        {
            AudioOptions options = new(folder, 1, RunSize.Quick with { MeasuredSeconds = 2 });
            IReadOnlyList<AmpResult> results = new AudioRun(options, default).Execute();
            Assert.Equal(["LSTM 16", "LSTM 8, 2 layers"], results.Select(static r => r.Network));
            Assert.All(results, static r => Assert.InRange(r.After, 0, 0.15));
            Assert.All(results, static r => Assert.Equal((0, 0), (r.Steps.Network.Bytes, r.Steps.Control.Bytes)));
            Assert.All(results, static r => Assert.Equal((96_000, 96_000, 1500), (r.Steps.Network.Steps, r.Steps.Control.Steps, r.Blocks.Blocks)));
            foreach (string name in new[] { "dry", "target", "model" })
                Assert.Equal(WaveFile.HeaderBytes + (2 * 2 * Passage.Rate), new FileInfo(Path.Combine(folder, name + ".wav")).Length);
            using AmpLstm16 saved = AmpLstm16.Load(Path.Combine(folder, "LSTM-16.safetensors"));
            Assert.Equal(results[0].After, ErrorToSignal.Of(saved, Passage.Play(2, 3)).Ratio);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_run_can_be_stopped()
    {
        string folder = Directory.CreateTempSubdirectory("realtime-audio-").FullName;
        try
        {
            Assert.Throws<OperationCanceledException>(() => new AudioRun(new AudioOptions(folder, 1, RunSize.Quick), new CancellationToken(canceled: true)).Execute());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
