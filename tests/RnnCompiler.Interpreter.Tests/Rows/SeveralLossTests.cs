using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>
/// A loss function of three outputs, of two length groups and of an example, with targets of three kinds: against plain loops in double precision over the outputs, against
/// differences of the loss, and on each target.
/// </summary>
public sealed class SeveralLossTests
{
    private const int Rows = 6, Steps = 5, Words = 4;

    private const string Network = """
        model name="Several" steps=5
        sequence size=2 name="x"
        sequence size=3 length=4 name="words"
        gru units=3 from="x" name="memory"
        rnn units=2 from="words" name="reader"
        laststep
        dense units=2 from="memory" name="path"
        dense units=3 activation=Softmax from="reader" name="tags"
        concat from="memory laststep"
        meanovertime
        dense units=2 name="level"
        output from="path" name="path"
        output from="tags" name="tags"
        output from="level" name="level"

        """;

    // The error of the path relative to its target, the cross entropy of the tags, and what the level and the tags differ by, weighted by the level's greatest target.
    private const string Function = """
        lossfunction
        sequence size=2 name="output"
        sequence size=3 name="output_1"
        features size=2 name="output_2"
        sequence size=3 name="target"
        tokens vocabulary=3 name="target_1"
        features size=1 name="target_2"
        slice start=1 length=2 from="target"
        delay steps=1 from="output"
        subtract from="delay slice"
        square
        sumovertime
        sum
        abs from="slice"
        maxovertime
        sum name="greatest"
        add right=0.5
        divide from="sum add" name="ratio"
        crossentropy from="output_1 target_1"
        sumovertime from="output_1"
        slice start=0 length=2
        subtract from="output_2 slice_1"
        abs
        mean
        multiply from="mean target_2" name="difference"
        multiply right=0.7 from="crossentropy" name="tagged"
        add from="ratio tagged"
        add from="add_1 difference"

        """;

    private static readonly int[] s_steps = [5, 3, 0, 1, 5, 4], s_words = [4, 0, 4, 2, 1, 0];
    private static readonly float[] s_weights = [1, 0.5f, 3, 2, 0, 1.5f];

    private readonly InterpretedModel<double> _model = InterpretedModel.FromDeclarationDouble(DeclarationText.Parse(Network + Function), 3);
    private readonly double[] _x, _z, _path, _level;
    private readonly int[] _tags;

    public SeveralLossTests()
    {
        Random random = new(4);
        _x = DrawnRows.Draw(random, Steps, 2, s_steps);
        _z = DrawnRows.Draw(random, Words, 3, s_words);
        _path = DrawnRows.Draw(random, Steps, 3, s_steps);
        _level = DrawnRows.Draw(random, 1, 1, [1, 1, 0, 1, 1, 1]);
        _tags = [.. Enumerable.Range(0, Rows * Words).Select(i => i % Words < s_words[i / Words] ? random.Next(-1, 3) : 1000)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_is_the_weighted_mean_of_plain_loops_over_rows(bool weighted)
    {
        NetworkRows<double> rows = Fill();
        rows.SetWeights(weighted ? s_weights : []);
        _model.Forward(rows);
        double[] path = new double[Rows * Steps * 2], tags = new double[Rows * Words * 3], level = new double[Rows * 2];
        rows.Read("path", path);
        rows.Read("tags", tags);
        rows.Read("level", level);
        double sum = 0, total = 0;
        for (int row = 0; row < Rows; row++)
        {
            double weight = weighted ? s_weights[row] : 1;
            if (s_steps[row] == 0)
                continue;
            total += weight;
            sum += weight * Loss(row, path, tags, level);
        }

        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.05f), Rows);
        Assert.Equal(sum / total, trainer.Evaluate(rows), 1e-12);
        Assert.Equal(sum / total, trainer.ComputeGradients(rows), 1e-12);
        Assert.Equal(sum / total, trainer.Step(rows), 1e-12);
        Assert.True(trainer.Evaluate(rows) < sum / total);
    }

    [Fact]
    public void Gradients_are_differences_of_the_loss_and_each_engine_computes_them()
    {
        ModelDeclaration declaration = DeclarationText.Parse(Network + Function);
        for (int seed = 0; seed < 4; seed++)
        {
            PortComparison comparison = new(declaration, PortExample.Lengths(declaration, seed, Rows), Rows, seed);
            comparison.CheckSingle();
            comparison.CheckDifferences(seed);
            foreach (Target target in Target.All)
                comparison.CheckLowered(target, parts: 1 + (seed % 3));
        }
    }

