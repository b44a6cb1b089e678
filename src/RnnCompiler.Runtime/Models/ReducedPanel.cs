using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Layout of the reduced-precision copy of a panel of weights. Column k of lane j of block b of the panel is the float at Source + (b · Columns + k) · Width + j of the
/// parameters. Under <see cref="WeightFormat.BFloat16"/> it is the lower half (k even) or the upper half (k odd) of the word at
/// Offset + (b · words + k / 2) · Width + j, where words is Columns / 2 rounded up. Under <see cref="WeightFormat.Int8"/> it is the byte at
/// 4 · Offset + (b · Columns + k) · Width + j, times the float at Scales + b · Width + j. For integer products it is byte k % 4 of the word at
/// Offset + (b · words + k / 4) · Width + j, where words is Columns / 4 rounded up, times that float; the integer at Starts + b · Width + j is −128 times the sum of the row.
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="Source">The panel's first float among the parameters.</param>
/// <param name="Blocks">Blocks of 16 rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Width">Lanes of a column of a block, a multiple of 16.</param>
/// <param name="Offset">Its first 32-bit word among the weights of reduced precision.</param>
/// <param name="Scales">The first float of its scales.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ReducedPanel(WeightFormat Format, int Source, int Blocks, int Columns, int Width, int Offset, int Scales)
{
    /// <summary>Whether products with the panel add integers.</summary>
    public bool IntegerProducts { get; init; }

    /// <summary>Floats of a block.</summary>
    internal int BlockLength => Columns * Width;

    /// <summary>Floats of the panel.</summary>
    internal int Length => Blocks * BlockLength;

    /// <summary>Words of a block.</summary>
    internal int BlockWords => IntegerProducts ? (Columns + 3) / 4 * Width : Format == WeightFormat.Int8 ? BlockLength / sizeof(float) : (Columns + 1) / 2 * Width;

    /// <summary>The first start of a sum.</summary>
    internal int Starts => Scales + Blocks * Width;
}
