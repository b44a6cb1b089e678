using RealtimeAudio.Audio;
using RealtimeAudio.CommandLine;
using RealtimeAudio.Measurement;
using RealtimeAudio.Models;
using RealtimeAudio.Reporting;
using RealtimeAudio.Training;

namespace RealtimeAudio;

/// <summary>The steps of the sample: two networks learn the same amplifier, one after the other, and are measured.</summary>
internal sealed class AudioRun(AudioOptions options, CancellationToken cancellation)
{
    private readonly ConsoleReport _report = new();

    /// <summary>Trains, measures, prints, writes.</summary>
    /// <returns>The results of each network.</returns>
    public IReadOnlyList<AmpResult> Execute()
    {
        Directory.CreateDirectory(options.Output);
        _report.Problem(options.Size);
        int seed = (int)(options.Seed % 1_000_000_000);
        Passage training = Passage.Play(options.Size.TrainingSeconds, 2 * seed);
        Passage heldOut = Passage.Play(options.Size.HeldOutSeconds, (2 * seed) + 1);
        Write("dry.wav", heldOut.Dry);
        Write("target.wav", heldOut.Target);
        AmpResult[] results = [Network<AmpLstm16>(training, heldOut), Network<AmpLstm8x2>(training, heldOut)];
        _report.Results(results);
        _report.Steps(results);
        AmpResult best = results.MinBy(static r => r.After)!;
        Write("model.wav", best.Output);
        _report.Files(options.Output, best.Network);
        return results;
    }

    private AmpResult Network<TModel>(Passage training, Passage heldOut)
        where TModel : class, IAmpModel<TModel>
    {
        using TModel model = TModel.Create(options.Seed);
        double before = ErrorToSignal.Of(model, heldOut).Ratio;
        TimeSpan time = _report.Watch(TModel.Title, options.Size.Epochs, watch => AmpTrainer.Train(model, training, options.Size.Epochs, watch, cancellation));
        (double after, float[] output) = ErrorToSignal.Of(model, heldOut);
        model.Save(WeightPath(TModel.Title));

        TModel.Prepare();       // nothing that a step calls is compiled below
        BlockSpeed blocks = BlockSpeed.Measure(model, heldOut.Dry, options.Size.MeasuredSeconds);
        StepComparison steps = StepComparison.Measure(model, heldOut.Dry, options.Size.MeasuredSeconds, cancellation);
        return new AmpResult(TModel.Title, TModel.Parameters.Sum(static p => p.Length), before, after, time, blocks, steps, output);
    }

    private void Write(string name, float[] sound) => WaveFile.Write(Path.Combine(options.Output, name), sound);

    private string WeightPath(string network) => Path.Combine(options.Output, network.Replace(",", "", StringComparison.Ordinal).Replace(' ', '-') + ".safetensors");
}
