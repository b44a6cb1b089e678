using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Where a canonical parameter lies.</summary>
/// <param name="Tensor">The parameter.</param>
/// <param name="Offset">Where it begins when all canonical parameters follow one another.</param>
/// <param name="Slices">Where its row blocks lie, in order of rows.</param>
public sealed record ParameterPlacement(ParameterTensor Tensor, int Offset, IReadOnlyList<SlicePlacement> Slices);

/// <summary>
/// Where a weight lies in packed storage: element (row r, column k) at
/// Offset + (r / 16) · BlockStride + (r % 16) · LaneStride + k · ColumnStride.
/// </summary>
/// <param name="Weight">The key of the weight.</param>
/// <param name="RowStart">Its first row in the canonical parameter.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns; 1 for vectors and scalars.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="BlockStride">From one block of 16 rows to the next.</param>
/// <param name="LaneStride">From one row to the next within a block.</param>
/// <param name="ColumnStride">From one column to the next.</param>
public sealed record SlicePlacement(string Weight, int RowStart, int Rows, int Columns, int Offset, int BlockStride, int LaneStride, int ColumnStride);

/// <summary>Where the transposed copy of a weight lies: element (row j, column k) at Offset + (k / 16) · Rows · 16 + j · 16 + k % 16.</summary>
/// <param name="Source">The weight.</param>
/// <param name="Offset">Its first float among the panels.</param>
public sealed record PanelPlacement(SlicePlacement Source, int Offset);

/// <summary>
/// Where the reduced copy of a panel of weights lies, whose column k of lane j of block b is the float at Source + (b · Columns + k) · Width + j of the
/// parameters. Under <see cref="WeightFormat.BFloat16"/> it is the lower half (k even) or the upper half (k odd) of the word at
/// Offset + b · BlockStride + (k / 2) · Width + j. Under <see cref="WeightFormat.Int8"/> it is the byte at 4 · Offset + b · BlockStride + k · Width + j, times
/// the float at Scales + b · Width + j.
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="Source">The panel's first float among the parameters.</param>
/// <param name="Blocks">Blocks of 16 rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Width">Lanes of a column of a block: 16 for each gate of the panel.</param>
/// <param name="Offset">Its first word among the reduced weights.</param>
public sealed record ReducedPanelPlacement(WeightFormat Format, int Source, int Blocks, int Columns, int Width, int Offset)
{
    /// <summary>Columns that share a 32-bit word.</summary>
    public int PerWord => Format == WeightFormat.BFloat16 ? 2 : 1;

    /// <summary>Words from one block to the next, or bytes where each weight is one.</summary>
    public int BlockStride => checked((Columns + PerWord - 1) / PerWord * Width);

    /// <summary>The first float of the scales; without them, one past the panel. It begins a cache line, as the panel does.</summary>
    public int Scales => checked(Offset + (int)((((long)Blocks * BlockStride / (Format == WeightFormat.Int8 ? sizeof(float) : 1)) + 15) / 16 * 16));
}

/// <summary>Where a state lies, in either half.</summary>
/// <param name="State">The state.</param>
/// <param name="Offset">Its first float.</param>
public sealed record StatePlacement(StateTensor State, int Offset);
