using System.Numerics;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Interpreter.Functions;

namespace RnnCompiler.Interpreter.Models;

/// <summary>
/// Rounding of weights to the declared format, dequantised to float. It does not use the arithmetic of the runtime, which is tested against it.
/// </summary>
/// <param name="module">The module, whose declaration has the format.</param>
internal sealed class WeightRounding(Module module)
{
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

    private static void ToIntegers<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        float[] weights = new float[row.Length];
        for (int k = 0; k < weights.Length; k++)
            weights[k] = float.CreateChecked(row[k]);
        (int[] integers, float scale) = IntegerRounding.Row(weights);
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

    private static void ToInt8<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        float greatest = 0;
        foreach (T value in row)
            greatest = MathF.Max(greatest, MathF.Abs(float.CreateChecked(value)));
        float scale = IntegerRounding.Scale(greatest);
        foreach (ref T value in row)
            value = float.IsNaN(scale) ? T.NaN : T.CreateChecked(IntegerRounding.Whole(float.CreateChecked(value), scale)) * T.CreateChecked(scale);
    }
}
