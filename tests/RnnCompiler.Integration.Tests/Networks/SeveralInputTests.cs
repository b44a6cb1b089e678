namespace RnnCompiler.Integration.Tests.Networks;

public sealed class SeveralInputTests
{
    [Fact]
    public void A_step_with_static_features_equals_the_sequence()
    {
        using Conditioned model = Conditioned.Create(1);
        float[] x = Values(10, 1), speaker = Values(3, 2), y = new float[5], stepped = new float[5], step = new float[1];
        int[] mode = [0, 3, 1, 2, 0];
        model.Forward(x, speaker, mode, y, 1);
        model.Step(model.CreateState(), x, speaker, mode, stepped, 5);
        Assert.Equal(y, stepped);
        Conditioned.State state = model.CreateState();
        for (int t = 0; t < 5; t++)
        {
            model.Step(state, x.AsSpan(2 * t, 2), speaker, mode.AsSpan(t, 1), step);
            Assert.Equal(y[t], step[0]);
        }
    }

    [Fact]
    public void Rows_of_other_lengths_equal_each_row_alone()
    {
        using TwoSequences model = TwoSequences.Create(2);
        float[] prices = Values(3 * 12, 3), news = Values(3 * 12, 4), product = Values(6, 5), trend = new float[3 * 12], level = new float[3];
        int[] lengths = [4, 6, 1], newsLengths = [1, 4, 2];
        prices.AsSpan(8, 4).Fill(float.NaN);
        news.AsSpan(3, 9).Fill(float.NaN);
        model.Forward(prices, news, product, trend, level, 3, lengths, newsLengths);
        for (int row = 0; row < 3; row++)
        {
            float[] trendAlone = new float[12], levelAlone = new float[1];
            model.Forward(
                prices.AsSpan(row * 12, 12), news.AsSpan(row * 12, 12), product.AsSpan(row * 2, 2), trendAlone, levelAlone, 1,
                lengths.AsSpan(row, 1), newsLengths.AsSpan(row, 1));
            Assert.Equal(trendAlone, trend.AsSpan(row * 12, 12).ToArray());
            Assert.Equal(levelAlone[0], level[row]);
            Assert.True(float.IsFinite(level[row]));
            Assert.NotEqual(0, level[row]);
        }

        Assert.All(trend[8..12], static y => Assert.Equal(0, y));
    }

