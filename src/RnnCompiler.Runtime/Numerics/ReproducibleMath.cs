namespace RnnCompiler.CompilerServices;

/// <summary>
/// Exponential function and logarithm in double precision, from additions, multiplications and divisions of IEEE 754 alone: the same bits on every machine, unlike those of
/// <see cref="Math"/>. The relative error is below 1e-15.
/// </summary>
internal static class ReproducibleMath
{
    private const double InverseLn2 = 1.4426950408889634;

    // ln 2 = LargeLn2 + SmallLn2; the product of LargeLn2 with an integer below 2²⁰ is exact (Cody and Waite 1980).
    private const double LargeLn2 = 0.693147180369123816490;
    private const double SmallLn2 = 1.90821492927058770002e-10;
    private const double Sqrt2 = 1.4142135623730951;

    // From here on, the exponential function is less than the smallest normal number.
    private const double LeastExponent = -708;

    // 1/k! from k = 13 down: the next term is below 2⁻⁵⁷, since |r| ≤ ln(2) / 2.
    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
    ];

    // 1/k for odd k from 19 down: the next term is below 2⁻⁵⁴ of the sum, since s² ≤ 0.0295.
    private static ReadOnlySpan<double> InverseOddNumbers => [1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1];

    /// <summary>Returns eˣ of a number of at most 0; 0 if the result is less than the smallest normal number.</summary>
    public static double Exp(double x)
    {
        if (!(x >= LeastExponent))
            return 0;
        double n = Math.Round(x * InverseLn2);
        double r = x - n * LargeLn2 - n * SmallLn2;
        double sum = 0;
        foreach (double coefficient in InverseFactorials)
            sum = coefficient + r * sum;
        return sum * BitConverter.Int64BitsToDouble(((long)n + 1023) << 52);
    }

    /// <summary>Returns the natural logarithm of a positive normal number; −∞ of 0.</summary>
    public static double Log(double x)
    {
        if (x == 0)
            return double.NegativeInfinity;
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // log m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …)
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double sum = 0;
        foreach (double coefficient in InverseOddNumbers)
            sum = coefficient + square * sum;
        return 2 * s * sum + exponent * SmallLn2 + exponent * LargeLn2;
    }
}
