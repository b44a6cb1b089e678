namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests of streams: the same results as whole sequences, and independent of each other.</summary>
public sealed class InterpretedStateTests
{
    [Theory]
    [MemberData(nameof(Declarations.Streaming), MemberType = typeof(Declarations))]
    public void A_stream_ends_where_its_sequence_ends(string text)
    {
        InterpretedModel<double> model = Declarations.Double(text);
        Example<double> example = new(model, 1);
        double[] steps = example.Step(model.CreateState(), 0, model.SequenceLength);
        double[] sequence = example.Forward(0, 1);
        double[] comparable = model.OutputSteps == 1 ? steps[^model.OutputSize..] : steps;
        Assert.All(sequence.Zip(comparable), static pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Declarations.Streaming), MemberType = typeof(Declarations))]
    public void A_block_is_its_steps(string text)
    {
        InterpretedModel<float> model = Declarations.Single(text);
        Example<float> example = new(model, 1);
        InterpretedState<float> state = model.CreateState();
        float[] block = example.Step(model.CreateState(), 0, 6);
        float[] steps = [.. example.Step(state, 0, 1), .. example.Step(state, 1, 4), .. example.Step(state, 5, 1)];
        Assert.Equal(steps, block);
    }

    [Theory]
    [MemberData(nameof(Declarations.Streaming), MemberType = typeof(Declarations))]
    public void A_state_can_be_cloned_copied_and_reset(string text)
    {
        InterpretedModel<float> model = Declarations.Single(text);
        Example<float> example = new(model, 1);
        InterpretedState<float> state = model.CreateState();
        float[] first = example.Step(state, 0, 3);
        float[] saved = new float[state.Length];
        state.CopyTo(saved);
        InterpretedState<float> clone = state.Clone();
        float[] second = example.Step(state, 3, 3);
        Assert.Equal(second, example.Step(clone, 3, 3));

        clone.CopyFrom(saved);
        Assert.Equal(second, example.Step(clone, 3, 3));

        state.CopyFrom([.. saved.Select(static _ => float.NaN)]);
        state.Reset();
        Assert.Equal(first, example.Step(state, 0, 3));
    }

    [Fact]
    public void The_state_of_an_lstm_is_h_and_c() => Assert.Equal(10, Declarations.Single(Declarations.Lstm).CreateState().Length);

    [Fact]
    public void A_state_serves_every_model_of_its_declaration_and_no_other()
    {
        InterpretedState<float> state = Declarations.Single(Declarations.Lstm).CreateState();
        Declarations.Single(Declarations.Lstm, seed: 2).Step(state, new float[3], new float[2]);
        Assert.Throws<ArgumentException>("state", () => Declarations.Single(Declarations.Dropout).Step(state, new float[3], new float[2]));
        Assert.Throws<ArgumentNullException>("state", () => Declarations.Single(Declarations.Lstm).Step(null!, new float[3], new float[2]));
    }

    [Fact]
    public void Wrong_arguments_leave_the_state_as_it_was()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Tokens);
        InterpretedState<float> state = model.CreateState();
        Assert.Throws<ArgumentException>("output", () => model.Step(state, [1], new float[6]));
        Assert.Throws<ArgumentOutOfRangeException>("input", () => model.Step(state, [1, 7], new float[14], 2));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => model.Step(state, Array.Empty<int>(), [], 0));
        Assert.Throws<ArgumentException>("destination", () => state.CopyTo(new float[3]));
        Assert.Throws<ArgumentException>("source", () => state.CopyFrom(new float[5]));
        float[] values = new float[4];
        state.CopyTo(values);
        Assert.All(values, static v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_bidirectional_model_cannot_step()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Bidirectional);
        Assert.Contains("bidirectional", Assert.Throws<NotSupportedException>(() => model.CreateState()).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => model.Step(null!, new float[3], new float[2]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        InterpretedState<float> state = model.CreateState();
        float[] input = new float[3];
        float[] output = new float[2];
        model.Step(state, input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            model.Step(state, input, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
