using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Buffer of floats that starts at a 64-byte boundary and is never moved, so that no vector load crosses a cache line; initially zero.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedBuffer
{
    private const int Alignment = 64;

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="length">Floats; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or more than an array can hold.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        Length = length;
        _array = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);

        // The array is pinned, so its address is a number that stays true; no pointer is kept.
        nint address = Address(ref MemoryMarshal.GetArrayDataReference(_array));
        _start = (int)(-address & (Alignment - 1)) / sizeof(float);
    }

    /// <summary>The most floats that one buffer holds.</summary>
    public static int MaxLength => Array.MaxLength - Alignment / sizeof(float);

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The first float.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);
    }

    /// <summary>All floats.</summary>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref Reference, Length);

    // The distance from the null reference: an address without `unsafe`.
    private static nint Address(ref float reference) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref reference);
}
