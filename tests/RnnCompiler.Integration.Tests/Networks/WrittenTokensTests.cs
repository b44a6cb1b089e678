namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Encoders and decoders of both runtimes against plain loops in double precision: loss, greedy tokens and beams.</summary>
public sealed class WrittenTokensTests
{
    private const int Rows = 40, Words = 7, Answer = 5;

    private readonly Random _random = new(17);

    [Fact]
    public void Loss_and_greedy_tokens_are_those_of_plain_loops()
    {
        using Translator model = Translator.Create(6);
        InterpretedModel<double> exact = InterpretedModel.CopyOfDouble(model);
        Dictionary<string, double[]> parameters = Draw(Translator.Parameters, model.WriteParameter, exact, 1);
        int[] words = Ids(Rows * Words, 20), lengths = Lengths(Words), answer = Ids(Rows * Answer, 12), answerLengths = Lengths(Answer);
        NetworkRows<double> rows = exact.CreateRows(Rows);
        rows.Set("words", words);
        rows.SetTarget("answer", answer);
        rows.SetLengths(lengths);
        rows.SetLengths("answer", answerLengths);

        double loss = 0;
        HashSet<int> different = [];
        for (int row = 0; row < Rows; row++)
        {
            PlainWriter plain = PlainWriters.Translator(parameters, words[(row * Words)..((row * Words) + lengths[row])]);
            loss += plain.Loss(answer[(row * Answer)..((row * Answer) + answerLengths[row])]);
            int[] expected = plain.Greedy(8), found = new int[8], foundExact = new int[8];
            different.UnionWith(expected);
            NetworkRows<double> one = exact.CreateRows(1);
            one.Set("words", words.AsSpan(row * Words, Words));
            one.SetLengths([lengths[row]]);
            Assert.Equal(expected, foundExact[..exact.Generate(one, foundExact, new GenerationOptions())]);
            Assert.Equal(expected, found[..Generate(new GenerationOptions())]);
            Assert.Equal(expected, found[..Generate(new GenerationOptions { Beams = 1, StopTokens = [1], TopK = 2, Seed = 4 })]);

            int Generate(GenerationOptions options) => model.Generate(words.AsSpan(row * Words, Words), lengths.AsSpan(row, 1), found, options);
        }

        Assert.True(different.Count > 5, "The examples should give different tokens.");
        using InterpretedTrainer<double> trainer = exact.CreateTrainer(new Sgd(0.1f), Rows);
        using Translator.Trainer compiled = model.CreateTrainer(new Sgd(0.1f), Rows);
        Assert.Equal(loss / answerLengths.Sum(), trainer.Evaluate(rows), 1e-12);
        Assert.Equal(loss / answerLengths.Sum(), trainer.ComputeGradients(rows), 1e-12);
        Assert.Equal(loss / answerLengths.Sum(), compiled.Evaluate(words, answer, lengths, answerLengths), 1e-5);
        Assert.Equal(loss / answerLengths.Sum(), compiled.ComputeGradients(words, answer, lengths, answerLengths), 1e-5);
    }

    [Fact]
    public void Beams_find_the_best_of_all_sequences()
    {
        using TinyWriter model = TinyWriter.Create(2);
        InterpretedModel<double> exact = InterpretedModel.CopyOfDouble(model);
        HashSet<string> different = [];
        int unlikeGreedy = 0;
        for (int example = 0; example < 60; example++)
        {
            Dictionary<string, double[]> parameters = Draw(TinyWriter.Parameters, model.WriteParameter, exact, 1.5f);
            float[] x = Reals(8), place = Reals(3);
            int length = _random.Next(1, 5);
            double[][] steps = [.. Enumerable.Range(0, length).Select(t => (double[])[x[2 * t], x[(2 * t) + 1]])];
            PlainWriter plain = PlainWriters.Tiny(parameters, steps, Array.ConvertAll(place, static v => (double)v));
            int[] expected = plain.Best(3), greedy = plain.Greedy(3), found = new int[3], foundExact = new int[3];
            NetworkRows<double> one = exact.CreateRows(1);
            one.Set("x", Array.ConvertAll(x, static v => (double)v));
            one.Set("place", Array.ConvertAll(place, static v => (double)v));
            one.SetLengths([length]);
            GenerationOptions wide = new() { Beams = 20 };
            Assert.Equal(expected, found[..model.Generate(x, place, [length], found, wide)]);
            Assert.Equal(expected, foundExact[..exact.Generate(one, foundExact, wide)]);
            Assert.Equal(greedy, found[..model.Generate(x, place, [length], found, new GenerationOptions())]);
            Assert.Equal(greedy, foundExact[..exact.Generate(one, foundExact, new GenerationOptions())]);
            GenerationOptions drawn = new() { Temperature = 0.8, Seed = (ulong)example };
            Assert.Equal(found[..model.Generate(x, place, [length], found, drawn)], foundExact[..exact.Generate(one, foundExact, drawn)]);
            different.Add(string.Join(' ', expected));
            unlikeGreedy += expected.SequenceEqual(greedy) ? 0 : 1;
        }

        Assert.True(different.Count > 3 && unlikeGreedy > 3, $"{different.Count} sequences, {unlikeGreedy} unlike the greedy one.");
    }

    [Fact]
    public void An_example_without_steps_is_written_from_the_initial_state()
    {
        using Translator model = Translator.Create(6);
        InterpretedModel<float> other = InterpretedModel.CopyOf(model);
        NetworkRows<float> row = other.CreateRows(1);
        row.Set("words", new int[Words]);
        row.SetLengths([0]);
        int[] expected = new int[6], found = new int[6];
        int count = model.Generate(new int[Words], [0], expected, new GenerationOptions());
        Assert.Equal(count, other.Generate(row, found, new GenerationOptions()));
        Assert.Equal(expected, found);
    }

    private delegate void Write(string name, ReadOnlySpan<float> source);

    /// <summary>Draws all parameters of two models, so that examples give different tokens, and returns them.</summary>
    private Dictionary<string, double[]> Draw(IReadOnlyList<ModelParameter> parameters, Write write, InterpretedModel<double> exact, float bound)
    {
        Dictionary<string, double[]> drawn = [];
        foreach (ModelParameter parameter in parameters)
        {
            float[] values = Array.ConvertAll(Reals(parameter.Length), value => value * bound);
            write(parameter.Name, values);
            exact.WriteParameter(parameter.Name, drawn[parameter.Name] = Array.ConvertAll(values, static value => (double)value));
        }

        return drawn;
    }

    private int[] Ids(int count, int vocabulary) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(vocabulary))];

    private int[] Lengths(int most) => [.. Enumerable.Range(0, Rows).Select(_ => _random.Next(1, most + 1))];

    private float[] Reals(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * _random.NextSingle()) - 1)];
}
