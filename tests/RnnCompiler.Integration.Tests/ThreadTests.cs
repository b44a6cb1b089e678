using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>However many threads share a call, results are the same bits and nothing is allocated.</summary>
public class ThreadTests
{
    private const ulong Seed = 11;

    public static TheoryData<string> Models =>
    [
        nameof(LstmEachStep), nameof(GruLast), nameof(TokensBoth), nameof(DroppedOut), nameof(BiStack), nameof(MaxGru), nameof(WideGruInBFloat16),
        nameof(MixedInInt8), nameof(MixedInIntegers), nameof(UnrolledFully), nameof(TwoLstm), nameof(Narrow), nameof(LongGru),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_are_the_same_bits(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        foreach (int rows in new[] { 1, 2, 5, 33, 70 })
        {
            ZooBatch batch = data.Batch(rows, rows);
            instance.Threads = 1;
            float[] alone = new float[rows * data.OutputLength];
            instance.Forward(batch, alone);
            foreach (int threads in new[] { 2, 3, 4 })
            {
                instance.Threads = threads;
                Assert.Equal(threads, instance.Threads);
                float[] together = new float[alone.Length];
                instance.Forward(batch, together);
                Assert.Equal(alone, together);
            }
        }

        instance.Threads = 1;
    }

    [Theory]
    [InlineData(nameof(LargeLstm))]
    [InlineData(nameof(LargeGru))]
    [InlineData(nameof(LargeBidirectional))]
    public void A_single_row_that_is_shared_out_by_lanes_has_the_same_bits(string name)
    {
        ZooData data = ZooData.Of(Zoo.Large.First(m => m.Name == name));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Batch(1, 1);
        float[] alone = new float[data.OutputLength];
        instance.Forward(batch, alone);
        instance.Threads = 3;
        float[] together = new float[alone.Length];
        instance.Forward(batch, together);
        instance.Threads = 1;
        Assert.Equal(alone, together);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_and_updates_are_the_same_bits(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        foreach (int rows in new[] { 1, 3, 21 })
        {
            ZooBatch batch = data.Batch(rows, rows);
            (float loss, float[] all) alone = Trained(data, batch, 1);
            foreach (int threads in new[] { 2, 3, 4 })
            {
                (float loss, float[] all) together = Trained(data, batch, threads);
                Assert.Equal(alone.loss, together.loss);
                Assert.Equal(alone.all, together.all);
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(LstmEachStep)));
        ZooBatch batch = data.Batch(24, 1);
        float[] output = new float[24 * data.OutputLength];
        long least = long.MaxValue;
        for (int run = 0; run < 4 && least > 0; run++)
        {
            ZooInstance instance = data.Model.Create(Seed);
            instance.Threads = 3;
            using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), 24, new TrainerOptions { Threads = 3 });
            long before = GC.GetAllocatedBytesForCurrentThread();
            instance.Forward(batch, output);
            trainer.Step(batch);
            instance.Forward(batch, output);
            trainer.Step(batch);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            instance.Threads = 1;
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Many_callers_of_a_model_with_threads_agree()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Batch(17, 2);
        float[] alone = new float[17 * data.OutputLength];
        instance.Forward(batch, alone);
        instance.Threads = 2;
        Parallel.For(0, 64, _ =>
        {
            float[] output = new float[alone.Length];
            instance.Forward(batch, output);
            Assert.Equal(alone, output);
        });
        instance.Threads = 1;
    }

    [Fact]
    public void Less_than_one_thread_is_refused()
    {
        ZooInstance instance = Zoo.Find(nameof(GruLast)).Create(Seed);
        Assert.Throws<ArgumentOutOfRangeException>(() => instance.Threads = 0);
        Assert.Equal(1, instance.Threads);
    }

    private static (float Loss, float[] All) Trained(ZooData data, ZooBatch batch, int threads)
    {
        ZooInstance instance = data.Model.Create(Seed);
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), batch.Rows,
            new TrainerOptions { Seed = Seed, Threads = threads, Clipping = GradientClipping.ByNorm(0.1f) });
        List<float> all = [];
        float loss = trainer.ComputeGradients(batch);
        Add(trainer.ReadGradient);
        trainer.Step(batch);
        trainer.Step(batch);
        Add(instance.ReadParameter);
        return (loss, [.. all]);

        void Add(ReadValues read)
        {
            foreach (ModelParameter parameter in data.Model.Parameters)
            {
                float[] values = new float[parameter.Length];
                read(parameter.Name, values);
                all.AddRange(values);
            }
        }
    }

    private delegate void ReadValues(string name, Span<float> destination);
}
