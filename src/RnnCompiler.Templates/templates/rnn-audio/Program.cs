using System.Diagnostics;
using RnnCompiler;

// dotnet run [-- INPUT.wav OUTPUT.wav]: learns an effect, then applies it to a sound in blocks, as an audio callback does.
const int Block = 64;
(float[] sound, int rate) = args.Length == 2 ? WaveFile.Read(args[0]) : (Tone(2 * 48_000, 48_000), 48_000);

Amplifier amplifier = Learn();
Amplifier.Prepare();   // no call below compiles anything
var state = amplifier.CreateState();
float[] processed = new float[sound.Length];
long begin = Stopwatch.GetTimestamp();
for (int at = 0; at < sound.Length; at += Block)
{
    int steps = Math.Min(Block, sound.Length - at);
    amplifier.Step(state, sound.AsSpan(at, steps), processed.AsSpan(at, steps), steps);   // allocates nothing
}

double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
Console.WriteLine($"{(double)sound.Length / rate:F1} s of sound took {1000 * seconds:F1} ms: {sound.Length / (rate * seconds):F0} times as fast as real time");
string output = args.Length == 2 ? args[1] : "processed.wav";
WaveFile.Write(output, processed, rate);
Console.WriteLine($"written: {output}");

// Learns from pairs of sounds before and after the effect. These are computed; record a pair to learn a real device.
static Amplifier Learn()
{
    const int Rows = 16;
    const int Samples = Rows * Amplifier.SequenceLength;
    var model = Amplifier.Create(seed: 1);
    using var trainer = model.CreateTrainer(new Adam(0.005f), batchSize: Rows);
    float[] before = Tone(Samples, 48_000);
    float[] after = [.. before.Select(Effect)];
    float loss = 0;
    for (int update = 0; update < 300; update++)
        loss = trainer.Step(before, after);
    Console.WriteLine($"loss after 300 updates: {loss:E1}");
    return model;
}

// A soft clipping that is not symmetric.
static float Effect(float sample) => MathF.Tanh(3 * sample + 0.2f) - MathF.Tanh(0.2f);

// Two strings a fifth apart, fading.
static float[] Tone(int samples, int rate) =>
[
    .. Enumerable.Range(0, samples).Select(i =>
    {
        float t = (float)i / rate;
        return 0.5f * MathF.Exp(-t) * (MathF.Sin(2 * MathF.PI * 110 * t) + MathF.Sin(2 * MathF.PI * 165 * t));
    }),
];
