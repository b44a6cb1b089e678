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
    /// <summary>One lane of a vector in every lane.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="lane">The lane, from 0 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> SplatLane(Vector512<float> a, [ConstantExpected(Max = 15)] int lane)
    {
        if (!Avx512F.IsSupported)
            return Vector512.Create(a.GetElement(lane));
        Vector512<float> groups = (lane / 4) switch
        {
            0 => Avx512F.Shuffle4x128(a, a, 0b00_00_00_00),
            1 => Avx512F.Shuffle4x128(a, a, 0b01_01_01_01),
            2 => Avx512F.Shuffle4x128(a, a, 0b10_10_10_10),
            _ => Avx512F.Shuffle4x128(a, a, 0b11_11_11_11),
        };
        return (lane % 4) switch
        {
            0 => Avx512F.Permute4x32(groups, 0b00_00_00_00),
            1 => Avx512F.Permute4x32(groups, 0b01_01_01_01),
            2 => Avx512F.Permute4x32(groups, 0b10_10_10_10),
            _ => Avx512F.Permute4x32(groups, 0b11_11_11_11),
        };
    }

    /// <summary>One lane of a vector in every lane.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="lane">The lane, from 0 to 7.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> SplatLane(Vector256<float> a, [ConstantExpected(Max = 7)] int lane)
    {
        if (!Avx.IsSupported)
            return Vector256.Create(a.GetElement(lane));
        Vector256<float> groups = lane < 4 ? Avx.Permute2x128(a, a, 0b0000_0000) : Avx.Permute2x128(a, a, 0b0001_0001);
        return (lane % 4) switch
        {
            0 => Avx.Permute(groups, 0b00_00_00_00),
            1 => Avx.Permute(groups, 0b01_01_01_01),
            2 => Avx.Permute(groups, 0b10_10_10_10),
            _ => Avx.Permute(groups, 0b11_11_11_11),
        };
    }
}
