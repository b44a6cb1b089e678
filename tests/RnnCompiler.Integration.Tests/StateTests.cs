using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>States of generated models before the first step and after the last one, over all models of the zoo.</summary>
public class StateTests
{
    private const ulong Seed = 11;

    public static TheoryData<string> Models => [.. Zoo.All.Select(static m => m.Name)];

    public static TheoryData<string> Streaming => [.. Zoo.All.Where(static m => m.IsStreaming).Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_states_and_gradients_agree_with_the_equations(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        GeneratedRun run = new(data);
        Oracle oracle = new(data, run.Instance);
        foreach (ZooBatch rows in new[] { data.Batch(5, 3), data.Ragged(9, 4) })
        {
            foreach (ZooBatch batch in new[] { rows, rows with { States = data.States(rows.Rows, 5) } })
            {
                (float[] outputs, float[] states) = run.ForwardWithStates(batch);
                (double[] expectedOutputs, double[] expectedStates) = oracle.ForwardWithStates(batch);
                Assert.InRange(Tolerances.OutputError(outputs, expectedOutputs, data.Declaration), 0, 1);
                Assert.InRange(Tolerances.OutputError(Finite(states), [.. expectedStates.Where(double.IsFinite)], data.Declaration), 0, 1);
                (float loss, Dictionary<string, float[]> gradients) = run.Train(batch);
                (double expected, Dictionary<string, double[]> expectedGradients) = oracle.Train(batch, GeneratedRun.Seed);
                Assert.InRange(Tolerances.OutputError([loss], [expected]), 0, 1);
                Assert.All(gradients, g => Assert.True(Tolerances.GradientError(g.Value, expectedGradients[g.Key]) <= 1, $"{g.Key} of {name}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_with_its_states_is_the_row_alone_to_the_bit(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Ragged(70, 7) with { States = data.States(70, 8) };
        (float[] outputs, float[] states) = Run(data, instance, batch);
        for (int row = 0; row < 70; row += 3)
        {
            (float[] output, float[] state) = Run(data, instance, data.Row(batch, row));
            Assert.Equal(output, outputs[(row * data.OutputLength)..((row + 1) * data.OutputLength)]);
            Assert.Equal(state, states[(row * data.StateLength)..((row + 1) * data.StateLength)]);
        }

        // The states may be updated in place, and threads change nothing.
        float[] inPlace = [.. batch.States];
        instance.Forward(batch with { States = inPlace }, new float[outputs.Length], inPlace);
        Assert.Equal(states, inPlace);
        instance.Threads = 2;
        Assert.Equal(states, Run(data, instance, batch).States);
        instance.Threads = 1;
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public void A_sequence_in_pieces_is_the_sequence(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        int steps = data.Declaration.SequenceLength;
        if (steps < 2)
            return;
        ZooBatch whole = data.Batch(3, 9) with { States = data.States(3, 10) };
        (float[] outputs, float[] states) = Run(data, instance, whole);
        int first = steps / 3 + 1;
        (float[] begin, float[] between) = Run(data, instance, whole with { Lengths = [first, first, first] });
        ZooBatch rest = Shifted(data, whole, first) with { States = between };
        (float[] end, float[] after) = Run(data, instance, rest);
        Assert.InRange(Tolerances.OutputError(after, [.. states.Select(static s => (double)s)], data.Declaration), 0, 1);
        if (!data.Module.OutputsEachStep)
        {
            Assert.InRange(Tolerances.OutputError(end, [.. outputs.Select(static o => (double)o)], data.Declaration), 0, 1);
            return;
        }

        int size = data.Module.OutputSize;
        for (int row = 0; row < 3; row++)
        {
            float[] expected = outputs[(row * steps * size)..((row + 1) * steps * size)];
            Assert.Equal(expected[..(first * size)], begin[(row * steps * size)..][..(first * size)]);
            Assert.Equal(expected[(first * size)..], end[(row * steps * size)..][..((steps - first) * size)]);
        }
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Many_streams_are_steps_or_rows_of_one_step_to_the_bit(string name)
    {
        const int Streams = 75;
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        int size = data.Module.OutputSize;
        ModelState state = instance.CreateState();
        float[] statesBefore = new float[Streams * data.StateLength];
        for (int stream = 0; stream < Streams; stream++)
            state.CopyTo(statesBefore.AsSpan(stream * data.StateLength, data.StateLength));
        StateBatch states = instance.CreateStates(Streams);
        Random random = new(3);
        bool areSteps = true, areRows = true;
        for (int step = 0; step < 4; step++)
        {
            instance.Threads = step == 2 ? 2 : 1;
            bool[] active = step == 0 ? [] : [.. Enumerable.Range(0, Streams).Select(_ => random.Next(2) == 0)];
            ZooBatch input = OneStep(data, Streams, step, active);
            float[] outputs = new float[Streams * size];
            Array.Fill(outputs, -7);
            instance.Step(states, input, outputs, active);
            instance.Threads = 1;
            for (int stream = 0; stream < Streams; stream++)
            {
                float[] before = statesBefore[(stream * data.StateLength)..((stream + 1) * data.StateLength)];
                float[] found = new float[data.StateLength];
                states.CopyTo(stream, found);
                float[] output = outputs[(stream * size)..((stream + 1) * size)];
                if (active.Length == 0 || active[stream])
                {
                    (float[] stepOutput, float[] stepStates) = Step(instance, state, Padded(data, input, stream), size, before);
                    (float[] rowOutput, float[] rowStates) = Row(instance, Padded(data, input, stream), data.OutputLength, before);
                    Assert.InRange(Tolerances.OutputError(stepOutput, [.. rowOutput[..size].Select(static e => (double)e)], data.Declaration), 0, 1);
                    areSteps &= output.SequenceEqual(stepOutput) && found.SequenceEqual(stepStates);
                    areRows &= output.SequenceEqual(rowOutput[..size]) && found.SequenceEqual(rowStates);
                    Assert.True(areSteps || areRows, $"stream {stream} of step {step} is neither");
                }
                else
                {
                    Assert.Equal(before, found);
                    Assert.All(output, static o => Assert.Equal(-7, o));
                }

                found.CopyTo(statesBefore.AsSpan(stream * data.StateLength));
            }
        }
    }

    private static (float[] Output, float[] States) Step(ZooInstance instance, ModelState state, ZooBatch input, int size, float[] before)
    {
        float[] output = new float[size], after = new float[before.Length];
        state.CopyFrom(before);
        instance.Step(state, input, 0, 0, output);
        state.CopyTo(after);
        return (output, after);
    }

    private static (float[] Output, float[] States) Row(ZooInstance instance, ZooBatch input, int length, float[] before)
    {
        float[] output = new float[length], after = new float[before.Length];
        instance.Forward(input with { Lengths = [1], States = before }, output, after);
        return (output, after);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Evaluation_is_the_loss_of_inference_and_keeps_gradients(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        Oracle oracle = new(data, instance);
        ZooBatch batch = data.Ragged(11, 4) with { States = data.States(11, 5) };
        using ZooTrainer trainer = instance.CreateTrainer(new Sgd(0.1f), 4, new TrainerOptions { Seed = 3 });
        ZooBatch row = data.Row(data.Batch(2, 3), 0);
        trainer.ComputeGradients(row);
        string parameter = data.Model.Parameters[0].Name;
        float[] before = new float[data.Model.Parameters[0].Length], after = new float[before.Length];
        trainer.ReadGradient(parameter, before);
        Assert.InRange(Tolerances.OutputError([trainer.Evaluate(batch)], [oracle.Evaluate(batch)]), 0, 1);
        trainer.ReadGradient(parameter, after);
        Assert.Equal(before, after);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Norms_of_gradients_at_each_step_agree_with_the_equations(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(Seed);
        int steps = data.Declaration.SequenceLength;
        TrainerOptions options = new() { StepGradientNorms = true, Seed = GeneratedRun.Seed };
        ZooBatch batch = data.Ragged(9, 4) with { States = data.States(9, 5) };
        using ZooTrainer trainer = instance.CreateTrainer(new Sgd(0), 9, options);
        trainer.ComputeGradients(batch);
        float[] norms = new float[steps];
        trainer.Inner.ReadStepGradientNorms(norms);
        Assert.InRange(Tolerances.GradientError(norms, new Oracle(data, instance).StepGradientNorms(batch, GeneratedRun.Seed)), 0, 1);
        trainer.Evaluate(batch);
        float[] after = new float[steps];
        trainer.Inner.ReadStepGradientNorms(after);
        Assert.Equal(norms, after);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(GruLast)));
        ZooInstance instance = data.Model.Create(Seed);
        ZooBatch batch = data.Ragged(40, 5) with { States = data.States(40, 6) };
        float[] output = new float[40 * data.OutputLength], states = new float[40 * data.StateLength];
        StateBatch streams = instance.CreateStates(40);
        ZooBatch step = OneStep(data, 40, 1, []);
        float[] outputs = new float[40 * data.Module.OutputSize];
        bool[] active = [.. Enumerable.Range(0, 40).Select(static i => i % 2 == 0)];
        ZooBatch window = batch with { States = [] };
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), 40, new TrainerOptions { StateGradient = true, StepGradientNorms = true });
        using ZooTrainer carrying = instance.CreateTrainer(new Adam(0.01f), 40, new TrainerOptions { CarryState = true, Advance = 2 });
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Use()
        {
            instance.Forward(batch, output, states);
            instance.Step(streams, step, outputs, active);
            trainer.Step(batch);
            trainer.Evaluate(batch);
            carrying.Step(window);
        }
    }

    /// <summary>Leaves out the maxima of no steps, which are −∞.</summary>
    private static float[] Finite(float[] values) => [.. values.Where(float.IsFinite)];

    private static (float[] Outputs, float[] States) Run(ZooData data, ZooInstance instance, ZooBatch batch)
    {
        float[] outputs = new float[batch.Rows * data.OutputLength];
        float[] states = new float[batch.Rows * data.StateLength];
        instance.Forward(batch, outputs, states);
        return (outputs, states);
    }

    /// <summary>The rest of rows after some steps, at their begin.</summary>
    private static ZooBatch Shifted(ZooData data, ZooBatch batch, int steps)
    {
        int rest = data.Declaration.SequenceLength - steps;
        return batch with
        {
            Inputs = Shift(batch.Inputs, data.InputLength, steps * data.Declaration.InputSize, float.NaN),
            Tokens = Shift(batch.Tokens, data.Declaration.SequenceLength, steps, -1),
            Lengths = [.. Enumerable.Repeat(rest, batch.Rows)],
        };

        static T[] Shift<T>(T[] values, int length, int first, T behind)
        {
            T[] shifted = [.. Enumerable.Repeat(behind, values.Length)];
            for (int row = 0; length > 0 && row < values.Length / length; row++)
                values.AsSpan((row * length) + first, length - first).CopyTo(shifted.AsSpan(row * length));
            return shifted;
        }
    }

    /// <summary>An input of one step for each stream; that of an inactive stream is NaN, or an id that does not exist.</summary>
    private static ZooBatch OneStep(ZooData data, int streams, int seed, bool[] active)
    {
        ZooBatch rows = data.Batch(streams, seed);
        int features = data.Declaration.InputSize;
        float[] inputs = [.. Enumerable.Range(0, rows.Inputs.Length == 0 ? 0 : streams).SelectMany(s => rows.Inputs[(s * data.InputLength)..][..features])];
        int[] tokens = [.. Enumerable.Range(0, rows.Tokens.Length == 0 ? 0 : streams).Select(s => rows.Tokens[s * data.Declaration.SequenceLength])];
        for (int stream = 0; stream < active.Length; stream++)
        {
            if (active[stream])
                continue;
            if (inputs.Length > 0)
                inputs.AsSpan(stream * features, features).Fill(float.NaN);
            else
                tokens[stream] = -1;
        }

        return new ZooBatch(streams, inputs, tokens, [], []);
    }

    /// <summary>The input of a stream as the first step of a row.</summary>
    private static ZooBatch Padded(ZooData data, ZooBatch input, int stream)
    {
        float[] inputs = new float[data.InputLength];
        int features = data.Declaration.InputSize;
        if (input.Inputs.Length > 0)
            input.Inputs.AsSpan(stream * features, features).CopyTo(inputs);
        int[] tokens = input.Tokens.Length == 0 ? [] : [.. Enumerable.Repeat(input.Tokens[stream], data.Declaration.SequenceLength)];
        return new ZooBatch(1, inputs, tokens, [], []);
    }
}
