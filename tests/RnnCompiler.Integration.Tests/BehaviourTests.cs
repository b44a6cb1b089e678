using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>What callers rely on beside the numbers: no allocation, threads, files, refusals, NaN that stays where it is.</summary>
public class BehaviourTests
{
    public static TheoryData<string> Models => [.. Zoo.All.Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_is_allocated_after_construction(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooBatch batch = data.Batch(3, 1);
        float[] output = new float[3 * data.OutputLength];
        int outputSize = data.Module.OutputSize;

        // Several runs with models of their own: the first lets the process load what it loads once, and a collection that another test
        // causes counts the rest of this thread's allocation context. What the code itself allocates, it allocates in every run.
        long least = long.MaxValue;
        for (int run = 0; run < 4; run++)
        {
            ZooInstance instance = data.Model.Create(1);
            using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), 3, new TrainerOptions { Clipping = GradientClipping.ByNorm(1f) });
            ModelState? state = data.Model.IsStreaming ? instance.CreateState() : null;
            long before = GC.GetAllocatedBytesForCurrentThread();
            instance.Forward(batch, output);
            instance.Forward(batch, output);
            trainer.Step(batch);
            trainer.Step(batch);
            trainer.ComputeGradients(batch);
            if (state is not null)
            {
                instance.Step(state, batch, 0, 0, output.AsSpan(0, outputSize));
                instance.Step(state, batch, 0, 0, output.AsSpan(0, outputSize));
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Many_threads_on_one_model_agree_with_one_to_the_bit()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        ZooInstance instance = data.Model.Create(2);
        ZooBatch batch = data.Batch(9, 3);
        float[] expected = new float[9 * data.OutputLength];
        instance.Forward(batch, expected);
        Parallel.For(0, 64, _ =>
        {
            float[] output = new float[expected.Length];
            instance.Forward(batch, output);
            Assert.Equal(expected, output);
        });
    }

    [Theory]
    [InlineData(nameof(LstmLast))]
    [InlineData(nameof(BiStack))]
    [InlineData(nameof(TokensLast))]
    public void A_weight_file_brings_back_the_same_bits_and_a_foreign_one_changes_nothing(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance first = data.Model.Create(1);
        string path = Path.Combine(Path.GetTempPath(), $"zoo-{name}-{Environment.ProcessId}.safetensors");
        try
        {
            first.Save(path);
            ZooInstance second = data.Model.Load(path);
            foreach (ModelParameter parameter in data.Model.Parameters)
            {
                float[] a = new float[parameter.Length];
                float[] b = new float[parameter.Length];
                first.ReadParameter(parameter.Name, a);
                second.ReadParameter(parameter.Name, b);
                Assert.Equal(a, b);
            }

            Assert.Throws<WeightFileException>(() => Zoo.Find(nameof(TanhLast)).Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void NaN_in_one_row_stays_there_and_reset_heals_a_stream()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(LstmLast)));
        ZooInstance instance = data.Model.Create(2);
        ZooBatch batch = data.Batch(9, 3);
        float[] clean = new float[9 * data.OutputLength];
        instance.Forward(batch, clean);
        batch.Inputs[(4 * data.InputLength) + 1] = float.NaN;
        float[] output = new float[clean.Length];
        instance.Forward(batch, output);
        for (int i = 0; i < output.Length; i++)
            Assert.Equal(i / data.OutputLength == 4 ? float.NaN : clean[i], output[i]);

        ModelState state = instance.CreateState();
        float[] step = new float[data.Module.OutputSize];
        float[] again = new float[step.Length];
        instance.Step(state, batch, 0, 0, step);
        instance.Step(state, batch, 4, 0, again);
        Assert.Contains(again, float.IsNaN);
        state.Reset();
        instance.Step(state, batch, 0, 0, again);
        Assert.Equal(step, again);
    }

    [Fact]
    public void Wrong_spans_are_refused_before_anything_is_written()
    {
        LstmLast model = LstmLast.Create(1);
        float[] output = [5f, 5f];
        float[] input = new float[LstmLast.SequenceLength * LstmLast.InputSize];
        Assert.Throws<ArgumentException>(() => model.Forward(new float[3], output));
        Assert.Throws<ArgumentException>(() => model.Forward(input, new float[1]));
        Assert.Throws<ArgumentException>(() => model.Forward(input, input.AsSpan(0, 2)));
        Assert.ThrowsAny<ArgumentException>(() => model.Step(null!, new float[3], output));
        Assert.ThrowsAny<ArgumentException>(() => model.Step(model.CreateState(), new float[2], output));
        Assert.Equal([5f, 5f], output);
        using LstmLast.Trainer trainer = model.CreateTrainer(new Sgd(0.1f), 2);
        Assert.ThrowsAny<ArgumentException>(() => trainer.Step(new float[3 * input.Length], new float[6]));
        Assert.ThrowsAny<ArgumentException>(() => trainer.Step(input, new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => TokensLast.Create(1).Forward([0, 1, 2, 3, 7], new float[TokensLast.OutputSize]));
    }

    [Theory]
    [InlineData(nameof(TanhLast))]
    [InlineData(nameof(ReluEachStep))]
    [InlineData(nameof(LstmLast))]
    [InlineData(nameof(GruLast))]
    [InlineData(nameof(GruBeforeLast))]
    [InlineData(nameof(BiStack))]
    [InlineData(nameof(TokensEachStep))]
    public void Training_lowers_the_loss_and_sees_parameters_that_were_written(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(2);
        ZooBatch batch = data.Batch(6, 3);
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.02f), 8);
        float first = trainer.Step(batch);
        float last = first;
        for (int i = 0; i < 60; i++)
            last = trainer.Step(batch);
        Assert.True(last < 0.9f * first, $"{first} → {last}");

        ZooInstance fresh = data.Model.Create(2);
        foreach (ModelParameter parameter in data.Model.Parameters)
        {
            float[] values = new float[parameter.Length];
            fresh.ReadParameter(parameter.Name, values);
            instance.WriteParameter(parameter.Name, values);
        }

        Assert.Equal(first, trainer.ComputeGradients(batch));
    }

    [Fact]
    public void References_between_assemblies_go_one_way()
    {
        static string[] Ours(Type type) => [.. type.Assembly.GetReferencedAssemblies().Select(static a => a.Name!).Where(static n =>
            n.StartsWith("RnnCompiler", StringComparison.Ordinal) || n.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Empty(Ours(typeof(RnnModelAttribute)));
        Assert.Equal(["RnnCompiler.Abstractions"], Ours(typeof(Compiler.CompilerPipeline)));
        Assert.Empty(Ours(typeof(Optimizer)).Except(["RnnCompiler.Abstractions"]));
        Assert.Empty(Ours(typeof(InterpretedModel)).Except(["RnnCompiler.Abstractions", "RnnCompiler.Compiler", "RnnCompiler.Runtime"]));
        Assert.Empty(Ours(typeof(LstmLast)).Except(["RnnCompiler.Abstractions", "RnnCompiler.Runtime"]));
    }
}
