namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Compiled and interpreted trainers of an encoder and a decoder, with the true tokens and with sampled ones.</summary>
public sealed class WrittenTokensTrainingTests
{
    private const int Rows = 6, Words = 7, Answer = 5;

    private readonly Translator _compiled = Translator.Create(8);
    private readonly InterpretedModel<float> _single;
    private readonly InterpretedModel<double> _exact;
    private readonly int[] _words, _answer;
    private readonly int[] _lengths = [7, 3, 1, 0, 5, 7], _answerLengths = [5, 2, 4, 3, 0, 1];
    private readonly float[] _states;

    public WrittenTokensTrainingTests()
    {
        Random random = new(4);
        _single = InterpretedModel.CopyOf(_compiled);
        _exact = InterpretedModel.CopyOfDouble(_compiled);
        _words = [.. Enumerable.Range(0, Rows * Words).Select(_ => random.Next(20))];
        _answer = [.. Enumerable.Range(0, Rows * Answer).Select(i => i % 11 == 3 ? -1 : random.Next(12))];
        _states = [.. Enumerable.Range(0, Rows * Translator.StateLength).Select(_ => random.NextSingle() - 0.5f)];
    }

    public static TheoryData<double> Probabilities => [1, 0.6, 0];

    [Theory]
    [MemberData(nameof(Probabilities))]
    public void Trainers_agree(double probability)
    {
        TrainerOptions options = new() { Seed = 5, TeacherForcing = new Fixed(probability) };
        using Translator.Trainer compiled = _compiled.CreateTrainer(new Sgd(0.5f), Rows, options);
        using InterpretedTrainer<float> single = _single.CreateTrainer(new Sgd(0.5f), Rows, options);
        using InterpretedTrainer<double> exact = _exact.CreateTrainer(new Sgd(0.5f), Rows, options);
        (NetworkRows<float> rows, NetworkRows<double> exactRows) = (Filled(_single), Filled(_exact));
        double evaluated = exact.Evaluate(exactRows);
        for (int update = 0; update < 6; update++)
        {
            double expected = exact.Step(exactRows);
            if (update == 0)
                Assert.Equal(probability == 1, Math.Abs(evaluated - expected) < 1e-12);
            Assert.Equal(expected, single.Step(rows), 1e-5 * (update + 1));
            Assert.Equal(expected, compiled.Step(_words, _answer, _lengths, _answerLengths), 1e-5 * (update + 1));
            Compare(compiled, exact, 1e-4);
        }

        // Rows of calls whose gradients are accumulated are numbered on, and those of other calls are not.
        double first = exact.AccumulateGradients(exactRows), alone = exact.ComputeGradients(exactRows), second = exact.AccumulateGradients(exactRows);
        Assert.Equal(first, alone);
        Assert.Equal(probability < 1, first != second);
        Assert.Equal(first, compiled.AccumulateGradients(_words, _answer, _lengths, _answerLengths), 1e-4);
        Assert.Equal(alone, compiled.ComputeGradients(_words, _answer, _lengths, _answerLengths), 1e-4);
        Assert.Equal(second, compiled.AccumulateGradients(_words, _answer, _lengths, _answerLengths), 1e-4);
        Assert.Equal(exact.ApplyGradients(), compiled.ApplyGradients(), 1e-4);
        Compare(compiled, exact, 1e-4);
    }

    [Fact]
    public void Sampled_tokens_follow_the_given_states()
    {
        TrainerOptions options = new() { Seed = 6, TeacherForcing = new Fixed(0) };
        using Translator.Trainer compiled = _compiled.CreateTrainer(new Sgd(0.5f), Rows, options);
        using InterpretedTrainer<double> exact = _exact.CreateTrainer(new Sgd(0.5f), Rows, options);
        NetworkRows<double> rows = Filled(_exact);

        // States that are as good as one-hot make the encoder decide what is drawn.
        for (int scale = 1; scale <= 1000; scale *= 10)
        {
            float[] states = Array.ConvertAll(_states, value => value * scale);
            double expected = exact.ComputeGradients(rows, Array.ConvertAll(states, static value => (double)value));
            Assert.Equal(expected, compiled.ComputeGradients(_words, _answer, _lengths, _answerLengths, states), 1e-4 * scale);
        }
    }

    private NetworkRows<T> Filled<T>(InterpretedModel<T> model)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        NetworkRows<T> rows = model.CreateRows(Rows);
        rows.Set("words", _words);
        rows.SetTarget("answer", _answer);
        rows.SetLengths(_lengths);
        rows.SetLengths("answer", _answerLengths);
        return rows;
    }

    private void Compare(Translator.Trainer compiled, InterpretedTrainer<double> exact, double tolerance)
    {
        foreach (ModelParameter parameter in Translator.Parameters)
        {
            float[] found = new float[parameter.Length];
            double[] expected = new double[parameter.Length];
            compiled.ReadGradient(parameter.Name, found);
            exact.ReadGradient(parameter.Name, expected);
            for (int i = 0; i < found.Length; i++)
                Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"The gradient of {parameter.Name}[{i}] should be {expected[i]}, found {found[i]}.");
            _compiled.ReadParameter(parameter.Name, found);
            _exact.ReadParameter(parameter.Name, expected);
            for (int i = 0; i < found.Length; i++)
                Assert.True(Math.Abs(expected[i] - found[i]) <= 10 * tolerance, $"{parameter.Name}[{i}] should be {expected[i]}, found {found[i]}.");
        }
    }

    private sealed class Fixed(double factor) : LearningRateSchedule
    {
        public override double FactorAt(long update) => factor;
    }
}
