using System.Numerics;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Interpreter.Models;

/// <summary>
/// Rounding of weights to the declared format, dequantised to float. It does not use the arithmetic of the runtime, which is tested against it.
/// </summary>
/// <param name="module">The module, whose declaration has the format.</param>
internal sealed class WeightRounding(Module module)
{
    private const float MaxQuantised = 127;

    private readonly WeightFormat _format = module.Declaration.Weights;
    private readonly HashSet<string> _keys = [.. ReducedWeights.Of(module)];

    /// <summary>Rounds a matrix in place, if inference reads it in the declared format.</summary>
    /// <param name="key">The key of the weight.</param>
    /// <param name="values">Its rows, concatenated.</param>
    /// <param name="columns">The number of elements in a row.</param>
    public void Apply<T>(string key, Span<T> values, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!_keys.Contains(key))
            return;
        if (_format == WeightFormat.BFloat16)
        {
            foreach (ref T value in values)
                value = T.CreateChecked(ToBFloat16(float.CreateChecked(value)));
            return;
        }

        for (int row = 0; row < values.Length; row += columns)
        {
            if (RoundsOperand(key, columns))
                ToIntegers(values.Slice(row, columns));
            else
                ToInt8(values.Slice(row, columns));
        }
    }

    /// <summary>Whether inference rounds the vectors that a matrix multiplies, since its products add integers.</summary>
    /// <param name="key">The key of the weight.</param>
    /// <param name="columns">The number of elements in a row.</param>
    public bool RoundsOperand(string key, int columns) =>
        _keys.Contains(key) && _format == WeightFormat.Int8 && module.Declaration.IntegerProducts && IntegerArithmetic.Holds(columns);

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
    internal static (int[] Integers, float Scale) Vector(ReadOnlySpan<float> vector)
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
    internal static (int[] Integers, float Scale) Row(ReadOnlySpan<float> row)
    {
        float scale = 0;
        for (int k = 0; k < row.Length; k += 2)
        {
            float a = row[k], b = k + 1 < row.Length ? row[k + 1] : 0;
            float first = MathF.Abs(a) / MaxQuantised, second = MathF.Abs(b) / MaxQuantised;
            scale = MathF.Max(scale, a < 0 == b < 0 ? first + second : MathF.Max(first, second));
        }

        int[] integers = new int[row.Length];
        for (int k = 0; k < row.Length; k++)
            integers[k] = Whole(row[k], scale);
        return float.IsFinite(scale) ? (integers, scale) : (new int[row.Length], float.NaN);
    }

    private static void ToIntegers<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        float[] weights = new float[row.Length];
        for (int k = 0; k < weights.Length; k++)
            weights[k] = float.CreateChecked(row[k]);
        (int[] integers, float scale) = Row(weights);
        for (int k = 0; k < weights.Length; k++)
            row[k] = T.CreateChecked(integers[k]) * T.CreateChecked(scale);
    }

    /// <summary>Rounds to the nearest float whose lower 16 bits are 0 (bfloat16), ties to even.</summary>
    internal static float ToBFloat16(float value)
    {
        if (!float.IsFinite(value))
            return value;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint below = bits & 0xFFFF0000u;
        uint rest = bits - below;
        bool up = rest > 0x8000 || (rest == 0x8000 && (below & 0x10000) != 0);
        return BitConverter.UInt32BitsToSingle(up ? below + 0x10000 : below);
    }

    /// <summary>Computes the scale of a row: its maximum magnitude / 127; NaN if the maximum is not finite.</summary>
    internal static float Scale(float greatest) => float.IsFinite(greatest) ? greatest / MaxQuantised : float.NaN;

    /// <summary>Quantises a weight to a multiple of the scale, from −127 to 127.</summary>
    internal static int Whole(float value, float scale) =>
        scale > 0 ? (int)Math.Clamp(MathF.Round(value / scale, MidpointRounding.ToEven), -MaxQuantised, MaxQuantised) : 0;

    private static void ToInt8<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        float greatest = 0;
        foreach (T value in row)
            greatest = MathF.Max(greatest, MathF.Abs(float.CreateChecked(value)));
        float scale = Scale(greatest);
        foreach (ref T value in row)
            value = float.IsNaN(scale) ? T.NaN : T.CreateChecked(Whole(float.CreateChecked(value), scale)) * T.CreateChecked(scale);
    }
}
