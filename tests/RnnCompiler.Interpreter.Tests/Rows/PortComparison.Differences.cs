namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>The network at other parameters and inputs: differences of the loss, and what rounding may change.</summary>
internal sealed partial class PortComparison
{
    private const double Rounding = 2e-7;
    private const int Perturbations = 4;

    // Operations round too, and a value far from 0 rounds more than changes of parameters move it.
    private const double Factor = 64;

    private Evaluation[]? _perturbed;

    /// <summary>
    /// Compares gradients with differences of the loss along random directions of all parameters and inputs. A direction is drawn again if a kink is near: differences over two
    /// distances differ, or the second difference does not fall with the distance.
    /// </summary>
    public void CheckDifferences(int seed)
    {
        const double Distance = 1e-5, Ratio = 8;
        Random random = new(seed);
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), _rows, new TrainerOptions { Seed = 1 });
        for (int attempt = 0; attempt < 8; attempt++)
        {
            Dictionary<string, double[]> direction = _gradients.ToDictionary(static g => g.Key, g => g.Value.Select(_ => (2 * random.NextDouble()) - 1).ToArray());
            double slope = _gradients.Sum(g => g.Value.Zip(direction[g.Key], static (a, b) => a * b).Sum());
            (double expected, double bend) = Differences(Distance);
            (double nearer, double smallerBend) = Differences(Distance / Ratio);
            double tolerance = 1e-5 * Math.Max(1, Math.Abs(expected));
            if (Math.Abs(expected - nearer) > tolerance || (bend > tolerance && smallerBend > bend / 2))
                continue;
            Assert.True(Math.Abs(expected - slope) <= tolerance, $"The slope of {_text} should be {expected}, found {slope}.");
            return;

            (double Slope, double Bend) Differences(double distance)
            {
                (double after, double before) = (LossAt(distance), LossAt(-distance));
                return ((after - before) / (2 * distance), Math.Abs(after - (2 * _loss) + before) / distance);
            }

            double LossAt(double distance) =>
                At((name, values) => values.Zip(direction[name], (value, d) => value + (distance * d)).ToArray(), rows => trainer.ComputeGradients(rows));
        }
    }

    /// <summary>
    /// Returns a bound of what rounding in single precision may change: many times what relative changes of all parameters and inputs by a few units in the last place do. A
    /// normalisation of nearly equal features, or a kink, makes it large.
    /// </summary>
    private double RoundingError(Func<Evaluation, double[]> part)
    {
        Random random = new(7);
        _perturbed ??= [.. Enumerable.Range(0, Perturbations).Select(_ => At(
            (_, values) => Array.ConvertAll(values, value => value * (1 + (Rounding * ((2 * random.NextDouble()) - 1)))), Evaluate))];
        double[] expected = part(new Evaluation(_outputs, _loss, _gradients));
        return Factor * _perturbed.Max(e => part(e).Zip(expected, static (a, b) => double.IsNaN(a - b) ? 0 : Math.Abs(a - b)).DefaultIfEmpty().Max());
    }

    private Evaluation Evaluate(NetworkRows<double> rows)
    {
        if (!_module.IsDecoder)
            _model.Forward(rows);
        double[] outputs = _example.Read(rows);
        (double loss, Dictionary<string, double[]> gradients) = Gradients(_model, rows);
        return new Evaluation(outputs, loss, gradients);
    }

    /// <summary>Runs the network with other parameters and inputs, and restores the parameters.</summary>
    private TResult At<TResult>(Func<string, double[], double[]> change, Func<NetworkRows<double>, TResult> run)
    {
        NetworkRows<double> rows = _example.Fill(_model);
        foreach (string input in _example.RealInputs)
            rows.Set(input, change(input, _example.Reals(input)));
        foreach ((string name, double[] values) in _parameters)
            _model.WriteParameter(name, change(name, values));
        TResult result = run(rows);
        foreach ((string name, double[] values) in _parameters)
            _model.WriteParameter(name, values);
        return result;
    }

    private sealed record Evaluation(double[] Outputs, double Loss, Dictionary<string, double[]> Gradients);
}
