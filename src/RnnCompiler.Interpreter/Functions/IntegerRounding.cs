using System.Numerics;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Interpreter.Functions;

/// <summary>Rounding of weights to int8, and of vectors for integer products. It does not use the arithmetic of the runtime, which is tested against it.</summary>
internal static class IntegerRounding
{
    /// <summary>Computes the scale of a row: its maximum magnitude / 127; NaN if the maximum is not finite.</summary>
    public static float Scale(float greatest) => float.IsFinite(greatest) ? greatest / IntegerArithmetic.Greatest : float.NaN;

    /// <summary>Quantises a weight to a multiple of the scale, from −127 to 127.</summary>
    public static int Whole(float value, float scale) =>
        scale > 0 ? (int)Math.Clamp(MathF.Round(value / scale, MidpointRounding.ToEven), -IntegerArithmetic.Greatest, IntegerArithmetic.Greatest) : 0;

    /// <summary>Rounds a vector as an integer product does, to multiples of its greatest magnitude / 127.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="rounded">Receives the rounded vector; NaN if an element is not finite.</param>
    public static void RoundVector<T>(ReadOnlySpan<T> vector, Span<T> rounded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T greatest = T.Zero;
        foreach (T value in vector)
            greatest = T.Max(greatest, T.Abs(value));
        T whole = T.CreateChecked(IntegerArithmetic.Greatest);
        for (int i = 0; i < vector.Length; i++)
        {
            rounded[i] = !T.IsFinite(greatest) ? T.NaN
                : greatest < T.CreateChecked(IntegerArithmetic.Least) ? T.Zero
                : T.Round(vector[i] * (whole / greatest), MidpointRounding.ToEven) * (greatest / whole);
        }
    }

    /// <summary>Rounds a vector to integers from −127 to 127, in the arithmetic of float; its scale is NaN if an element is not finite.</summary>
    public static (int[] Integers, float Scale) Vector(ReadOnlySpan<float> vector)
    {
        float greatest = 0;
        foreach (float value in vector)
            greatest = MathF.Max(greatest, MathF.Abs(value));
        if (!float.IsFinite(greatest) || greatest < (float)IntegerArithmetic.Least)
            return (new int[vector.Length], float.IsFinite(greatest) ? 0 : float.NaN);
        float factor = IntegerArithmetic.Greatest / greatest;
        int[] integers = new int[vector.Length];
        for (int i = 0; i < integers.Length; i++)
            integers[i] = (int)MathF.Round(vector[i] * factor, MidpointRounding.ToEven);
        return (integers, greatest / IntegerArithmetic.Greatest);
    }

    /// <summary>Quantises a row of weights so that neighbours of one sign add to at most 128 in magnitude; its scale is NaN if a weight is not finite.</summary>
    public static (int[] Integers, float Scale) Row(ReadOnlySpan<float> row)
    {
        float scale = 0;
        for (int k = 0; k < row.Length; k += 2)
        {
            float a = row[k], b = k + 1 < row.Length ? row[k + 1] : 0;
            float first = MathF.Abs(a) / IntegerArithmetic.Greatest, second = MathF.Abs(b) / IntegerArithmetic.Greatest;
            scale = MathF.Max(scale, a < 0 == b < 0 ? first + second : MathF.Max(first, second));
        }

        int[] integers = new int[row.Length];
        for (int k = 0; k < row.Length; k++)
            integers[k] = Whole(row[k], scale);
        return float.IsFinite(scale) ? (integers, scale) : (new int[row.Length], float.NaN);
    }
}
