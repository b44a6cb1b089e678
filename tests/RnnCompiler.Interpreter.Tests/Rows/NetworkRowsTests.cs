using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>Rows of a batch by name: what they accept, what they refuse, and what a call leaves.</summary>
public sealed class NetworkRowsTests
{
    private const string Text = """
        model name="Named" steps=4 loss=CrossEntropy
        sequence size=2 name="x"
        tokens vocabulary=5 length=3 name="words"
        features size=1 name="z"
        embedding vocabulary=5 dimension=2 from="words"
        gru units=3
        laststep
        concat from="laststep z"
        lstm units=3 from="x" name="memory"
        concat from="memory concat"
        dense units=3 name="steps"
        dense units=2 from="concat" name="whole"
        output from="steps" name="steps"
        output from="whole" name="whole"

        """;

    private readonly InterpretedModel<float> _model = InterpretedModel.FromDeclaration(DeclarationText.Parse(Text), 1);

    [Fact]
    public void Names_types_and_sizes_are_checked()
    {
        NetworkRows<float> rows = _model.CreateRows(2);
        Assert.Equal(2, rows.Count);
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => _model.CreateRows(0));
        string message = Assert.Throws<ArgumentException>("input", () => rows.Set("y", new float[16])).Message;
        Assert.Contains("\"x\", \"words\", \"z\" of Named, but \"y\"", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("output", () => rows.SetTarget("x", new int[8]));
        Assert.Contains("16 elements as x (4 steps of 2", Assert.Throws<ArgumentException>("values", () => rows.Set("x", new float[15])).Message, StringComparison.Ordinal);
        Assert.Contains("real numbers as x", Assert.Throws<ArgumentException>("ids", () => rows.Set("x", new int[16])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("values", () => rows.Set("words", new float[6]));
        Assert.Throws<ArgumentException>("values", () => rows.SetTarget("steps", new float[24]));
        Assert.Throws<ArgumentException>("input", () => rows.SetLengths("x", [1, 1]));
        Assert.Throws<ArgumentException>("lengths", () => rows.SetLengths("words", [1]));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => rows.SetLengths("words", [1, 4]));
        Assert.Throws<ArgumentOutOfRangeException>("weights", () => rows.SetWeights([1, float.NaN]));
        Assert.Throws<ArgumentException>("destination", () => rows.Read("steps", new float[3]));
    }

    [Fact]
    public void A_call_asks_for_all_that_it_reads()
    {
        NetworkRows<float> rows = _model.CreateRows(1);
        rows.Set("x", new float[8]);
        rows.Set("words", new int[3]);
        Assert.Contains("the input z", Assert.Throws<InvalidOperationException>(() => _model.Forward(rows)).Message, StringComparison.Ordinal);
        rows.Set("z", [1f]);
        _model.Forward(rows);
        using InterpretedTrainer<float> trainer = _model.CreateTrainer(new Sgd(0.1f), 1);
        Assert.Contains("the target steps", Assert.Throws<InvalidOperationException>(() => trainer.Step(rows)).Message, StringComparison.Ordinal);
        rows.Set("words", [0, 1, 5]);
        Assert.Throws<ArgumentOutOfRangeException>("words", () => _model.Forward(rows));
        rows.SetLengths("words", [2]);
        _model.Forward(rows);
        Assert.Throws<ArgumentException>("rows", () => trainer.Step(Filled(2)));
        Assert.Throws<ArgumentException>("rows", () => InterpretedModel.FromDeclaration(_model.Declaration with { Name = "Other" }, 1).Forward(rows));
        Assert.Throws<NotSupportedException>(_model.CreateStep);
    }

    [Fact]
    public void Calls_without_names_are_refused()
    {
        using InterpretedTrainer<float> trainer = _model.CreateTrainer(new Sgd(0.1f), 1);
        Assert.Contains("NetworkRows", Assert.Throws<ArgumentException>(() => _model.Forward(new float[8], new float[12])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Step(new float[8], new int[4]));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(new float[8], new int[4]));
    }

    [Fact]
    public void Options_that_need_one_output_or_the_steps_of_the_model_are_refused()
    {
        TrainerOptions classes = new() { ClassWeights = [1, 2, 3] }, norms = new() { StepGradientNorms = true };
        Assert.Contains("whole has 2", Assert.Throws<ArgumentException>("options", () => _model.CreateTrainer(new Sgd(0.1f), 1, classes)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("options", () => _model.CreateTrainer(new Sgd(0.1f), 1, norms));
    }

    [Fact]
    public void The_loss_is_the_sum_of_the_weighted_means_of_the_outputs()
    {
        using InterpretedTrainer<float> trainer = _model.CreateTrainer(new Sgd(0.1f), 3);
        NetworkRows<float> rows = Filled(3);
        rows.SetWeights([2, 0, 1]);
        rows.SetTarget("whole", [-1, -1, -1]);
        float steps = trainer.Evaluate(rows);
        rows.SetTarget("steps", [.. Enumerable.Repeat(-1, 12)]);
        Assert.Equal(0, trainer.Evaluate(rows));
        rows.SetTarget("whole", [1, 0, 1]);
        float whole = trainer.Evaluate(rows);
        rows.SetTarget("steps", [.. Enumerable.Range(0, 12).Select(static i => i % 3)]);
        Assert.Equal(steps + whole, trainer.Evaluate(rows), 1e-5f);
        rows.SetWeights([]);
        Assert.NotEqual(steps + whole, trainer.Evaluate(rows), 1e-5f);
    }

    [Fact]
    public void A_row_of_length_0_has_outputs_0_and_keeps_its_states()
    {
        NetworkRows<float> rows = Filled(2);
        rows.SetLengths([0, 2]);
        float[] before = [.. Enumerable.Range(0, 2 * _model.StateLength).Select(static i => i / 10f)], after = new float[before.Length];
        _model.Forward(rows, before, after);
        float[] steps = new float[24], whole = new float[4];
        rows.Read("steps", steps);
        rows.Read("whole", whole);
        Assert.All(steps[..12].Concat(steps[18..]).Concat(whole[..2]), static v => Assert.Equal(0, v));
        Assert.All(steps[12..18].Concat(whole[2..]), static v => Assert.NotEqual(0, v));
        Assert.Equal(before[.._model.StateLength], after[.._model.StateLength]);
        Assert.NotEqual(before[_model.StateLength..], after[_model.StateLength..]);
    }

    [Fact]
    public void A_plain_model_computes_the_same_rows()
    {
        InterpretedModel<float> plain = Declarations.Single("model name=\"Plain\" inputs=2 steps=3\nlstm units=4\ndense units=2\n");
        Example<float> example = new(plain, 2);
        NetworkRows<float> rows = plain.CreateRows(2);
        rows.Set("input", example.Reals);
        rows.SetTarget("output", example.Targets);
        plain.Forward(rows);
        float[] output = new float[12];
        rows.Read("output", output);
        Assert.Equal(example.Forward(0, 2), output);
        using InterpretedTrainer<float> trainer = plain.CreateTrainer(new Sgd(0.1f), 2);
        Assert.Equal(example.Train(trainer, 0, 2, update: false), trainer.ComputeGradients(rows));

        InterpretedState<float> state = plain.CreateState();
        NetworkRows<float> step = plain.CreateStep();
        step.Set("input", example.Reals.AsSpan(0, 2));
        plain.Step(state, step);
        step.Read("output", output.AsSpan(0, 2));
        Assert.Equal(example.Forward(0, 1)[..2], output[..2]);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using InterpretedTrainer<float> trainer = _model.CreateTrainer(new Adam(0.01f), 2);
        NetworkRows<float> rows = Filled(2);
        float[] output = new float[24];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            rows.SetLengths([4, 2]);
            rows.SetLengths("words", [0, 3]);
            _model.Forward(rows);
            trainer.Step(rows);
            rows.Read("steps", output);
        }
    }

    private NetworkRows<float> Filled(int count)
    {
        NetworkRows<float> rows = _model.CreateRows(count);
        rows.Set("x", [.. Enumerable.Range(0, count * 8).Select(static i => MathF.Sin(i))]);
        rows.Set("words", [.. Enumerable.Range(0, count * 3).Select(static i => i % 5)]);
        rows.Set("z", [.. Enumerable.Range(0, count).Select(static i => i / 2f)]);
        rows.SetTarget("steps", [.. Enumerable.Range(0, count * 4).Select(static i => i % 3)]);
        rows.SetTarget("whole", [.. Enumerable.Range(0, count).Select(static i => i % 2)]);
        return rows;
    }
}
