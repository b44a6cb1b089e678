using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>Truncated back-propagation through time: windows of longer sequences whose states are carried from call to call.</summary>
public class CarriedStateTests
{
    private const ulong Seed = 11;
    private const int Rows = 4;

    /// <summary>Models that stream, whose training draws no masks, which would differ from window to window, and whose inference reads the weights of training.</summary>
    public static TheoryData<string> Models => [.. Zoo.All.Where(static m => m.IsStreaming && IsMeant(ZooData.Of(m))).Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Two_windows_are_one_of_twice_the_length(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = Create(data);
        int half = data.Declaration.SequenceLength / 2;
        ZooBatch whole = Cut(data, data.Batch(Rows, 3), 0, 2 * half), first = Cut(data, whole, 0, half), second = Cut(data, whole, half, half);
        using ZooTrainer full = instance.CreateTrainer(new Sgd(0.1f), Rows);
        using ZooTrainer carrying = instance.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { CarryState = true });
        float expected = full.ComputeGradients(whole);
        float begin = carrying.ComputeGradients(first);
        float end = carrying.ComputeGradients(second);
        float found = data.Module.OutputsEachStep ? (begin + end) / 2 : end;

        // A loss function may be no mean over steps.
        if (!data.Module.CountsRows)
            Assert.InRange(Tolerances.OutputError([found], [expected]), 0, 1);

        float[] states = new float[Rows * data.StateLength], expectedStates = new float[states.Length];
        carrying.Inner.ReadFinalStates(states);
        full.Inner.ReadFinalStates(expectedStates);
        Assert.InRange(Tolerances.OutputError(states, [.. expectedStates.Select(static s => (double)s)]), 0, 1);

        // From the start on, a window that covers the sequence has its gradients, to the bit.
        carrying.Inner.ResetStates();
        Assert.Equal(expected, carrying.ComputeGradients(whole));
        full.ComputeGradients(whole);
        foreach (ModelParameter parameter in data.Model.Parameters)
        {
            float[] a = new float[parameter.Length], b = new float[parameter.Length];
            full.ReadGradient(parameter.Name, a);
            carrying.ReadGradient(parameter.Name, b);
            Assert.Equal(a, b);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Windows_may_overlap_and_rows_may_start_anew(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Ragged(Rows, 3);
        float[] outputs = new float[Rows * data.OutputLength], expected = new float[Rows * data.StateLength], found = new float[expected.Length];
        using ZooTrainer trainer = instance.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { CarryState = true, Advance = 2 });
        ZooBatch advanced = batch with { Lengths = [.. batch.Lengths.Select(static l => Math.Min(l, 2))] };
        instance.Forward(advanced, outputs, expected);
        trainer.ComputeGradients(batch);
        trainer.Inner.ReadFinalStates(found);
        Near(data, expected, found);

        trainer.Inner.ResetState(1);
        float[] start = new float[data.StateLength];
        instance.CreateState().CopyTo(start);
        start.CopyTo(expected.AsSpan(data.StateLength));
        instance.Forward(advanced with { States = [.. expected] }, outputs, expected);
        trainer.ComputeGradients(batch);
        trainer.Inner.ReadFinalStates(found);
        Near(data, expected, found);
    }

    [Fact]
    public void A_checkpoint_holds_carried_states()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(LearnedStates)));
        ZooBatch batch = data.Batch(Rows, 3);
        TrainerOptions options = new() { CarryState = true, Seed = 5 };
        ZooInstance instance = data.Model.Create(Seed), other = data.Model.Create(Seed + 1);
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), Rows, options);
        using ZooTrainer resumed = other.CreateTrainer(new Adam(0.01f), Rows, options);
        using ZooTrainer without = other.CreateTrainer(new Adam(0.01f), Rows);
        trainer.Step(batch);
        trainer.Inner.ResetState(2);
        using MemoryStream stream = new();
        trainer.Inner.SaveCheckpoint(stream);
        stream.Position = 0;
        Assert.Contains("carried states of 0 rows, found 4", Assert.Throws<CheckpointException>(() => without.Inner.LoadCheckpoint(stream)).Message, StringComparison.Ordinal);
        stream.Position = 0;
        resumed.Inner.LoadCheckpoint(stream);
        for (int i = 0; i < 3; i++)
            Assert.Equal(trainer.Step(batch), resumed.Step(batch));
    }

    [Fact]
    public void What_was_skipped_or_refused_advances_nothing()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(LstmEachStep)));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Batch(Rows, 3);
        using ZooTrainer trainer = instance.CreateTrainer(new Sgd(0), Rows, new TrainerOptions { CarryState = true, NonFinite = NonFinite.SkipUpdate });
        trainer.Step(batch);
        float expected = trainer.Step(batch);
        trainer.Inner.ResetStates();
        trainer.Step(batch);
        float[] wrong = [.. batch.Targets];
        wrong[0] = float.NaN;
        trainer.Step(batch with { Targets = wrong });
        Assert.Throws<ArgumentException>(() => trainer.Step(batch with { Targets = wrong[1..] }));
        Assert.Throws<ArgumentException>(() => trainer.Step(batch with { States = data.States(Rows, 2) }));
        Assert.Equal(expected, trainer.Step(batch));
    }

    [Fact]
    public void Options_that_contradict_are_refused()
    {
        ZooInstance one = Zoo.Find(nameof(LstmEachStep)).Create(1), both = Zoo.Find(nameof(BiLstmConcat)).Create(1);
        Assert.Throws<ArgumentException>(() => both.CreateTrainer(new Sgd(1), 1, new TrainerOptions { CarryState = true }));
        Assert.Throws<ArgumentException>(() => one.CreateTrainer(new Sgd(1), 1, new TrainerOptions { CarryState = true, StateGradient = true }));
        Assert.Throws<ArgumentException>(() => one.CreateTrainer(new Sgd(1), 1, new TrainerOptions { Advance = 2 }));
        Assert.Throws<ArgumentException>(() => one.CreateTrainer(new Sgd(1), 1, new TrainerOptions { CarryState = true, Advance = 1000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { Advance = 0 });
        using ZooTrainer trainer = both.CreateTrainer(new Sgd(1), 1);
        Assert.Throws<InvalidOperationException>(() => trainer.Inner.ResetStates());
        Assert.Throws<InvalidOperationException>(() => trainer.Inner.ReadFinalStates(new float[1]));
        using ZooTrainer carrying = one.CreateTrainer(new Sgd(1), 1, new TrainerOptions { CarryState = true });
        Assert.Throws<ArgumentOutOfRangeException>(() => carrying.Inner.ResetState(1));
        Assert.Throws<InvalidOperationException>(() => carrying.Inner.ReadFinalStates(new float[1]));
        Assert.Throws<ArgumentException>(() => carrying.Inner.Fit(TrainingData.From(new float[1], new float[1]), new FitOptions { Epochs = 1 }));
    }

    /// <summary>An instance whose learned states are not 0, so that a row that receives them where it should go on is noticed.</summary>
    private static ZooInstance Create(ZooData data)
    {
        ZooInstance instance = data.Model.Create(Seed);
        foreach (ModelParameter parameter in data.Model.Parameters.Where(static p => p.Name.Contains(".initial_", StringComparison.Ordinal)))
            instance.WriteParameter(parameter.Name, [.. Enumerable.Range(1, parameter.Length).Select(static i => i / 20f)]);
        return instance;
    }

    [Fact]
    public void A_learned_state_is_what_streams_start_from()
    {
        ZooInstance instance = Zoo.Find(nameof(LearnedStates)).Create(1);
        float[] initial = [.. Enumerable.Range(0, 17).Select(static i => i / 20f)];
        ModelState state = instance.CreateState();
        StateBatch states = instance.CreateStates(2);
        float[] found = new float[state.Length];
        state.CopyTo(found);
        Assert.All(found, static f => Assert.Equal(0, f));
        instance.WriteParameter("lstm.initial_c_l1", initial);
        state.Reset();
        state.CopyTo(found);
        Assert.Equal(initial, found[(3 * 17)..(4 * 17)]);
        states.Reset(1);
        states.CopyTo(1, found);
        Assert.Equal(initial, found[(3 * 17)..(4 * 17)]);
    }

    [Fact]
    public void A_step_may_write_its_output_over_its_input()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(Square)));
        ZooInstance instance = data.Model.Create(3);
        int size = data.Module.OutputSize;
        Assert.Equal(size, data.Declaration.InputSize);
        const int Steps = 3;
        float[] input = data.Batch(1, 4).Inputs[..(Steps * size)], expected = new float[input.Length], block = [.. input];
        instance.Block(instance.CreateState(), input, expected, Steps);
        instance.Block(instance.CreateState(), block, block, Steps);
        Assert.Equal(expected, block);
        instance.Block(instance.CreateState(), [], [], 0);
        float[] longer = new float[size + 1];
        Assert.Throws<ArgumentException>(() => instance.Block(instance.CreateState(), longer.AsSpan(0, size), longer.AsSpan(1, size), 1));
    }

    private static bool IsMeant(ZooData data) =>
        data.Module.Noises.Count == 0 && data.Declaration is { SequenceLength: > 2, Weights: WeightFormat.Float32 };

    private static void Near(ZooData data, float[] expected, float[] found)
    {
        Assert.Equal(Rows * data.StateLength, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.True(expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) <= 2e-6 * Math.Max(1, Math.Abs(expected[i])), $"state {i}: {expected[i]}, {found[i]}");
    }

    /// <summary>Some steps of each row, at the begin of the row.</summary>
    private static ZooBatch Cut(ZooData data, ZooBatch batch, int first, int steps)
    {
        int all = data.Declaration.SequenceLength;
        bool eachStep = data.Module.OutputsEachStep;
        return batch with
        {
            Inputs = Part(batch.Inputs, true),
            Tokens = Part(batch.Tokens, true),
            Targets = Part(batch.Targets, eachStep),
            Classes = Part(batch.Classes, eachStep),
            Lengths = [.. Enumerable.Repeat(steps, batch.Rows)],
        };

        T[] Part<T>(T[] values, bool overTime)
        {
            if (values.Length == 0 || !overTime)
                return values;
            int row = values.Length / batch.Rows, step = row / all;
            T[] part = new T[values.Length];
            for (int i = 0; i < batch.Rows; i++)
                values.AsSpan((i * row) + (first * step), steps * step).CopyTo(part.AsSpan(i * row));
            return part;
        }
    }
}
