using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>An encoder and a decoder: gradients against differences of the loss, and what rows and calls accept and refuse.</summary>
public sealed class WrittenTokensTests
{
    private const int Rows = 4;

    private const string Text = """
        model name="Translator" steps=6 loss=CrossEntropy
        tokens vocabulary=7 name="words"
        features size=2 name="place"
        tokens vocabulary=5 length=4 start=3 stop=1 name="answer"
        embedding vocabulary=7 dimension=3 from="words"
        gru units=4 layers=2 learnInitialState=true name="encoder"
        embedding vocabulary=5 dimension=3 from="answer"
        concat from="embedding_1 place"
        gru units=4 layers=2 initial="encoder" name="decoder"
        attention from="decoder encoder encoder"
        concat from="decoder attention"
        dense units=5

        """;

    private readonly InterpretedModel<double> _model = InterpretedModel.FromDeclarationDouble(DeclarationText.Parse(Text), 2);

    [Fact]
    public void Gradients_are_differences_of_the_loss()
    {
        const double Distance = 1e-4;
        NetworkRows<double> rows = Filled(Rows);
        rows.SetLengths([6, 2, 4, 0]);
        rows.SetLengths("answer", [3, 4, 1, 2]);
        rows.SetWeights([1, 2, 0.5f, 1]);
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { InputGradient = false });
        Assert.Equal(trainer.Evaluate(rows), trainer.ComputeGradients(rows), 1e-13);
        foreach (ModelParameter parameter in _model.Parameters)
        {
            double[] values = new double[parameter.Length], gradient = new double[parameter.Length];
            _model.ReadParameter(parameter.Name, values);
            trainer.ReadGradient(parameter.Name, gradient);
            for (int i = 0; i < values.Length; i++)
            {
                // Of the fourth order in the distance.
                double slope = ((8 * (At(i, 1) - At(i, -1))) - (At(i, 2) - At(i, -2))) / (12 * Distance);
                Assert.True(Math.Abs(slope - gradient[i]) <= 1e-10, $"The gradient of {parameter.Name}[{i}] should be {slope}, found {gradient[i]}.");
            }

            double At(int i, int shifts)
            {
                double value = values[i];
                values[i] = value + (shifts * Distance);
                _model.WriteParameter(parameter.Name, values);
                double loss = trainer.Evaluate(rows);
                values[i] = value;
                _model.WriteParameter(parameter.Name, values);
                return loss;
            }
        }
    }

    [Fact]
    public void What_is_written_is_a_target_by_either_name()
    {
        NetworkRows<double> rows = Filled(1), other = Filled(1);
        other.SetTarget("output", [4, 0, 2, 1]);
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), 1);
        Assert.NotEqual(trainer.Evaluate(rows), trainer.Evaluate(other));
        rows.SetTarget("answer", [4, 0, 2, 1]);
        Assert.Equal(trainer.Evaluate(rows), trainer.Evaluate(other));
        Assert.Contains("SetTarget", Assert.Throws<ArgumentException>("input", () => rows.Set("answer", new int[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("input", () => rows.Set("answer", new double[4]));
        Assert.Throws<ArgumentException>("output", () => rows.SetTarget("words", new int[6]));
        Assert.Contains("Generate", Assert.Throws<ArgumentException>("output", () => rows.Read("output", new double[20])).Message, StringComparison.Ordinal);

        rows.SetTarget("answer", [4, 0, 2, 5]);
        Assert.Throws<ArgumentOutOfRangeException>("output", () => trainer.Step(rows));
        rows.SetLengths("answer", [3]);
        trainer.Step(rows);
        Assert.Equal(4, _model.OutputSteps);
    }

    [Fact]
    public void Calls_for_outputs_are_refused()
    {
        NetworkRows<double> rows = Filled(1);
        Assert.Contains("answer", Assert.Throws<NotSupportedException>(() => _model.Forward(rows)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => _model.Forward(rows, [], []));
        Assert.Throws<NotSupportedException>(() => _model.Forward(new int[6], new double[20]));
        Assert.Throws<NotSupportedException>(_model.CreateStep);
        Assert.Throws<NotSupportedException>(_model.CreateState);
        Assert.Contains("NetworkRows", Assert.Throws<NotSupportedException>(() => Generate([0])).Message, StringComparison.Ordinal);

        int Generate(int[] prompt) => _model.Generate(prompt, new int[2], new GenerationOptions());
    }

    [Fact]
    public void Generation_checks_its_row()
    {
        int[] tokens = new int[4];
        Assert.Throws<ArgumentException>("rows", () => _model.Generate(Filled(2), tokens, new GenerationOptions()));
        Assert.Throws<ArgumentNullException>("options", () => _model.Generate(Filled(1), tokens, null!));
        Assert.Throws<ArgumentNullException>("rows", () => _model.Generate((NetworkRows<double>)null!, tokens, new GenerationOptions()));
        Assert.Throws<ArgumentOutOfRangeException>("StopTokens", () => _model.Generate(Filled(1), tokens, new GenerationOptions { StopTokens = [5] }));
        Assert.Throws<ArgumentException>("options", () => _model.Generate(Filled(1), tokens, new GenerationOptions { Beams = 2, Temperature = 1 }));
        NetworkRows<double> row = _model.CreateRows(1);
        row.Set("words", new int[6]);
        string message = Assert.Throws<InvalidOperationException>(() => _model.Generate(row, tokens, new GenerationOptions())).Message;
        Assert.Contains("the input place", message, StringComparison.Ordinal);
        row.Set("place", [0.5, 1]);
        _model.Generate(row, tokens, new GenerationOptions());
        row.Set("words", [0, 1, 2, 3, 4, 7]);
        Assert.Throws<ArgumentOutOfRangeException>("words", () => _model.Generate(row, tokens, new GenerationOptions()));
        row.SetLengths([5]);
        _model.Generate(row, tokens, new GenerationOptions());
        InterpretedModel<double> other = InterpretedModel.FromDeclarationDouble(_model.Declaration with { Name = "M" }, 1);
        Assert.Throws<ArgumentException>("rows", () => other.Generate(row, tokens, new GenerationOptions()));
        InterpretedModel<double> given = Declarations.Double("model name=\"Given\" inputs=2 steps=3\nlstm units=4\n");
        Assert.Throws<NotSupportedException>(() => given.Generate(given.CreateRows(1), tokens, new GenerationOptions()));
    }

    [Fact]
    public void Tokens_of_an_example_do_not_depend_on_the_one_before()
    {
        int[] first = new int[4], again = new int[4];
        NetworkRows<double> row = Filled(1), other = Filled(1);
        other.Set("words", [6, 6, 5, 1, 0, 6]);
        row.SetLengths([2]);
        GenerationOptions options = new() { Temperature = 3, Seed = 7 };
        int count = _model.Generate(row, first, options);
        _model.Generate(other, again, options);
        again = new int[4];
        Assert.Equal(count, _model.Generate(row, again, options));
        Assert.Equal(first, again);
        List<int> heard = [];
        Assert.Equal(1, _model.Generate(row, again, options with { OnToken = Hear }));
        Assert.Equal([first[0]], heard);

        bool Hear(int token)
        {
            heard.Add(token);
            return false;
        }
    }

    [Fact]
    public void A_call_of_a_trainer_allocates_nothing()
    {
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Adam(0.01f), 2, new TrainerOptions { TeacherForcing = new Never() });
        NetworkRows<double> rows = Filled(2);
        trainer.Step(rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Step(rows);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private NetworkRows<double> Filled(int count)
    {
        NetworkRows<double> rows = _model.CreateRows(count);
        rows.Set("words", [.. Enumerable.Range(0, count * 6).Select(static i => i * i % 7)]);
        rows.Set("place", [.. Enumerable.Range(0, count * 2).Select(static i => Math.Cos(i))]);
        rows.SetTarget("answer", [.. Enumerable.Range(0, count * 4).Select(static i => i == 5 ? -1 : (i * i + 2) % 5)]);
        return rows;
    }

    private sealed class Never : LearningRateSchedule
    {
        public override double FactorAt(long update) => 0;
    }
}
