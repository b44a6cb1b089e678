using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>
/// A network of two sequences of different lengths against plain loops in double precision that share no code with it: outputs, loss and, by differences of the loops' loss,
/// gradients of all parameters and inputs.
/// </summary>
public sealed class TwoSequencesTests
{
    private const int Rows = 4, Past = 7, Future = 5, PastSize = 2, FutureSize = 3, StaticSize = 2, Hidden = 3;
    private const int Summary = (3 * Hidden) + StaticSize;

    // An LSTM summarises the past; its summary and static features are read at each step of the future.
    private const string Text = """
        model name="Forecast" steps=5
        sequence size=2 length=7 name="past"
        features size=2 name="place"
        sequence size=3 name="future"
        lstm units=3 from="past" name="encoder"
        laststep
        meanovertime from="encoder"
        maxovertime from="encoder"
        concat from="laststep meanovertime maxovertime place" name="summary"
        concat from="future summary" name="joined"
        gru units=3 name="decoder"
        dense units=2 name="path"
        dense units=1 activation=Tanh from="summary" name="total"
        output from="path" name="path"
        output from="total" name="total"

        """;

    private static readonly int[] s_past = [7, 3, 0, 5], s_future = [5, 5, 2, 0];

    private readonly InterpretedModel<double> _model = InterpretedModel.FromDeclarationDouble(DeclarationText.Parse(Text), 3);
    private readonly Dictionary<string, double[]> _values = [];
    private readonly double[] _past, _place, _future, _path, _total;

    public TwoSequencesTests()
    {
        Random random = new(8);
        foreach (ModelParameter parameter in _model.Parameters)
            _model.ReadParameter(parameter.Name, _values[parameter.Name] = new double[parameter.Length]);
        _past = DrawnRows.Draw(random, Past, PastSize, s_past);
        _place = DrawnRows.Draw(random, 1, StaticSize, [1, 1, 1, 1]);
        _future = DrawnRows.Draw(random, Future, FutureSize, s_future);
        _path = DrawnRows.Draw(random, Future, 2, s_future);
        _total = DrawnRows.Draw(random, 1, 1, [1, 1, 1, 1]);
        (_values["past"], _values["place"], _values["future"]) = (_past, _place, _future);
    }

