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

    // Below the switch tanh x ≈ x + x³ · p(x²), above it 1 − 2 / (e²ˣ + 1): in both the last operation adds something smaller to something
    // exact, and that keeps neighbouring results in order to within 2 ulp, which a rational function cannot. Minimax polynomials.
    private const float TanhSwitch = 0.8f;
    private const float TanhEnd = 30f;
    private const float TanhP0 = -0.33332866f;
    private const float TanhP1 = 0.13322765f;
    private const float TanhP2 = -0.053176269f;
    private const float TanhP3 = 0.019190684f;
    private const float TanhP4 = -0.0044108368f;

    // 2ᶠ on [−½, ½], exact at 0; minimax in relative error, 9e-8.
    private const float Exp2P1 = 0.69314700f;
    private const float Exp2P2 = 0.24022242f;
    private const float Exp2P3 = 0.055507336f;
    private const float Exp2P4 = 0.0096715130f;
    private const float Exp2P5 = 0.0013264724f;
    private const float Log2E = 1.44269504088896341f;

    // 1.5 · 2²³ + 127: adding it rounds to an integer and leaves that integer, biased as an exponent is, in the lowest bits.
    private const float RoundToExponent = 12582912f + 127f;
    private const int MantissaBits = 23;
    private const int SignBit = int.MinValue;

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
