using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <content>tanh(x / 2) from tables in registers, for models that ask for fast activations, where the processor selects from 32 elements with one instruction.</content>
public static partial class VectorMath
{
    private const float TableEnd = 14.99f;

    // A segment is a value of the five bits from this one on, of |x| + 1 in [1, 16): eight segments in each octave.
    private const int TableSegmentBit = 20;
    private const int TableSegments = 32;

    // Cubic polynomials in |x|, one for each segment in the order of its five bits: all constant terms, then all coefficients of |x|, of x² and of |x|³. Each
    // interpolates tanh(x / 2) at both ends of its segment and at the two Chebyshev points between, so that neighbours meet: neighbouring floats are in order to
    // within 3 ulp. Absolute and relative error at most 1.4e-6; no result is beyond 1.
    private static ReadOnlySpan<float> TableCoefficients =>
    [
        -0.015919112f, -0.03256056f, -0.053347852f, -0.07348342f, -0.08721194f, -0.089539595f, -0.07736581f, -0.04981029f,
        0.016710116f, 0.14112511f, 0.28329188f, 0.42331514f, 0.5491404f, 0.65549624f, 0.74160236f, 0.80913484f,
        0.880248f, 0.9388932f, 0.96981543f, 0.9854768f, 0.9931634f, 0.9968409f, 0.99856335f, 0.9993557f,
        0f, -3.3046572E-06f, -4.5055163E-05f, -0.00023668964f, -0.0007888886f, -0.0020013307f, -0.004220828f, -0.0077774595f,

        0.5560014f, 0.59597677f, 0.637676f, 0.6723655f, 0.6931345f, 0.69639003f, 0.6818952f, 0.65190786f,
        0.58656776f, 0.47986493f, 0.3730306f, 0.27945367f, 0.20376438f, 0.14560422f, 0.102445126f, 0.071202934f,
        0.04100893f, 0.018839596f, 0.008457021f, 0.0037274119f, 0.0016183049f, 0.00069376174f, 0.00029420442f, 0.00012359578f,
        0.5000004f, 0.5000713f, 0.5005564f, 0.50206834f, 0.50535774f, 0.51115394f, 0.5200112f, 0.5321896f,

        -0.07114944f, -0.1032027f, -0.13111217f, -0.15104683f, -0.16152522f, -0.16304043f, -0.15728605f, -0.14640512f,
        -0.1250033f, -0.0944778f, -0.06770241f, -0.046847895f, -0.031665925f, -0.021061407f, -0.013848803f, -0.009030032f,
        -0.00475519f, -0.0019602769f, -0.0007977884f, -0.00032153635f, -0.00012858158f, -5.1086397E-05f, -2.0185134E-05f, -7.937525E-06f,
        -1.791653E-05f, -0.00053369376f, -0.002426798f, -0.006417439f, -0.012962728f, -0.022211688f, -0.034005005f, -0.04791501f,

        -0.0068157176f, 0.0017630924f, 0.007995613f, 0.011816739f, 0.0135797495f, 0.013814454f, 0.013052752f, 0.011736333f,
        0.009398685f, 0.006485744f, 0.004247686f, 0.0026978257f, 0.001682401f, 0.001037703f, 0.00063582667f, 0.00038802944f,
        0.00018621492f, 6.870517E-05f, 2.5302406E-05f, 9.311917E-06f, 3.4261611E-06f, 1.2604817E-06f, 4.6371443E-07f, 1.7059224E-07f,
        -0.041485228f, -0.04020224f, -0.03771978f, -0.03419566f, -0.029845113f, -0.024918873f, -0.019679641f, -0.014379978f,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfTanhTable(Vector512<float> x)
    {
        ref float table = ref MemoryMarshal.GetReference(TableCoefficients);

        // NaN is the second operand, and stays.
        Vector512<float> magnitude = Vector512.MinNative(Vector512.Create(TableEnd), Vector512.Abs(x));
        Vector512<int> segment = Vector512.ShiftRightLogical((magnitude + Vector512<float>.One).AsInt32(), TableSegmentBit);
        Vector512<float> high = Vector512.MultiplyAddEstimate(FromTable(ref table, 3, segment), magnitude, FromTable(ref table, 2, segment));
        Vector512<float> low = Vector512.MultiplyAddEstimate(FromTable(ref table, 1, segment), magnitude, FromTable(ref table, 0, segment));
        return Vector512.MultiplyAddEstimate(magnitude * magnitude, high, low) | (x & Vector512.Create(-0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FromTable(ref float table, int power, Vector512<int> segment) => Avx512F.PermuteVar16x32x2(
        Vector512.LoadUnsafe(ref table, (nuint)(power * TableSegments)), segment, Vector512.LoadUnsafe(ref table, (nuint)((power * TableSegments) + Block)));
}
