using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Models;
using RnnCompiler;

Series model = Series.Create(seed: 1);
float[] input = [.. Enumerable.Range(0, Series.SequenceLength).Select(static i => MathF.Sin(0.3f * i))];
float[] output = new float[1];
model.Forward(input, output);
Write("forward", output[0]);

Series.State state = model.CreateState();
foreach (float value in input)
    model.Step(state, [value], output);
Write("step", output[0]);

using (Series.Trainer trainer = model.CreateTrainer(new Adam(0.01f), batchSize: 1))
{
    for (int update = 0; update < 20; update++)
        Write("loss", trainer.Step(input, [0.5f]), update == 19);
}

string file = Path.Combine(AppContext.BaseDirectory, "series.safetensors");
model.Save(file);
Series.Load(file).Forward(input, output);
Write("loaded", output[0]);
model.Forward(input, output);
Write("trained", output[0]);
Console.WriteLine($"dynamic {RuntimeFeature.IsDynamicCodeSupported}");
Console.WriteLine($"wide {Vector256.IsHardwareAccelerated}");
Console.WriteLine($"emit {AppContext.TargetFrameworkName is not null && File.Exists(Path.Combine(AppContext.BaseDirectory, "RnnCompiler.Emit.dll"))}");

static void Write(string word, float number, bool isWanted = true)
{
    if (isWanted)
        Console.WriteLine($"{word} {number.ToString("R", CultureInfo.InvariantCulture)}");
}
