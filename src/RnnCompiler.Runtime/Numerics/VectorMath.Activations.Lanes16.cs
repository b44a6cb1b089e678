using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>
/// Activations over vectors. The project file writes the same functions over the type of <c>System.Numerics</c> from this text, by replacing names; calls
/// are static so that each name has a counterpart.
/// </content>
public static partial class VectorMath
{
    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.MinNative(Vector512.Create(TanhEnd), Vector512.Abs(x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(magnitude, Vector512.Create(2 * Log2E), Vector512.Create(RoundToExponent));
        Vector512<float> f = Vector512.MultiplyAddEstimate(magnitude, Vector512.Create(2 * Log2E), Vector512.Create(RoundToExponent) - rounded);
        Vector512<float> scale = Vector512.AsSingle(Vector512.ShiftLeft(Vector512.AsInt32(rounded), MantissaBits));
        Vector512<float> f2 = f * f;
        Vector512<float> p = Vector512.MultiplyAddEstimate(f2, Vector512.Create(ExpM1P6), Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P5), Vector512.Create(ExpM1P4)));
        p = Vector512.MultiplyAddEstimate(f2, p, Vector512.MultiplyAddEstimate(f, Vector512.Create(ExpM1P3), Vector512.Create(ExpM1P2)));
        Vector512<float> start = Vector512.MultiplyAddEstimate(f * scale, Vector512.Create(ExpM1P1), scale - Vector512<float>.One);
        Vector512<float> expM1 = Vector512.MultiplyAddEstimate(f2 * scale, p, start);
        return (expM1 / (expM1 + Vector512.Create(2f))) | (x & Vector512.AsSingle(Vector512.Create(SignBit)));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(SigmoidHigh), Vector512.MaxNative(Vector512.Create(SigmoidLow), x));
        Vector512<float> rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundToExponent));
        Vector512<float> f = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundToExponent) - rounded);
        Vector512<float> scale = Vector512.AsSingle(Vector512.ShiftLeft(Vector512.AsInt32(rounded), MantissaBits));
        Vector512<float> f2 = f * f;
        Vector512<float> p = Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P5), Vector512.Create(Exp2P4));
        p = Vector512.MultiplyAddEstimate(f2, p, Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P3), Vector512.Create(Exp2P2)));
        Vector512<float> start = Vector512.MultiplyAddEstimate(Vector512.MultiplyAddEstimate(f, Vector512.Create(Exp2P1), Vector512<float>.One), scale, Vector512<float>.One);
        return Vector512<float>.One / Vector512.MultiplyAddEstimate(f2 * scale, p, start);
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

        // 2ⁿ as two factors, since it can overflow or underflow as one.
        Vector512<int> exponent = Vector512.AsInt32(rounded) - Vector512.AsInt32(Vector512.Create(RoundToInteger));
        Vector512<int> half = Vector512.ShiftRightArithmetic(exponent, 1);
        Vector512<float> first = Vector512.AsSingle(Vector512.ShiftLeft(half + Vector512.Create(127), MantissaBits));
        Vector512<float> second = Vector512.AsSingle(Vector512.ShiftLeft(exponent - half + Vector512.Create(127), MantissaBits));
        return p * first * second;
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan<float>(x, Vector512.Create(SmallestNormal));
        Vector512<float> scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(SubnormalScale), x);
        Vector512<float> bias = Vector512.ConditionalSelect(subnormal, Vector512.Create((float)-MantissaBits), Vector512<float>.Zero);
        Vector512<int> bits = Vector512.AsInt32(scaled) - Vector512.Create(SqrtHalfBits);
        Vector512<float> n = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, MantissaBits)) + bias;
        Vector512<float> f = Vector512.AsSingle(Vector512.AsInt32(scaled) - (bits & Vector512.Create(ExponentMask))) - Vector512<float>.One;
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

        // ln 0 = −∞, ln ∞ = ∞, and the logarithm of a negative number or of NaN is NaN.
        result = Vector512.ConditionalSelect(Vector512.Equals<float>(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), result);
        result = Vector512.ConditionalSelect(Vector512.LessThan<float>(x, Vector512.Create(float.PositiveInfinity)), result, x);
        return Vector512.ConditionalSelect(Vector512.LessThan<float>(x, Vector512<float>.Zero), Vector512.Create(float.NaN), result);
    }
}
