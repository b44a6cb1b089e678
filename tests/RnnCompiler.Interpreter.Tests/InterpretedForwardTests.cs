namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests of whole sequences: batches, precision, threads, wrong arguments.</summary>
public sealed class InterpretedForwardTests
{
    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void A_batch_is_its_rows(string text)
    {
        Example<float> example = new(Declarations.Single(text), 3);
        float[] rows = [.. example.Forward(0, 1), .. example.Forward(1, 1), .. example.Forward(2, 1)];
        Assert.Equal(rows, example.Forward(0, 3));
    }

    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void Both_precisions_agree(string text)
    {
        float[] single = new Example<float>(Declarations.Single(text), 2).Forward(0, 2);
        double[] precise = new Example<double>(Declarations.Double(text), 2).Forward(0, 2);
        Assert.All(single.Zip(precise), static pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Contains(precise, static y => y != 0);
    }

    [Fact]
    public void What_is_not_a_number_stays_in_its_row()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        Example<float> example = new(model, 3);
        float[] expected = example.Forward(0, 3);
        example.Reals[18 + 4] = float.NaN;
        float[] found = example.Forward(0, 3);
        Assert.Equal(expected[..2], found[..2]);
        Assert.All(found[2..4], static y => Assert.True(float.IsNaN(y)));
        Assert.Equal(expected[4..], found[4..]);
    }

    [Fact]
    public void Threads_share_a_model()
    {
        Example<float> example = new(Declarations.Single(Declarations.Bidirectional), 8);
        float[] expected = example.Forward(0, 8);
        float[][] found = new float[64][];
        Parallel.For(0, found.Length, i => found[i] = example.Forward(0, 8));
        Assert.All(found, output => Assert.Equal(expected, output));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        float[] input = new float[2 * 18];
        float[] output = new float[2 * 2];
        model.Forward(input, output, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            model.Forward(input, output, 2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Wrong_lengths_are_named_and_change_nothing()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        float[] output = [7, 7, 7, 7];
        Assert.Contains("Expected 36 elements (batch 2, 18 each), but 35 were given.",
            Assert.Throws<ArgumentException>("input", () => model.Forward(new float[35], output, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Expected 2 elements", Assert.Throws<ArgumentException>("output", () => model.Forward(new float[18], output)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("batch", () => model.Forward(Array.Empty<float>(), Array.Empty<float>(), 0));
        Assert.Throws<ArgumentException>("input", () => model.Forward(new float[17], output.AsSpan(1..3)));
        Assert.Equal([7, 7, 7, 7], output);
    }

    [Fact]
    public void Overlapping_spans_are_refused()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        float[] memory = new float[19];
        Assert.Contains("overlap", Assert.Throws<ArgumentException>("output", () => model.Forward(memory.AsSpan(..18), memory.AsSpan(17..))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_go_to_models_of_tokens_only()
    {
        Assert.Throws<ArgumentException>("input", () => Declarations.Single(Declarations.Lstm).Forward(new int[18], new float[2]));
        InterpretedModel<double> tokens = Declarations.Double(Declarations.Tokens);
        double[] output = new double[42];
        Assert.Throws<ArgumentException>("input", () => tokens.Forward(new double[6], output));
        Assert.Throws<ArgumentOutOfRangeException>("input", () => tokens.Forward([0, 1, 2, 7, 3, 4], output));
        Assert.All(output, static y => Assert.Equal(0, y));
    }
}
