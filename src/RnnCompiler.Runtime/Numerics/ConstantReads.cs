using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// How a vector function reads its constants. It is a type parameter, so that a read adds no local: the JIT compiler inlines into a method until that has 1024 of
/// them, and an activation reads thirteen constants.
/// </summary>
internal interface IConstantReads
{
    /// <summary>Reads a constant.</summary>
    static abstract float Read(ref float constants, int index);
}

/// <summary>Reads that the JIT compiler may share: with 32 registers it holds constants from one activation to the next. ARM's volatile reads would wait for each other.</summary>
internal readonly struct SharedReads : IConstantReads
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(ref float constants, int index) => Unsafe.Add(ref constants, index);
}

/// <summary>
/// A read from memory at each use. With 16 registers, constants held in them would leave the values between to the stack, whose chain is the time of a step. On x64 a
/// volatile read is an ordinary load that is not shared.
/// </summary>
internal readonly struct RepeatedReads : IConstantReads
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Read(ref float constants, int index) => Volatile.Read(ref Unsafe.Add(ref constants, index));
}
