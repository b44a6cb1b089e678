using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Elementwise functions of kernels, for 16 lanes (<c>Vector512&lt;float&gt;</c>), for the lanes of
/// <c>Vector&lt;float&gt;</c>, and for one. All three compute the same operations in the same order, with <c>MultiplyAddEstimate</c>
/// for each product that is added, so the bits do not depend on the lanes where code is compiled for fused multiply-add.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    /// <summary>The logical lanes of a reduction and of a storage block.</summary>
    internal const int Block = 16;

    // tanh x = (e²ˣ − 1) / (e²ˣ + 1), where e²ˣ − 1 comes without cancellation: 2ⁿ⁺ᶠ − 1 = (2ⁿ − 1) + 2ⁿ · f · p(f), and 2ⁿ − 1 is exactly 0
    // for small x. One formula for all x, in order to within 2 ulp. p(f) ≈ (2ᶠ − 1) / f on [−½, ½], minimax in relative error, 1.1e-8.
    private const float TanhEnd = 10f;
    private const float ExpM1P1 = 0.6931471879266854f;
    private const float ExpM1P2 = 0.24022649794964354f;
    private const float ExpM1P3 = 0.05550357433648301f;
    private const float ExpM1P4 = 0.009618237494192381f;
    private const float ExpM1P5 = 0.00133907354753773f;
    private const float ExpM1P6 = 0.0001540351261588784f;

    // 2ᶠ on [−½, ½], exact at 0; minimax in relative error, 9e-8. Beyond the ends σ is 1, or below the smallest normal number.
    private const float SigmoidLow = -88.7f;
    private const float SigmoidHigh = 88f;
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
