using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.ZooRunner;

/// <summary>
/// How far an engine in single precision may be from the oracle in double. A float carries a relative rounding of 6e-8; an output is a
/// sum of at most some 130 products of numbers below 1 whose error the gates, which contract, carry over at most 200 steps without
/// letting it grow: 2e-6 of the greatest output leaves a margin of ten over what is seen. Layer normalisation of a vector with a small deviation divides
/// rounding by it: there 0.6 of that is seen, and 0.9 from single precision one operation at a time. A gradient is a sum over rows and steps of products
/// of such errors: 1e-5 of the greatest element of its tensor, and no less than 1e-7.
/// </summary>
public static class Tolerances
{
    /// <summary>Of outputs and losses, relative to the greatest one and to 1.</summary>
    public const double Output = 2e-6;

    /// <summary>
    /// Of outputs of models with integer products: an element that lies between two integers may be rounded to either, after which the outputs differ by some parts of a 127th.
    /// </summary>
    public const double IntegerOutput = 5e-3;

    /// <summary>Of gradients, relative to the greatest element of the tensor and to 1e-2.</summary>
    public const double Gradient = 1e-5;

    /// <summary>The error of outputs, in units of what is allowed.</summary>
    /// <param name="found">The outputs of the engine.</param>
    /// <param name="expected">Those of the oracle.</param>
    /// <param name="declaration">The declaration of the model, if its weights are those of inference.</param>
    public static double OutputError(IReadOnlyList<float> found, IReadOnlyList<double> expected, ModelDeclaration? declaration = null) =>
        Error(found, expected, 1) / (declaration is { IntegerProducts: true } ? IntegerOutput : Output);

    /// <summary>The error of a gradient, in units of what is allowed.</summary>
    public static double GradientError(IReadOnlyList<float> found, IReadOnlyList<double> expected) => Error(found, expected, 1e-2) / Gradient;

    private static double Error(IReadOnlyList<float> found, IReadOnlyList<double> expected, double atLeast)
    {
        double scale = atLeast;
        double worst = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            scale = Math.Max(scale, Math.Abs(expected[i]));
            double error = Math.Abs(found[i] - expected[i]);
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }

        return found.Count == expected.Count ? worst / scale : double.PositiveInfinity;
    }
}