    [Fact]
    public void A_target_that_no_operation_reads_changes_nothing()
    {
        string function = Function.Replace("multiply from=\"mean target_2\" name=\"difference\"", "multiply right=2 name=\"difference\"", StringComparison.Ordinal);
        InterpretedModel<double> model = InterpretedModel.FromDeclarationDouble(DeclarationText.Parse(Network + function), 3);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.05f), Rows);
        NetworkRows<double> rows = Fill(model);
        double loss = trainer.Evaluate(rows);
        rows.SetTarget("level", new double[Rows]);
        Assert.Equal(loss, trainer.Evaluate(rows));
        rows.SetTarget("path", new double[Rows * Steps * 3]);
        Assert.NotEqual(loss, trainer.Evaluate(rows));
    }

    [Theory]
    [InlineData("features size=1 name=\"target_2\"\n", "slice start=0 length=1 from=\"target\" name=\"target_2\"\n", DeclarationProblemKind.LossInputCount)]
    [InlineData("sequence size=3 name=\"output_1\"\nfeatures size=2 name=\"output_2\"", "features size=2 name=\"output_1\"\nsequence size=3 name=\"output_2\"",
        DeclarationProblemKind.LossInputDiffers)]
    [InlineData("features size=1 name=\"target_2\"", "sequence size=1 name=\"target_2\"", DeclarationProblemKind.LossInputDiffers)]
    [InlineData("tokens vocabulary=3 name=\"target_1\"", "tokens vocabulary=4 name=\"target_1\"", DeclarationProblemKind.LossOperandWrong)]
    [InlineData("tokens vocabulary=3 name=\"target_1\"", "tokens vocabulary=3 start=0 stop=1 name=\"target_1\"", DeclarationProblemKind.LossInputDiffers)]
    [InlineData("subtract from=\"output_2 slice_1\"", "subtract from=\"slice_1 output_1\"", DeclarationProblemKind.SizesDiffer)]
    [InlineData("sumovertime from=\"output_1\"", "add from=\"output_1 target\"\nsumovertime", DeclarationProblemKind.GroupsDiffer)]
    [InlineData("subtract from=\"output_2 slice_1\"", "abs from=\"slice_1\" name=\"subtract_2\"", DeclarationProblemKind.OutputWithoutLoss)]
    public void What_does_not_fit_the_outputs_is_refused(string written, string found, DeclarationProblemKind kind)
    {
        Assert.Contains(written, Function, StringComparison.Ordinal);
        ModelDeclaration declaration = DeclarationText.Parse(Network + Function.Replace(written, found, StringComparison.Ordinal));
        Assert.Contains(DeclarationRules.Check(declaration), problem => problem.Kind == kind);
        Assert.Throws<InvalidDeclarationException>(() => CompilerPipeline.Compile(declaration));
    }

    private NetworkRows<double> Fill(InterpretedModel<double>? model = null)
    {
        NetworkRows<double> rows = (model ?? _model).CreateRows(Rows);
        rows.Set("x", _x);
        rows.Set("words", _z);
        rows.SetTarget("path", _path);
        rows.SetTarget("tags", _tags);
        rows.SetTarget("level", _level);
        rows.SetLengths(s_steps);
        rows.SetLengths("words", s_words);
        return rows;
    }

    private double Loss(int row, double[] path, double[] tags, double[] level)
    {
        double error = 0;
        double[] greatest = [0, 0];
        for (int t = 0; t < s_steps[row]; t++)
        {
            for (int k = 0; k < 2; k++)
            {
                double before = t == 0 ? 0 : path[(((row * Steps) + t - 1) * 2) + k], target = _path[(((row * Steps) + t) * 3) + k + 1];
                error += (before - target) * (before - target);
                greatest[k] = Math.Max(greatest[k], Math.Abs(target));
            }
        }

        double entropy = 0;
        int counted = 0;
        double[] sums = [0, 0];
        for (int t = 0; t < s_words[row]; t++)
        {
            int at = (row * Words) + t;
            for (int k = 0; k < 2; k++)
                sums[k] += tags[(at * 3) + k];
            if (_tags[at] < 0)
                continue;
            entropy -= Math.Log(tags[(at * 3) + _tags[at]]);
            counted++;
        }

        double difference = (Math.Abs(level[row * 2] - sums[0]) + Math.Abs(level[(row * 2) + 1] - sums[1])) / 2;
        return (error / (greatest[0] + greatest[1] + 0.5)) + (0.7 * entropy / Math.Max(1, counted)) + (difference * _level[row]);
    }
}
