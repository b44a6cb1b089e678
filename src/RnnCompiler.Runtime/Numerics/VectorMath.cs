using System.ComponentModel;
using System.Runtime.CompilerServices;

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

    // Of several functions. 1.5 · 2²³: adding it rounds to an integer and leaves that integer in the lowest bits; with 127 more, biased as an exponent is.
    private const float RoundToInteger = 12582912f;
    private const float RoundToExponent = RoundToInteger + 127f;
    private const int MantissaBits = 23;
    private const int SignBit = int.MinValue;
    private const float Log2E = 1.44269504088896341f;

    // ln 2 in two parts, the first with so few bits that its multiples are exact (Cody, Waite 1980).
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Comparisons with NaN fail, so NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Clamp(float x, float low, float high)
    {
        x = low > x ? low : x;
        return high < x ? high : x;
    }
}
