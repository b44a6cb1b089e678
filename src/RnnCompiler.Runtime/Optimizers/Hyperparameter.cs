using System.Globalization;

namespace RnnCompiler;

/// <summary>Ranges of hyperparameters.</summary>
internal static class Hyperparameter
{
    public static float NonNegative(float value, string name) => float.IsFinite(value) && value >= 0 ? value : throw Error(name, value, "a finite number of at least 0");

    public static double NonNegative(double value, string name) => double.IsFinite(value) && value >= 0 ? value : throw Error(name, value, "a finite number of at least 0");

    public static float Positive(float value, string name) => float.IsFinite(value) && value > 0 ? value : throw Error(name, value, "a finite number above 0");

    public static double Positive(double value, string name) => double.IsFinite(value) && value > 0 ? value : throw Error(name, value, "a finite number above 0");

    public static double Fraction(double value, string name) => value is >= 0 and < 1 ? value : throw Error(name, value, "a number from 0 to less than 1");

    private static ArgumentOutOfRangeException Error(string name, double value, string expected) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"Expected {expected}, but {value} was given."));
}
