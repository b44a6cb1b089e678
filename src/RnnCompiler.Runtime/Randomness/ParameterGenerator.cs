using System.ComponentModel;
using System.Numerics;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Draws initial parameters: xoshiro256** (Blackman, Vigna 2018), its four words taken from SplitMix64. Uniform numbers are
/// ((u / 2²³) − 1) · bound with u the upper 24 bits of a draw; normal ones come from comparisons of uniform numbers alone. No library
/// function is involved, so the same seed gives the same bits on every machine.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterGenerator
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Starts a generator.</summary>
    /// <param name="seed">The seed.</param>
    public ParameterGenerator(ulong seed)
    {
        unchecked
        {
            _a = SplitMix.Mix(seed + SplitMix.Increment);
            _b = SplitMix.Mix(seed + 2 * SplitMix.Increment);
            _c = SplitMix.Mix(seed + 3 * SplitMix.Increment);
            _d = SplitMix.Mix(seed + 4 * SplitMix.Increment);
        }
    }

    /// <summary>Draws a number for each element; a constant or an identity draws none.</summary>
    /// <param name="values">Where they go, in order.</param>
    /// <param name="initialization">The distribution.</param>
    /// <param name="bound">The number that goes with it: a bound, a deviation, a value or a scale.</param>
    /// <param name="columns">Columns of a matrix, whose rows follow one another.</param>
    public void Fill(Span<float> values, ParameterInitialization initialization, double bound, int columns = 1)
    {
        switch (initialization)
        {
            case ParameterInitialization.Constant:
                values.Fill((float)bound);
                break;
            case ParameterInitialization.Identity:
                MatrixInitialization.Identity(values, columns, bound);
                break;
            case ParameterInitialization.Orthogonal:
                MatrixInitialization.Orthogonal(values, columns, bound, Normal);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(bound * (initialization == ParameterInitialization.Normal ? Normal() : Uniform()));

                break;
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    // U[−1, 1) in 2²⁴ steps.
    private double Uniform() => (Next() >> 40) * (1.0 / (1 << 23)) - 1;

    // U[0, 1) in 2⁵³ steps.
    private double Unit() => (Next() >> 11) * (1.0 / (1L << 53));

    // Algorithm N of Karney, "Sampling exactly from the normal distribution" (2016): an integer part k with weight exp(−k²/2), then a
    // fraction x, accepted with probability exp(−x(2k + x)/2).
    private double Normal()
    {
        while (true)
        {
            int k = 0;
            while (HappensExp(0.5))
                k++;

            if (!HappensExp(0.5, k * (k - 1)))
                continue;

            double x = Unit();
            if (HappensExp(x * (2 * k + x) / (2 * k + 2), k + 1))
                return (Next() >> 63) == 0 ? k + x : -(k + x);
        }
    }

    // True with probability exp(−p)ⁿ.
    private bool HappensExp(double p, int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (!HappensExp(p))
                return false;
        }

        return true;
    }

    // True with probability exp(−p) for p in [0, 1]: the run p > u₁ > u₂ > … ends at an odd place (von Neumann 1951).
    private bool HappensExp(double p)
    {
        bool odd = true;
        for (double u = Unit(); u < p; u = Unit())
        {
            p = u;
            odd = !odd;
        }

        return odd;
    }
}
