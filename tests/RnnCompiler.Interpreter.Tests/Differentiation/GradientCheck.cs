using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Tests.Differentiation;

/// <summary>
/// Check of the derivative of a loss against central differences in double precision. If they disagree, the one-sided differences show whether the point is at
/// a kink: there they differ by at least twice the error, while for a smooth function they differ by the step times the second derivative. All arguments are
/// then drawn again, a few times at most.
/// </summary>
internal sealed class GradientCheck
{
    private const double Step = 3e-6;
    private const int Draws = 6;

    private readonly Function _loss;
    private readonly Function _training;
    private readonly IrInterpreter<double> _forward;
    private readonly IrInterpreter<double> _backward;
    private readonly string _what;

    private GradientCheck(Function loss, Function training, string what)
    {
        _loss = loss;
        _training = training;
        _what = what;
        _forward = new IrInterpreter<double>(loss);
        _backward = new IrInterpreter<double>(training);
    }

    /// <summary>Checks every element of every derivative.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="draw">Draws the values of a parameter.</param>
    /// <param name="what">The name of what is checked, for the message.</param>
    /// <param name="training">The derivative; computed by reverse mode by default.</param>
    public static void Run(Function loss, Func<Parameter, Random, double[]> draw, string what, Function? training = null)
    {
        training ??= ReverseMode.Differentiate(loss);
        IrVerifier.Verify(training);
        GradientCheck check = new(loss, training, what);
        for (int seed = 0; seed < Draws; seed++)
        {
            check.Draw(draw, new Random(seed));
            if (check.AllAgree())
                return;
        }

        Assert.Fail($"{what}: each of {Draws} points is at a kink.");
    }

    private void Draw(Func<Parameter, Random, double[]> draw, Random random)
    {
        foreach (Parameter parameter in _loss.Parameters)
        {
            string name = parameter.Value.Name!;
            double[] values = draw(parameter, random);
            if (parameter.Value.Type.Element == ElementType.Integer)
            {
                Array.ConvertAll(values, static x => (int)x).CopyTo(_forward.IntegerArgument(name));
                _forward.IntegerArgument(name).CopyTo(_backward.IntegerArgument(name));
            }
            else
            {
                values.CopyTo(_forward.Argument(name));
                values.CopyTo(_backward.Argument(name));
            }
        }
    }

    /// <summary>Checks all derivatives; returns false at a kink.</summary>
    private bool AllAgree()
    {
        double here = Loss();
        _backward.Run();
        Assert.Equal(here, _backward.Result("loss")[0], 1e-12 * Math.Max(1, Math.Abs(here)));

        Parameter[] parameters =
        [
            .. _loss.Parameters.Where(static p =>
                p.Role is ParameterRole.Weight or ParameterRole.State or ParameterRole.Input && p.Value.Type.Element == ElementType.Float),
        ];
        Assert.Equal(parameters.Length, _training.Results.Count(static r => r.CotangentOf is not null));

        double greatest = 1e-3;
        foreach (Parameter parameter in parameters)
        {
            foreach (double element in _backward.Result(parameter.Value.Name + "_bar"))
                greatest = Math.Max(greatest, Math.Abs(element));
        }

        // The rounding error of the loss, divided by the step, is not an error of the derivative.
        double tolerance = (1e-6 * greatest) + (1e-15 * Math.Abs(here) / Step);
        foreach (Parameter parameter in parameters)
        {
            for (int i = 0; i < parameter.Value.Type.ElementCount; i++)
            {
                string name = parameter.Value.Name!;
                double after = (At(name, i, Step) - here) / Step;
                double before = (here - At(name, i, -Step)) / Step;
                double found = _backward.Result(name + "_bar")[i];
                double error = Math.Abs(found - ((before + after) / 2));
                if (error <= tolerance)
                    continue;
                if (Math.Abs(after - before) >= 1.9 * error)
                    return false;
                Assert.Fail($"{_what}: {name}_bar[{i}] should be {(before + after) / 2} (from {before} and {after}), found {found}.\n{IrPrinter.Print(_training)}");
            }
        }

        return true;
    }

    private double At(string name, int index, double move)
    {
        double original = _forward.Argument(name)[index];
        _forward.Argument(name)[index] = original + move;
        double loss = Loss();
        _forward.Argument(name)[index] = original;
        return loss;
    }

    private double Loss()
    {
        _forward.Run();
        return _forward.Result("loss")[0];
    }
}
