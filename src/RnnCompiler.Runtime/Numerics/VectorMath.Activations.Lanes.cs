using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <content>Functions over as many lanes as Vector&lt;float&gt; has.</content>
public static partial class VectorMath
{
    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> magnitude = Vector.MinNative(new Vector<float>(TanhEnd), Vector.Abs(x));
        Vector<float> rounded = Vector.MultiplyAddEstimate(magnitude, new Vector<float>(2 * Log2E), new Vector<float>(RoundToExponent));
        Vector<float> f = Vector.MultiplyAddEstimate(magnitude, new Vector<float>(2 * Log2E), new Vector<float>(RoundToExponent) - rounded);
        Vector<float> scale = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(rounded), MantissaBits));
        Vector<float> f2 = f * f;
        Vector<float> p = Vector.MultiplyAddEstimate(f2, new Vector<float>(ExpM1P6), Vector.MultiplyAddEstimate(f, new Vector<float>(ExpM1P5), new Vector<float>(ExpM1P4)));
        p = Vector.MultiplyAddEstimate(f2, p, Vector.MultiplyAddEstimate(f, new Vector<float>(ExpM1P3), new Vector<float>(ExpM1P2)));
        Vector<float> start = Vector.MultiplyAddEstimate(f * scale, new Vector<float>(ExpM1P1), scale - Vector<float>.One);
        Vector<float> expM1 = Vector.MultiplyAddEstimate(f2 * scale, p, start);
        return (expM1 / (expM1 + new Vector<float>(2f))) | (x & Vector.AsVectorSingle(new Vector<int>(SignBit)));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        x = Vector.MinNative(new Vector<float>(SigmoidHigh), Vector.MaxNative(new Vector<float>(SigmoidLow), x));
        Vector<float> rounded = Vector.MultiplyAddEstimate(x, new Vector<float>(-Log2E), new Vector<float>(RoundToExponent));
        Vector<float> f = Vector.MultiplyAddEstimate(x, new Vector<float>(-Log2E), new Vector<float>(RoundToExponent) - rounded);
        Vector<float> scale = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(rounded), MantissaBits));
        Vector<float> f2 = f * f;
        Vector<float> p = Vector.MultiplyAddEstimate(f, new Vector<float>(Exp2P5), new Vector<float>(Exp2P4));
        p = Vector.MultiplyAddEstimate(f2, p, Vector.MultiplyAddEstimate(f, new Vector<float>(Exp2P3), new Vector<float>(Exp2P2)));
        Vector<float> start = Vector.MultiplyAddEstimate(Vector.MultiplyAddEstimate(f, new Vector<float>(Exp2P1), Vector<float>.One), scale, Vector<float>.One);
        return Vector<float>.One / Vector.MultiplyAddEstimate(f2 * scale, p, start);
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.MinNative(new Vector<float>(ExpHigh), Vector.MaxNative(new Vector<float>(ExpLow), x));
        Vector<float> rounded = Vector.MultiplyAddEstimate(x, new Vector<float>(Log2E), new Vector<float>(RoundToInteger));
        Vector<float> n = rounded - new Vector<float>(RoundToInteger);
        Vector<float> f = Vector.MultiplyAddEstimate(n, new Vector<float>(-Ln2High), x);
        f = Vector.MultiplyAddEstimate(n, new Vector<float>(-Ln2Low), f);
        Vector<float> p = Vector.MultiplyAddEstimate(new Vector<float>(ExpP7), f, new Vector<float>(ExpP6));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(ExpP5));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(ExpP4));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(ExpP3));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(ExpP2));
        p = Vector.MultiplyAddEstimate(p, f * f, f) + Vector<float>.One;

        // 2ⁿ in two factors, for it may be too great or too small for one.
        Vector<int> exponent = Vector.AsVectorInt32(rounded) - Vector.AsVectorInt32(new Vector<float>(RoundToInteger));
        Vector<int> half = Vector.ShiftRightArithmetic(exponent, 1);
        Vector<float> first = Vector.AsVectorSingle(Vector.ShiftLeft(half + new Vector<int>(127), MantissaBits));
        Vector<float> second = Vector.AsVectorSingle(Vector.ShiftLeft(exponent - half + new Vector<int>(127), MantissaBits));
        return p * first * second;
    }

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> x)
    {
        Vector<int> subnormal = Vector.LessThan(x, new Vector<float>(SmallestNormal));
        Vector<float> scaled = Vector.ConditionalSelect(subnormal, x * new Vector<float>(SubnormalScale), x);
        Vector<float> bias = Vector.ConditionalSelect(subnormal, new Vector<float>((float)-MantissaBits), Vector<float>.Zero);
        Vector<int> bits = Vector.AsVectorInt32(scaled) - new Vector<int>(SqrtHalfBits);
        Vector<float> n = Vector.ConvertToSingle(Vector.ShiftRightArithmetic(bits, MantissaBits)) + bias;
        Vector<float> f = Vector.AsVectorSingle(Vector.AsVectorInt32(scaled) - (bits & new Vector<int>(ExponentMask))) - Vector<float>.One;
        Vector<float> p = Vector.MultiplyAddEstimate(new Vector<float>(LogP8), f, new Vector<float>(LogP7));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP6));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP5));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP4));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP3));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP2));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP1));
        p = Vector.MultiplyAddEstimate(p, f, new Vector<float>(LogP0));
        Vector<float> f2 = f * f;
        Vector<float> tail = Vector.MultiplyAddEstimate(n, new Vector<float>(Ln2Low), p * f * f2);
        tail = Vector.MultiplyAddEstimate(f2, new Vector<float>(-0.5f), tail);
        Vector<float> result = Vector.MultiplyAddEstimate(n, new Vector<float>(Ln2High), f + tail);

        // 0 gives −∞, ∞ itself, and what is below 0 or not a number is not a number.
        result = Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), new Vector<float>(float.NegativeInfinity), result);
        result = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(float.PositiveInfinity)), result, x);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(float.NaN), result);
    }
}
