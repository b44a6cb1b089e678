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
            ToInt8(values.Slice(row, columns));
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