    [Fact]
    public void Outputs_and_loss_are_those_of_plain_loops()
    {
        NetworkRows<double> rows = Fill();
        _model.Forward(rows);
        double[] path = new double[Rows * Future * 2], total = new double[Rows];
        rows.Read("path", path);
        rows.Read("total", total);
        (double loss, double[] expectedPath, double[] expectedTotal) = Loops();
        Near(expectedPath, path, 1e-13, "path");
        Near(expectedTotal, total, 1e-13, "total");
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), Rows);
        Assert.Equal(loss, trainer.Evaluate(rows), 1e-13);
        Assert.Equal(loss, trainer.ComputeGradients(rows), 1e-13);
        Assert.Equal(loss, trainer.Step(rows), 1e-13);
        Assert.True(trainer.Evaluate(rows) < loss);
    }

    [Fact]
    public void Gradients_are_the_differences_of_plain_loops()
    {
        const double Distance = 1e-5;
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { InputGradient = true });
        trainer.ComputeGradients(Fill());
        foreach ((string name, double[] values) in _values)
        {
            double[] expected = new double[values.Length], found = new double[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                if (double.IsNaN(values[i]))
                    continue;
                double value = values[i];
                values[i] = value + Distance;
                double after = Loops().Loss;
                values[i] = value - Distance;
                expected[i] = (after - Loops().Loss) / (2 * Distance);
                values[i] = value;
            }

            trainer.ReadGradient(name, found);
            Near(expected, found, 1e-8, name);
        }
    }

    private NetworkRows<double> Fill()
    {
        NetworkRows<double> rows = _model.CreateRows(Rows);
        rows.Set("past", _past);
        rows.Set("place", _place);
        rows.Set("future", _future);
        rows.SetTarget("path", _path);
        rows.SetTarget("total", _total);
        rows.SetLengths(s_future);
        rows.SetLengths("past", s_past);
        return rows;
    }

    private (double Loss, double[] Path, double[] Total) Loops()
    {
        double[] path = new double[Rows * Future * 2], total = new double[Rows];
        double pathLoss = 0, totalLoss = 0;
        int paths = 0, totals = 0;
        for (int row = 0; row < Rows; row++)
        {
            if (s_future[row] == 0)
                continue;
            double[] summary = Summarise(row);
            total[row] = Math.Tanh(Affine("total", "", summary, 0));
            totalLoss += Math.Pow(total[row] - _total[row], 2);
            totals++;
            double[] h = new double[Hidden];
            for (int t = 0; t < s_future[row]; t++)
            {
                h = Gru([.. _future.Skip(((row * Future) + t) * FutureSize).Take(FutureSize), .. summary], h);
                for (int k = 0; k < 2; k++, paths++)
                {
                    int at = (((row * Future) + t) * 2) + k;
                    path[at] = Affine("path", "", h, k);
                    pathLoss += Math.Pow(path[at] - _path[at], 2);
                }
            }
        }

        return ((pathLoss / paths) + (totalLoss / totals), path, total);
    }

    private double[] Summarise(int row)
    {
        double[] h = new double[Hidden], c = new double[Hidden], sum = new double[Hidden];
        double[] greatest = [.. Enumerable.Repeat(double.NegativeInfinity, Hidden)];
        for (int t = 0; t < s_past[row]; t++)
        {
            (h, c) = Lstm([.. _past.Skip(((row * Past) + t) * PastSize).Take(PastSize)], h, c);
            for (int k = 0; k < Hidden; k++)
                (sum[k], greatest[k]) = (sum[k] + h[k], Math.Max(greatest[k], h[k]));
        }

        double[] none = new double[2 * Hidden];
        double[] place = [.. _place.Skip(row * StaticSize).Take(StaticSize)];
        double[] summary = s_past[row] == 0 ? [.. h, .. none, .. place] : [.. h, .. sum.Select(s => s / s_past[row]), .. greatest, .. place];
        Assert.Equal(Summary, summary.Length);
        return summary;
    }

    // Gates in the order i, f, g, o.
    private (double[] H, double[] C) Lstm(double[] x, double[] h, double[] c)
    {
        double[] nextH = new double[Hidden], nextC = new double[Hidden];
        for (int k = 0; k < Hidden; k++)
        {
            double Gate(int gate) => Affine("encoder", "_ih_l0", x, (gate * Hidden) + k) + Affine("encoder", "_hh_l0", h, (gate * Hidden) + k);
            nextC[k] = (Sigmoid(Gate(1)) * c[k]) + (Sigmoid(Gate(0)) * Math.Tanh(Gate(2)));
            nextH[k] = Sigmoid(Gate(3)) * Math.Tanh(nextC[k]);
        }

        return (nextH, nextC);
    }

    // Gates in the order r, z, n; the reset gate multiplies the recurrent product.
    private double[] Gru(double[] x, double[] h)
    {
        double[] next = new double[Hidden];
        for (int k = 0; k < Hidden; k++)
        {
            double Input(int gate) => Affine("decoder", "_ih_l0", x, (gate * Hidden) + k);
            double State(int gate) => Affine("decoder", "_hh_l0", h, (gate * Hidden) + k);
            double r = Sigmoid(Input(0) + State(0)), z = Sigmoid(Input(1) + State(1)), n = Math.Tanh(Input(2) + (r * State(2)));
            next[k] = ((1 - z) * n) + (z * h[k]);
        }

        return next;
    }

    private double Affine(string layer, string suffix, double[] x, int row)
    {
        double[] weights = _values[$"{layer}.weight{suffix}"];
        double sum = _values[$"{layer}.bias{suffix}"][row];
        for (int i = 0; i < x.Length; i++)
            sum += weights[(row * x.Length) + i] * x[i];
        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void Near(double[] expected, double[] found, double tolerance, string what)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"Element {i} of {what} should be {expected[i]}, found {found[i]}.");
    }
}
