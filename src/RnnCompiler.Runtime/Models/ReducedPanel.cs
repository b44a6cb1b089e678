using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Where the reduced copy of a panel of weights lies. Column k of lane j of block b, the float at Source + (b · Columns + k) · Width + j of the
/// parameters, is part k % p of the word at Offset + b · words · Width + (k / p) · Width + j, where p weights share a word, the first in its lowest
/// bits, and words is Columns / p rounded up. Scales follow, one for each lane of each block.
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="Source">The panel's first float among the parameters.</param>
/// <param name="Blocks">Blocks of 16 rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Width">Lanes of a column of a block, a multiple of 16.</param>
/// <param name="Offset">Its first word among the reduced weights.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ReducedPanel(WeightFormat Format, int Source, int Blocks, int Columns, int Width, int Offset)
{
    /// <summary>Floats of the panel.</summary>
    internal int Length => Blocks * Columns * Width;

    /// <summary>Words of a lane.</summary>
    internal int Words => (Columns + PerWord - 1) / PerWord;

    private int PerWord => Format == WeightFormat.Int8 ? 4 : 2;
}
