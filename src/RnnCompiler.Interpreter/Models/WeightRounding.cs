using System.Numerics;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Interpreter.Models;

/// <summary>
/// Rounds weights as a declared format keeps them, and gives the numbers that they then stand for. Arithmetic of its own: the runtime's is judged
/// by it.
/// </summary>
/// <param name="module">The model, which says the format and so which of its weights are kept in it.</param>
internal sealed class WeightRounding(Module module)
{
    private const float GreatestWhole = 127;

    private readonly WeightFormat _format = module.Declaration.Weights;
    private readonly HashSet<string> _keys = [.. ReducedWeights.Of(module)];

    /// <summary>Rounds a matrix in place, if inference reads it reduced.</summary>
    /// <param name="key">The key of the weight.</param>
    /// <param name="values">Its rows, one after the other.</param>
    /// <param name="columns">Numbers in a row.</param>
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

    /// <summary>The nearest float whose lower 16 bits are 0, of two equally near ones that with an even last bit.</summary>
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

    /// <summary>The scale of a row: its greatest magnitude / 127; NaN if one of its numbers is not finite.</summary>
    internal static float Scale(float greatest) => float.IsFinite(greatest) ? greatest / GreatestWhole : float.NaN;

    /// <summary>A weight in whole scales.</summary>
    internal static int Whole(float value, float scale) =>
        scale > 0 ? (int)Math.Clamp(MathF.Round(value / scale, MidpointRounding.ToEven), -GreatestWhole, GreatestWhole) : 0;

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
