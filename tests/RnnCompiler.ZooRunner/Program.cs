using System.Globalization;
using System.Numerics;
using System.Runtime;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnCompiler;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool fused = Fma.IsSupported || AdvSimd.IsSupported;
int lanes = Vector512.IsHardwareAccelerated ? 16 : Vector.IsHardwareAccelerated ? Vector<float>.Count : 1;
Console.WriteLine($"lanes {lanes} fused {fused}");
if (args.Contains("--touch"))
{
    foreach (ZooModel model in Zoo.All.Concat(Zoo.Large))
        Touch(model);
    return 0;
}

if (args.Contains("--threads"))
{
    foreach (ZooModel model in Zoo.Large)
        Console.WriteLine($"threads {model.Name} {BitsByThreads(model)}");
    return 0;
}

if (args.Contains("--first-call"))
{
    Console.WriteLine(FirstCalls());
    return 0;
}

foreach (ZooModel model in Zoo.All)
    Console.WriteLine(Report(model));
return 0;

// Methods that the JIT compiler compiles, and bytes that are allocated, in the first step and the first sequence after Prepare.
static string FirstCalls()
{
    GruLast.Prepare();
    using GruLast model = GruLast.Create(1);
    GruLast.State state = model.CreateState();
    float[] input = new float[GruLast.SequenceLength * GruLast.InputSize];
    float[] output = new float[GruLast.OutputSize];
    _ = (JitInfo.GetCompiledMethodCount(currentThread: true), GC.GetAllocatedBytesForCurrentThread(), input.AsSpan(0, GruLast.InputSize).Length);
    long methods = JitInfo.GetCompiledMethodCount(currentThread: true);
    long bytes = GC.GetAllocatedBytesForCurrentThread();
    model.Step(state, input.AsSpan(0, GruLast.InputSize), output);
    model.Forward(input, output);
    model.Forward(input, output, 1, [2]);
    methods = JitInfo.GetCompiledMethodCount(currentThread: true) - methods;
    bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
    return $"first calls: {methods} methods compiled, {bytes} bytes allocated";
}

// One line: the bits of everything, and the greatest error in units of what is allowed.
static string Report(ZooModel model)
{
    ZooData data = ZooData.Of(model);
    GeneratedRun run = new(data);
    Oracle oracle = new(data, run.Instance);
    ZooBatch batch = data.Batch(5, 11);
    List<float> all = [.. run.Forward(batch)];
    double error = Tolerances.OutputError(all, oracle.Forward(batch), data.Declaration);
    if (model.IsStreaming)
    {
        float[] stream = run.Stream(batch);
        error = Math.Max(error, Tolerances.OutputError(stream, oracle.Stream(batch), data.Declaration));
        all.AddRange(stream);
    }

    (float loss, Dictionary<string, float[]> gradients) = run.Train(batch);
    (double expected, Dictionary<string, double[]> expectedGradients) = oracle.Train(batch, GeneratedRun.Seed);
    error = Math.Max(error, Tolerances.OutputError([loss], [expected]));
    all.Add(loss);
    foreach ((string name, float[] gradient) in gradients)
    {
        error = Math.Max(error, Tolerances.GradientError(gradient, expectedGradients[name]));
        all.AddRange(gradient);
    }

    return $"model {model.Name} bits {GeneratedRun.Bits(all):x16} updated {GeneratedRun.Bits(run.Updated(batch)):x16} error {error:F4}";
}

// One row, whose lanes threads share out; twice, since a race need not show at once.
static string BitsByThreads(ZooModel model)
{
    ZooData data = ZooData.Of(model);
    GeneratedRun run = new(data);
    ZooBatch batch = data.Batch(1, 1);
    List<string> bits = [];
    foreach (int threads in new[] { 1, 3, 3 })
    {
        run.Instance.Threads = threads;
        bits.Add($"{GeneratedRun.Bits(run.Forward(batch)):x16}");
    }

    return string.Join(' ', bits);
}

// Runs every kernel once, so that the JIT compiler has seen it.
static void Touch(ZooModel model)
{
    ZooData data = ZooData.Of(model);
    ZooInstance instance = model.Create(1);
    ZooBatch batch = data.Batch(1, 1);
    instance.Forward(batch, new float[data.OutputLength]);
    if (model.IsStreaming)
        instance.Step(instance.CreateState(), batch, 0, 0, new float[data.Module.OutputSize]);
    using ZooTrainer trainer = instance.CreateTrainer(new Sgd(0.1f), 1, new TrainerOptions { InputGradient = !data.Declaration.HasTokenInput });
    Console.WriteLine($"touched {model.Name} {trainer.Step(batch)}");
}
