using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>Functions over 16 lanes.</content>
public static partial class VectorMath
{
    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.Abs(x);
        Vector512<float> x2 = x * x;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(TanhP4), x2, Vector512.Create(TanhP3));
        p = Vector512.MultiplyAddEstimate(p, x2, Vector512.Create(TanhP2));
        p = Vector512.MultiplyAddEstimate(p, x2, Vector512.Create(TanhP1));
        p = Vector512.MultiplyAddEstimate(p, x2, Vector512.Create(TanhP0));
        Vector512<float> near = Vector512.MultiplyAddEstimate(p, magnitude * x2, magnitude);

        Vector512<float> y = Vector512.MinNative(Vector512.Create(TanhEnd), magnitude * Vector512.Create(2 * Log2E));
        Vector512<float> far = Vector512<float>.One - Vector512.Create(2f) / OnePlusExp2(y);
        Vector512<float> result = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(TanhSwitch)), near, far);
        return result | (x & Vector512.Create(SignBit).AsSingle());
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> y = x * Vector512.Create(-Log2E);
        y = Vector512.MinNative(Vector512.Create(128f), Vector512.MaxNative(Vector512.Create(-127f), y));
        return Vector512<float>.One / OnePlusExp2(y);
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(ExpHigh), Vector512.MaxNative(Vector512.Create(ExpLow), x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(Log2E), Vector512.Create(RoundToInteger));
        Vector512<float> n = rounded - Vector512.Create(RoundToInteger);
        Vector512<float> f = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        f = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), f);
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(ExpP7), f, Vector512.Create(ExpP6));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP5));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP4));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP3));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(ExpP2));
        p = Vector512.MultiplyAddEstimate(p, f * f, f) + Vector512<float>.One;

        // 2ⁿ in two factors, for it may be too great or too small for one.
        Vector512<int> exponent = rounded.AsInt32() - Vector512.Create(RoundToInteger).AsInt32();
        Vector512<int> half = Vector512.ShiftRightArithmetic(exponent, 1);
        Vector512<float> first = Vector512.ShiftLeft(half + Vector512.Create(127), MantissaBits).AsSingle();
        Vector512<float> second = Vector512.ShiftLeft(exponent - half + Vector512.Create(127), MantissaBits).AsSingle();
        return p * first * second;
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormal));
        Vector512<float> scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(SubnormalScale), x);
        Vector512<float> bias = Vector512.ConditionalSelect(subnormal, Vector512.Create((float)-MantissaBits), Vector512<float>.Zero);
        Vector512<int> bits = scaled.AsInt32() - Vector512.Create(SqrtHalfBits);
        Vector512<float> n = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, MantissaBits)) + bias;
        Vector512<float> f = (scaled.AsInt32() - (bits & Vector512.Create(ExponentMask))).AsSingle() - Vector512<float>.One;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(LogP8), f, Vector512.Create(LogP7));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP6));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP5));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP4));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP3));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP2));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP1));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(LogP0));
        Vector512<float> f2 = f * f;
        Vector512<float> tail = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2Low), p * f * f2);
        tail = Vector512.MultiplyAddEstimate(f2, Vector512.Create(-0.5f), tail);
        Vector512<float> result = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2High), f + tail);

        // 0 gives −∞, ∞ itself, and what is below 0 or not a number is not a number.
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), result);
        result = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), result, x);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(float.NaN), result);
    }

    // 1 + 2ʸ for y in [−127, 128], where the ends count as 0 and ∞.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> OnePlusExp2(Vector512<float> y)
    {
        Vector512<float> rounded = y + Vector512.Create(RoundToExponent);
        Vector512<float> scale = Vector512.ShiftLeft(rounded.AsInt32(), MantissaBits).AsSingle();
        Vector512<float> f = y - (rounded - Vector512.Create(RoundToExponent));
        Vector512<float> f2 = f * f;
        Vector512<float> p01 = Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P1), Vector512<float>.One);
        Vector512<float> p23 = Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P3), Vector512.Create(Exp2P2));
        Vector512<float> p45 = Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P5), Vector512.Create(Exp2P4));
        Vector512<float> p = Vector512.MultiplyAddEstimate(f2, Vector512.MultiplyAddEstimate(f2, p45, p23), p01);
        return Vector512.MultiplyAddEstimate(p, scale, Vector512<float>.One);
    }
}
