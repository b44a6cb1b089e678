using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <content>
/// One lane in every lane, for a lane that is known when the caller is compiled: its group of four in every group, then it in every lane of a group. Four lanes
/// of a group share the first instruction, and neither takes the port of loads, as a broadcast from memory does.
/// </content>
public static partial class VectorMath
{
#pragma warning disable CA1857 // The operands are constants once the caller's lane is known; a switch over lanes would add locals to each caller.
    // An immediate operand that selects number 1 for each of four positions, or for both halves.
    private const int EachLane = 0b01_01_01_01;
    private const int EachHalf = 0b0001_0001;

    /// <summary>One lane of a vector in every lane.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="lane">The lane, from 0 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> SplatLane(Vector512<float> a, [ConstantExpected(Max = 15)] int lane) => Avx512F.IsSupported
        ? Avx512F.Permute4x32(Avx512F.Shuffle4x128(a, a, (byte)(lane / 4 * EachLane)), (byte)(lane % 4 * EachLane))
        : Vector512.Create(a.GetElement(lane));

    /// <summary>One lane of a vector in every lane.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="lane">The lane, from 0 to 7.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> SplatLane(Vector256<float> a, [ConstantExpected(Max = 7)] int lane) => Avx.IsSupported
        ? Avx.Permute(Avx.Permute2x128(a, a, (byte)(lane / 4 * EachHalf)), (byte)(lane % 4 * EachLane))
        : Vector256.Create(a.GetElement(lane));
#pragma warning restore CA1857
}
