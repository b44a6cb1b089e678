using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>Generated code with rows of different lengths, over all models of the zoo. Behind the end of a row is NaN, or an id that does not exist.</summary>
public class RowLengthTests
{
    private const ulong Seed = 11;

    public static TheoryData<string> Models => [.. Zoo.All.Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_with_its_length_is_the_row_alone_to_the_bit(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        foreach (int rows in new[] { 1, 9, 70, 300 })
        {
            ZooBatch batch = data.Ragged(rows, rows);
            float[] together = new float[rows * data.OutputLength];
            Array.Fill(together, float.NaN);
            instance.Forward(batch, together);
            for (int row = 0; row < rows; row += Math.Max(1, rows / 20))
            {
                float[] alone = new float[data.OutputLength];
                Array.Fill(alone, float.NaN);
                instance.Forward(data.Row(batch, row), alone);
                Assert.Equal(alone, together[(row * data.OutputLength)..((row + 1) * data.OutputLength)]);
            }

            Assert.DoesNotContain(together, float.IsNaN);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_and_gradients_agree_with_the_equations(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        GeneratedRun run = new(data);
        Oracle oracle = new(data, run.Instance);
        ZooBatch batch = data.Ragged(9, 3);
        Assert.InRange(Tolerances.OutputError(run.Forward(batch), oracle.Forward(batch), data.Declaration), 0, 1);
        (float loss, Dictionary<string, float[]> gradients) = run.Train(batch);
        (double expected, Dictionary<string, double[]> expectedGradients) = oracle.Train(batch, GeneratedRun.Seed);
        Assert.InRange(Tolerances.OutputError([loss], [expected]), 0, 1);
        Assert.All(gradients, g => Assert.True(Tolerances.GradientError(g.Value, expectedGradients[g.Key]) <= 1, $"{g.Key} of {name}"));
    }

    [Theory]
    [MemberData(nameof(ThreadTests.Models), MemberType = typeof(ThreadTests))]
    public void Results_are_the_same_bits_for_any_number_of_threads(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Ragged(33, 5);
        float[] alone = new float[33 * data.OutputLength];
        instance.Forward(batch, alone);
        instance.Threads = 3;
        float[] together = new float[alone.Length];
        instance.Forward(batch, together);
        instance.Threads = 1;
        Assert.Equal(alone, together);
        Assert.Equal(Updated(data, batch, 1), Updated(data, batch, 3));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Ragged(40, 5);
        float[] output = new float[40 * data.OutputLength];
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), 40);
        instance.Forward(batch, output);
        trainer.Step(batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        instance.Forward(batch, output);
        trainer.Step(batch);
        trainer.ComputeGradients(batch);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_batch_without_steps_has_the_loss_zero_and_changes_nothing()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        ZooInstance instance = data.Model.Create(Seed);
        using ZooTrainer trainer = instance.CreateTrainer(new Sgd(1), 3);
        ModelParameter parameter = data.Model.Parameters[0];
        float[] before = new float[parameter.Length];
        float[] after = new float[parameter.Length];
        instance.ReadParameter(parameter.Name, before);
        Assert.Equal(0, trainer.Step(data.Batch(3, 1) with { Lengths = [0, 0, 0] }));
        instance.ReadParameter(parameter.Name, after);
        Assert.Equal(before, after);
        trainer.ReadGradient(parameter.Name, after);
        Assert.All(after, static g => Assert.Equal(0, g));
        float[] output = new float[3 * data.OutputLength];
        Array.Fill(output, 1f);
        instance.Forward(data.Batch(3, 1) with { Lengths = [0, 0, 0] }, output);
        Assert.All(output, static v => Assert.Equal(0, v));
    }

    private static float[] Updated(ZooData data, ZooBatch batch, int threads)
    {
        ZooInstance instance = data.Model.Create(Seed);
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), batch.Rows, new TrainerOptions { Threads = threads, Seed = 3 });
        List<float> all = [trainer.Step(batch), trainer.Step(batch)];
        foreach (ModelParameter parameter in data.Model.Parameters)
        {
            float[] values = new float[parameter.Length];
            instance.ReadParameter(parameter.Name, values);
            all.AddRange(values);
        }

        return [.. all];
    }
}
