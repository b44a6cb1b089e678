using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>One suite, all engines: generated code and the interpreted lowered program of each target against the double interpreter.</summary>
public class EngineMatrixTests
{
    public static TheoryData<string> Models => [.. Zoo.All.Select(static m => m.Name)];

    [Fact]
    public void The_zoo_has_at_least_forty_models() => Assert.True(Zoo.All.Count >= 40, $"found {Zoo.All.Count}");

    [Theory]
    [MemberData(nameof(Models))]
    public void Generated_outputs_agree(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        GeneratedRun run = new(data);
        Oracle oracle = new(data, run.Instance);
        foreach (int rows in new[] { 1, 3, 7, 33 })
        {
            ZooBatch batch = data.Batch(rows, rows);
            Assert.InRange(Tolerances.OutputError(run.Forward(batch), oracle.Forward(batch), data.Declaration), 0, 1);
        }

        if (!data.Model.IsStreaming)
            return;
        ZooBatch one = data.Batch(1, 5);
        Assert.InRange(Tolerances.OutputError(run.Stream(one), oracle.Stream(one), data.Declaration), 0, 1);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Generated_gradients_agree(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        GeneratedRun run = new(data);
        Oracle oracle = new(data, run.Instance);
        foreach (int rows in new[] { 1, 9 })
        {
            ZooBatch batch = data.Batch(rows, rows + 20);
            (float loss, Dictionary<string, float[]> gradients) = run.Train(batch);
            (double expected, Dictionary<string, double[]> expectedGradients) = oracle.Train(batch, GeneratedRun.Seed);
            Assert.InRange(Tolerances.OutputError([loss], [expected]), 0, 1);
            Assert.All(gradients, g => Assert.True(Tolerances.GradientError(g.Value, expectedGradients[g.Key]) <= 1, $"{g.Key} of {name}, {rows} rows"));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Lowered_programs_agree_with_poisoned_padding(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ModelPlan plan = Scheduler.Plan(data.Module);
        GeneratedRun run = new(data);
        Oracle oracle = new(data, run.Instance);

        // The interpreter of lowered programs is slow; the longest sequences are left to the other engines.
        int rows = data.Declaration.SequenceLength > 100 ? 1 : 3;
        ZooBatch batch = data.Batch(rows, 40);
        double[] outputs = oracle.Forward(batch);
        (double loss, Dictionary<string, double[]> gradients) = oracle.Train(batch, GeneratedRun.Seed);
        foreach (Target target in Target.All)
        {
            KernelModel kernels = new(plan, target);
            foreach (ModelParameter parameter in data.Model.Parameters)
            {
                float[] values = new float[parameter.Length];
                run.Instance.ReadParameter(parameter.Name, values);
                kernels.WriteParameter(parameter.Name, values);
            }

            Assert.InRange(Tolerances.OutputError(kernels.Forward(batch.Inputs, batch.Tokens, rows), outputs, data.Declaration), 0, 1);
            (float found, IReadOnlyDictionary<string, float[]> foundGradients) =
                kernels.Train(batch.Inputs, batch.Tokens, batch.Targets, batch.Classes, rows, (row, n, mask) => Mask(plan, row, n, mask));
            Assert.InRange(Tolerances.OutputError([found], [loss]), 0, 1);
            Assert.All(foundGradients, g => Assert.True(Tolerances.GradientError(g.Value, gradients[g.Key]) <= 1, $"{g.Key} of {name} on {target.Name}"));
            if (target.Lanes is 1 or 16)
                kernels.Train(batch.Inputs, batch.Tokens, batch.Targets, batch.Classes, rows, inputGradient: false);
        }
    }

    private static void Mask(ModelPlan plan, int row, int stream, float[] mask)
    {
        for (int i = 0; i < mask.Length; i++)
            mask[i] = Element(plan.Training!.Noises[stream].Noise, stream, row, i);
    }

    private static float Element(NoiseTensor noise, int stream, int row, int element) =>
        NoiseGenerator.Mask(GeneratedRun.Seed, 0, stream, row, element, noise.Rate, noise.Mean);
}