    [Fact]
    public void An_output_of_another_length_has_the_steps_of_its_own_group()
    {
        using OtherLength model = OtherLength.Create(1);
        float[] keys = new float[14], queries = Values(10, 11), output = new float[10];
        keys.AsSpan().Fill(float.NaN);
        keys.AsSpan(0, 4).Fill(0.5f);
        model.Forward(keys, queries, output, 1, [2], [4]);
        Assert.All(output[..8], static y => Assert.Equal(0.5, y, 1e-6));
        Assert.Equal([0, 0], output[8..]);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter_to_training()
    {
        using TwoSequences model = TwoSequences.Create(3);
        using TwoSequences.Trainer trainer = model.CreateTrainer(new Sgd(0), 2);
        float[] prices = Values(24, 6), news = Values(24, 7), product = Values(4, 8), trend = Values(24, 9), level = Values(2, 10);
        float loss = trainer.Evaluate(prices, news, product, trend, level, [2, 6], [2, 4]);
        float swapped = trainer.Evaluate(Swapped(prices), Swapped(news), Swapped(product), Swapped(trend), Swapped(level), [6, 2], [4, 2]);
        Assert.Equal(swapped, loss, 1e-6f);

        static float[] Swapped(float[] rows) => [.. rows[(rows.Length / 2)..], .. rows[..(rows.Length / 2)]];
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using TwoSequences model = TwoSequences.Create(3);
        using TwoSequences.Trainer trainer = model.CreateTrainer(new Sgd(0), 2);
        float[] prices = Values(24, 6), news = Values(24, 7), product = Values(4, 8), trend = Values(24, 9), level = Values(2, 10);
        int[] lengths = [5, 6], newsLengths = [2, 4];
        trainer.ComputeGradients(prices, news, product, trend, level, lengths, newsLengths);
        Differences.Check(TwoSequences.Parameters, trainer, model.ReadParameter, model.WriteParameter, Loss);

        float Loss() => trainer.Evaluate(prices, news, product, trend, level, lengths, newsLengths);
    }

    [Fact]
    public void Gradients_of_an_encoder_and_decoder_equal_finite_differences()
    {
        using Translator model = Translator.Create(4);
        using Translator.Trainer trainer = model.CreateTrainer(new Sgd(0), 3);
        int[] words = [3, 4, 5, 6, 7, 8, 9, 2, 4, 6, 8, 10, 12, 14, 19, 1, 1, 1, 1, 1, 1], answer = [5, 6, 1, 0, 0, 7, 8, 9, 10, 1, 4, 1, 0, 0, 0];
        int[] lengths = [7, 5, 2], answerLengths = [3, 5, 2];
        trainer.ComputeGradients(words, answer, lengths, answerLengths);
        Differences.Check(Translator.Parameters, trainer, model.ReadParameter, model.WriteParameter, () => trainer.Evaluate(words, answer, lengths, answerLengths));
    }

    [Fact]
    public void One_beam_equals_greedy_and_training_teaches_the_answer()
    {
        using Translator model = Translator.Create(5);
        using Translator.Trainer trainer = model.CreateTrainer(new Adam(0.02f), 2, new TrainerOptions { TeacherForcing = new Fixed(0.7) });
        int[] words = [3, 4, 5, 6, 7, 8, 9, 2, 4, 6, 8, 10, 12, 14], answer = [5, 6, 1, 0, 0, 7, 8, 9, 10, 1];
        int[] lengths = [7, 4], answerLengths = [3, 5];
        for (int i = 0; i < 300; i++)
            trainer.Step(words, answer, lengths, answerLengths);
        int[] greedy = new int[8], beam = new int[8];
        for (int row = 0; row < 2; row++)
        {
            int count = model.Generate(words.AsSpan(row * 7, 7), lengths.AsSpan(row, 1), greedy, new GenerationOptions());
            Assert.Equal(answer.AsSpan(row * 5, answerLengths[row] - 1).ToArray(), greedy[..count]);
            count = model.Generate(words.AsSpan(row * 7, 7), lengths.AsSpan(row, 1), beam, new GenerationOptions { Beams = 3 });
            Assert.Equal(answer.AsSpan(row * 5, answerLengths[row] - 1).ToArray(), beam[..count]);
        }
    }

    [Fact]
    public void A_network_that_is_given_nothing_writes_what_it_was_taught()
    {
        using Alone model = Alone.Create(5);
        using Alone.Trainer trainer = model.CreateTrainer(new Adam(0.02f), 1);
        int[] answer = [3, 2, 4, 1], written = new int[6];
        for (int i = 0; i < 200; i++)
            trainer.Step(answer);
        Alone.Prepare();
        Assert.Equal(3, model.Generate(written, new GenerationOptions()));
        Assert.Equal([3, 2, 4], written[..3]);
    }

    [Fact]
    public void Accumulated_gradients_of_several_outputs_are_those_of_all_rows_or_refused()
    {
        using TwoSequences model = TwoSequences.Create(3);
        using TwoSequences.Trainer whole = model.CreateTrainer(new Sgd(0), 2), parts = model.CreateTrainer(new Sgd(0), 2);
        float[] prices = Values(24, 6), news = Values(24, 7), product = Values(4, 8), trend = Values(24, 9), level = Values(2, 10);
        float loss = whole.Step(prices, news, product, trend, level, [3, 3], [2, 4]);
        parts.AccumulateGradients(prices[..12], news[..12], product[..2], trend[..12], level[..1], [3], [2]);
        Assert.Throws<ArgumentException>(() => parts.AccumulateGradients(prices[12..], news[12..], product[2..], trend[12..], level[1..], [4], [4]));
        parts.AccumulateGradients(prices[12..], news[12..], product[2..], trend[12..], level[1..], [3], [4]);
        Assert.Equal(loss, parts.ApplyGradients(), 1e-6f);
        foreach (ModelParameter parameter in TwoSequences.Parameters)
        {
            float[] expected = new float[parameter.Length], found = new float[parameter.Length];
            whole.ReadGradient(parameter.Name, expected);
            parts.ReadGradient(parameter.Name, found);
            Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Fact]
    public void Class_weights_belong_to_each_output_of_class_ids()
    {
        using Translator model = Translator.Create(4);
        float[] weights = new float[12];
        (weights[5], weights[6]) = (2, 2);
        using Translator.Trainer weighted = model.CreateTrainer(new Sgd(0), 1, new TrainerOptions { ClassWeights = weights }), plain = model.CreateTrainer(new Sgd(0), 1);
        int[] words = [3, 4, 5, 6, 7, 8, 9], answer = [5, 6, 1, 0, 0];
        Assert.Equal(plain.Evaluate(words, answer, [7], [2]), weighted.Evaluate(words, answer), 1e-6f);
        Assert.Throws<ArgumentException>(() => model.CreateTrainer(new Sgd(0), 1, new TrainerOptions { ClassWeights = [1, 2] }));
        using TwoSequences numbers = TwoSequences.Create(1);
        Assert.Contains("no class weights", Assert.Throws<ArgumentException>(() => numbers.CreateTrainer(new Sgd(0), 1, new TrainerOptions { ClassWeights = [1] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_overlap_are_refused_by_name()
    {
        using TwoSequences model = TwoSequences.Create(3);
        float[] both = new float[13];
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Forward(Values(12, 1), Values(12, 2), Values(2, 3), both.AsSpan(0, 12), both.AsSpan(11, 1), 1));
        Assert.Equal("Level", error.ParamName);
    }

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private sealed class Fixed(double factor) : LearningRateSchedule
    {
        public override double FactorAt(long update) => factor;
    }
}
