using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnCompiler.CompilerServices;

/// <content>Loads and stores of fewer floats than a vector has; with a constant count the branches vanish.</content>
public static partial class VectorMath
{
    /// <summary>Loads the first lanes; the others are 0, and memory beyond the count is not read.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="offset">Floats beyond it.</param>
    /// <param name="count">How many lanes are loaded; all from 16 on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial512(ref float source, nuint offset, int count)
    {
        ref float start = ref Unsafe.Add(ref source, offset);
        return count >= 16
            ? Vector512.LoadUnsafe(ref start)
            : Vector512.Create(Load8(ref start, count), count > 8 ? Load8(ref Unsafe.Add(ref start, 8), count - 8) : Vector256<float>.Zero);
    }

    /// <inheritdoc cref="LoadPartial512"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LoadPartial(ref float source, nuint offset, int count)
    {
        ref float start = ref Unsafe.Add(ref source, offset);
        return Vector<float>.Count switch
        {
            4 => Load4(ref start, count).AsVector(),
            8 => Load8(ref start, count).AsVector(),
            _ => LoadPartial512(ref source, offset, count).AsVector(),
        };
    }

    /// <summary>Stores the first lanes; memory beyond the count is not written.</summary>
    /// <param name="vector">What is stored.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="offset">Floats beyond it.</param>
    /// <param name="count">How many lanes are stored; all from 16 on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<float> vector, ref float destination, nuint offset, int count)
    {
        ref float start = ref Unsafe.Add(ref destination, offset);
        if (count >= 16)
        {
            vector.StoreUnsafe(ref start);
            return;
        }

        Store8(vector.GetLower(), ref start, count);
        if (count > 8)
            Store8(vector.GetUpper(), ref Unsafe.Add(ref start, 8), count - 8);
    }

    /// <inheritdoc cref="StorePartial(Vector512{float}, ref float, nuint, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector<float> vector, ref float destination, nuint offset, int count)
    {
        ref float start = ref Unsafe.Add(ref destination, offset);
        if (Vector<float>.Count == 4)
            Store4(vector.AsVector128(), ref start, count);
        else if (Vector<float>.Count == 8)
            Store8(vector.AsVector256(), ref start, count);
        else
            StorePartial(vector.AsVector512(), ref destination, offset, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Load8(ref float source, int count) =>
        count >= 8
            ? Vector256.LoadUnsafe(ref source)
            : Vector256.Create(Load4(ref source, count), count > 4 ? Load4(ref Unsafe.Add(ref source, 4), count - 4) : Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Load4(ref float source, int count) => count switch
    {
        <= 0 => Vector128<float>.Zero,
        1 => Vector128.CreateScalar(source),
        2 => Vector128.Create(source, Unsafe.Add(ref source, 1), 0f, 0f),
        3 => Vector128.Create(source, Unsafe.Add(ref source, 1), Unsafe.Add(ref source, 2), 0f),
        _ => Vector128.LoadUnsafe(ref source),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store8(Vector256<float> vector, ref float destination, int count)
    {
        if (count >= 8)
        {
            vector.StoreUnsafe(ref destination);
            return;
        }

        Store4(vector.GetLower(), ref destination, count);
        if (count > 4)
            Store4(vector.GetUpper(), ref Unsafe.Add(ref destination, 4), count - 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store4(Vector128<float> vector, ref float destination, int count)
    {
        if (count >= 4)
        {
            vector.StoreUnsafe(ref destination);
            return;
        }

        if (count > 0)
            destination = vector.ToScalar();

        if (count > 1)
            Unsafe.Add(ref destination, 1) = vector.GetElement(1);

        if (count > 2)
            Unsafe.Add(ref destination, 2) = vector.GetElement(2);
    }
}
