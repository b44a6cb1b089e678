using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>A reference to input of either kind, for the field of a frame that it belongs to; a null reference for the other one.</summary>
internal static class InputReference
{
    /// <summary>The input as features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Features<TInput>(ref TInput input)
        where TInput : unmanaged =>
        ref Unsafe.As<TInput, float>(ref input);

    /// <summary>The input as token ids.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref int Tokens<TInput>(ref TInput input)
        where TInput : unmanaged =>
        ref Unsafe.As<TInput, int>(ref input);
}
