using System.Runtime.InteropServices;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.EmitRunner;

/// <summary>Runs a generated model and the emitted one as a user would, on one thread and on several, and compares the bits.</summary>
public static class SurfaceComparison
{
    private const ulong Seed = 3;

    /// <summary>What differed, one line each.</summary>
    /// <param name="model">The generated model.</param>
    /// <param name="mostRows">The most rows of a batch.</param>
    public static IReadOnlyList<string> Differences(ZooModel model, int mostRows = 33)
    {
        ArgumentNullException.ThrowIfNull(model);
        ZooData data = ZooData.Of(model);
        EmittedModel emitted = EmittedModel.Of(model);
        List<string> differences = [];
        if (!model.Parameters.Select(static p => p.ToString()).SequenceEqual(emitted.Parameters.Select(static p => p.ToString())))
            differences.Add($"{model.Name}: the parameters are {string.Join(", ", emitted.Parameters)}, generated {string.Join(", ", model.Parameters)}");
        if (model.IsStreaming != emitted.IsStreaming)
            differences.Add($"{model.Name}: emitted code {(emitted.IsStreaming ? "has" : "lacks")} a step");
        foreach (int threads in new[] { 1, 3 })
        {
            foreach (int rows in new[] { 1, 5, 33 }.Where(r => r <= mostRows))
            {
                ZooBatch batch = data.Batch(rows, rows + threads);
                Compare("Forward", static (d, m, b, t) => Forward(d, m, b, t));
                Compare("Train", static (_, m, b, t) => Train(m, b, t));

                void Compare(string what, Func<ZooData, ZooModel, ZooBatch, int, float[]> run)
                {
                    float[] expected = run(data, model, batch, threads);
                    float[] found = run(data, emitted, batch, threads);
                    int common = MemoryMarshal.AsBytes(expected.AsSpan()).CommonPrefixLength(MemoryMarshal.AsBytes(found.AsSpan())) / sizeof(float);
                    if (common < expected.Length || found.Length != expected.Length)
                        differences.Add($"{model.Name} {what}, {rows} rows, {threads} threads: float {common} of {expected.Length} differs");
                }
            }
        }

        return differences;
    }

    // Whole sequences, then row 0 step by step with the state after each.
    private static float[] Forward(ZooData data, ZooModel model, ZooBatch batch, int threads)
    {
        ZooInstance instance = model.Create(Seed);
        instance.Threads = threads;
        float[] output = new float[batch.Rows * data.OutputLength];
        instance.Forward(batch, output);
        instance.Threads = 1;
        List<float> all = [.. output];
        if (model.IsStreaming)
        {
            ModelState state = instance.CreateState();
            float[] step = new float[data.Module.OutputSize];
            float[] carried = new float[state.Length];
            for (int t = 0; t < data.Declaration.SequenceLength; t++)
            {
                instance.Step(state, batch, 0, t, step);
                state.CopyTo(carried);
                all.AddRange(step);
                all.AddRange(carried);
            }
        }

        return [.. all];
    }

    // Loss and gradients, then parameters after two updates.
    private static float[] Train(ZooModel model, ZooBatch batch, int threads)
    {
        ZooInstance instance = model.Create(Seed);
        bool hasInput = batch.Inputs.Length > 0;
        TrainerOptions options = new() { Seed = 7, Threads = threads, InputGradient = hasInput, Clipping = GradientClipping.ByNorm(0.1f) };
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), batch.Rows, options);
        List<float> all = [trainer.ComputeGradients(batch)];
        Add(trainer.ReadGradient);
        if (hasInput)
        {
            float[] gradient = new float[batch.Inputs.Length];
            trainer.ReadGradient("input", gradient);
            all.AddRange(gradient);
        }

        all.Add(trainer.Step(batch));
        all.Add(trainer.Step(batch));
        Add(instance.ReadParameter);
        return [.. all];

        void Add(ReadValues read)
        {
            foreach (ModelParameter parameter in model.Parameters)
            {
                float[] values = new float[parameter.Length];
                read(parameter.Name, values);
                all.AddRange(values);
            }
        }
    }

    private delegate void ReadValues(string name, Span<float> destination);
}
