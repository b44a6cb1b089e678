using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <content>Functions of one float.</content>
public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent: odd, exactly 0 at 0, within [−1, 1]; absolute and relative error at most 4e-7; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        float magnitude = MathF.Abs(x);
        magnitude = TanhEnd < magnitude ? TanhEnd : magnitude;
        float rounded = float.MultiplyAddEstimate(magnitude, 2 * Log2E, RoundToExponent);
        float f = float.MultiplyAddEstimate(magnitude, 2 * Log2E, RoundToExponent - rounded);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(rounded) << MantissaBits);
        float f2 = f * f;
        float p = float.MultiplyAddEstimate(f2, ExpM1P6, float.MultiplyAddEstimate(f, ExpM1P5, ExpM1P4));
        p = float.MultiplyAddEstimate(f2, p, float.MultiplyAddEstimate(f, ExpM1P3, ExpM1P2));
        float start = float.MultiplyAddEstimate(f * scale, ExpM1P1, scale - 1f);
        float expM1 = float.MultiplyAddEstimate(f2 * scale, p, start);
        return MathF.CopySign(expM1 / (expM1 + 2f), x);
    }

    /// <summary>1 / (1 + e⁻ˣ): within [0, 1], 0 and 1 at the infinities; absolute error at most 2e-7; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x)
    {
        x = Clamp(x, SigmoidLow, SigmoidHigh);
        float rounded = float.MultiplyAddEstimate(x, -Log2E, RoundToExponent);
        float f = float.MultiplyAddEstimate(x, -Log2E, RoundToExponent - rounded);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(rounded) << MantissaBits);
        float f2 = f * f;
        float p = float.MultiplyAddEstimate(f, Exp2P5, Exp2P4);
        p = float.MultiplyAddEstimate(f2, p, float.MultiplyAddEstimate(f, Exp2P3, Exp2P2));
        float start = float.MultiplyAddEstimate(float.MultiplyAddEstimate(f, Exp2P1, 1f), scale, 1f);
        return 1f / float.MultiplyAddEstimate(f2 * scale, p, start);
    }

    /// <summary>eˣ over the full range, 0 and ∞ where it leaves that; at most 2 ulp off; NaN for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        x = Clamp(x, ExpLow, ExpHigh);
        float rounded = float.MultiplyAddEstimate(x, Log2E, RoundToInteger);
        float n = rounded - RoundToInteger;
        float f = float.MultiplyAddEstimate(n, -Ln2High, x);
        f = float.MultiplyAddEstimate(n, -Ln2Low, f);
        float p = float.MultiplyAddEstimate(ExpP7, f, ExpP6);
        p = float.MultiplyAddEstimate(p, f, ExpP5);
        p = float.MultiplyAddEstimate(p, f, ExpP4);
        p = float.MultiplyAddEstimate(p, f, ExpP3);
        p = float.MultiplyAddEstimate(p, f, ExpP2);
        p = float.MultiplyAddEstimate(p, f * f, f) + 1f;

        // 2ⁿ as two factors, since it can overflow or underflow as one.
        int exponent = BitConverter.SingleToInt32Bits(rounded) - BitConverter.SingleToInt32Bits(RoundToInteger);
        int half = exponent >> 1;
        float first = BitConverter.Int32BitsToSingle((half + 127) << MantissaBits);
        float second = BitConverter.Int32BitsToSingle((exponent - half + 127) << MantissaBits);
        return p * first * second;
    }

    /// <summary>The natural logarithm, exact at 0, 1 and ∞, subnormal numbers included; at most 2 ulp off; NaN below 0 and for NaN.</summary>
    /// <param name="x">Any float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x)
    {
        bool subnormal = x < SmallestNormal;
        float scaled = subnormal ? x * SubnormalScale : x;
        float bias = subnormal ? -MantissaBits : 0f;
        int bits = unchecked(BitConverter.SingleToInt32Bits(scaled) - SqrtHalfBits);
        float n = (bits >> MantissaBits) + bias;
        float f = BitConverter.Int32BitsToSingle(unchecked(BitConverter.SingleToInt32Bits(scaled) - (bits & ExponentMask))) - 1f;
        float p = float.MultiplyAddEstimate(LogP8, f, LogP7);
        p = float.MultiplyAddEstimate(p, f, LogP6);
        p = float.MultiplyAddEstimate(p, f, LogP5);
        p = float.MultiplyAddEstimate(p, f, LogP4);
        p = float.MultiplyAddEstimate(p, f, LogP3);
        p = float.MultiplyAddEstimate(p, f, LogP2);
        p = float.MultiplyAddEstimate(p, f, LogP1);
        p = float.MultiplyAddEstimate(p, f, LogP0);
        float f2 = f * f;
        float tail = float.MultiplyAddEstimate(n, Ln2Low, p * f * f2);
        tail = float.MultiplyAddEstimate(f2, -0.5f, tail);
        float result = float.MultiplyAddEstimate(n, Ln2High, f + tail);

        // ln 0 = −∞, ln ∞ = ∞, and the logarithm of a negative number or of NaN is NaN.
        result = x == 0 ? float.NegativeInfinity : result;
        result = x < float.PositiveInfinity ? result : x;
        return x < 0 ? float.NaN : result;
    }

    // Comparisons with NaN fail, so NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Clamp(float x, float low, float high)
    {
        x = low > x ? low : x;
        return high < x ? high : x;
    }
}
