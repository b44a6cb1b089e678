using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RnnCompiler.CompilerServices;

/// <summary>Fetches memory into the cache before it is used.</summary>
internal static class CachePrefetch
{
    private const int LineBytes = 64;

    /// <summary>Fetches elements into the first-level cache; does nothing where the processor has no such instruction.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="start">The first element.</param>
    /// <param name="length">How many elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T start, int length)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;

        // The collector may move the memory meanwhile: then another line is fetched, and nothing else happens.
        byte* address = (byte*)Unsafe.AsPointer(ref start);
        for (int i = 0; i < length * sizeof(T); i += LineBytes)
            Sse.Prefetch0(address + i);
    }
}
