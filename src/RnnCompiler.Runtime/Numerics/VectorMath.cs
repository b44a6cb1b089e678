using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// What kernels compute lane by lane, for 16 lanes (<c>Vector512&lt;float&gt;</c>), for as many as the machine likes
/// (<c>Vector&lt;float&gt;</c>) and for one. All three compute the same operations in the same order, with <c>MultiplyAddEstimate</c>
/// wherever a product is added, so where the hardware fuses, the bits do not depend on the lanes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    /// <summary>The logical lanes of a reduction and of a storage block.</summary>
    internal const int Block = 16;

    // tanh x ≈ x · p(x²) / q(x²), degrees 6 and 3, beyond the end ±1 to the last bit but one. Coefficients of Eigen's float tanh.
    private const float TanhEnd = 7.90531110763549805f;
    private const float TanhP1 = 4.89352455891786e-03f;
    private const float TanhP3 = 6.37261928875436e-04f;
    private const float TanhP5 = 1.48572235717979e-05f;
    private const float TanhP7 = 5.12229709037114e-08f;
    private const float TanhP9 = -8.60467152213735e-11f;
    private const float TanhP11 = 2.00018790482477e-13f;
    private const float TanhP13 = -2.76076847742355e-16f;
    private const float TanhQ0 = 4.89352518554385e-03f;
    private const float TanhQ2 = 2.26843463243900e-03f;
    private const float TanhQ4 = 1.18534705686654e-04f;
    private const float TanhQ6 = 1.19825839466702e-06f;

    // 2ᶠ on [−½, ½].
    private const float Exp2P1 = 0.69314718055994531f;
    private const float Exp2P2 = 0.24022650695910071f;
    private const float Exp2P3 = 0.055504108664821580f;
    private const float Exp2P4 = 0.0096181291076284772f;
    private const float Exp2P5 = 0.0013333558146428443f;
    private const float Log2E = 1.44269504088896341f;

    // 1.5 · 2²³ + 127: adding it rounds to an integer and leaves that integer, biased as an exponent is, in the lowest bits.
    private const float RoundToExponent = 12582912f + 127f;
    private const int MantissaBits = 23;

    // eˣ: ln 2 in two parts, the first with so few bits that its multiples are exact (Cody, Waite 1980); polynomial as in Cephes expf.
    private const float ExpHigh = 89f;
    private const float ExpLow = -104f;
    private const float RoundToInteger = 12582912f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float ExpP2 = 5.0000001201e-1f;
    private const float ExpP3 = 1.6666665459e-1f;
    private const float ExpP4 = 4.1665795894e-2f;
    private const float ExpP5 = 8.3334519073e-3f;
    private const float ExpP6 = 1.3981999507e-3f;
    private const float ExpP7 = 1.9875691500e-4f;

    // ln: mantissa in [√½, √2), polynomial as in Cephes logf.
    private const float SmallestNormal = 1.17549435e-38f;
    private const float SubnormalScale = 8388608f;
    private const int SqrtHalfBits = 0x3F3504F3;
    private const int ExponentMask = unchecked((int)0xFF800000);
    private const float LogP0 = 3.3333331174e-1f;
    private const float LogP1 = -2.4999993993e-1f;
    private const float LogP2 = 2.0000714765e-1f;
    private const float LogP3 = -1.6668057665e-1f;
    private const float LogP4 = 1.4249322787e-1f;
    private const float LogP5 = -1.2420140846e-1f;
    private const float LogP6 = 1.1676998740e-1f;
    private const float LogP7 = -1.1514610310e-1f;
    private const float LogP8 = 7.0376836292e-2f;
}
