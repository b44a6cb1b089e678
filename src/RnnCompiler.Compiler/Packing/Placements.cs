using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Packing;

/// <summary>Placement of a canonical parameter in packed storage.</summary>
/// <param name="Tensor">The parameter.</param>
/// <param name="Offset">Its first element when all canonical parameters are concatenated.</param>
/// <param name="Slices">The placements of its row blocks, in order of rows.</param>
public sealed record ParameterPlacement(ParameterTensor Tensor, int Offset, IReadOnlyList<SlicePlacement> Slices);

/// <summary>
/// Placement of a weight in packed storage: element (row r, column k) is the float at Offset + (r / 16) · BlockStride + (r % 16) · LaneStride + k ·
/// ColumnStride.
/// </summary>
/// <param name="Weight">The key of the weight.</param>
/// <param name="RowStart">Its first row in the canonical parameter.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns; 1 for vectors and scalars.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="BlockStride">Floats from one block of 16 rows to the next.</param>
/// <param name="LaneStride">Floats from one row to the next within a block.</param>
/// <param name="ColumnStride">Floats from one column to the next.</param>
public sealed record SlicePlacement(string Weight, int RowStart, int Rows, int Columns, int Offset, int BlockStride, int LaneStride, int ColumnStride)
{
    /// <summary>Elements of a weight that is a vector: a column, or a row of a matrix.</summary>
    public int Length => Math.Max(Rows, Columns);
}

/// <summary>Placement of the transposed copy of a weight: element (row j, column k) is the float at Offset + (k / 16) · Rows · 16 + j · 16 + k % 16.</summary>
/// <param name="Source">The weight.</param>
/// <param name="Offset">The first float in the memory of transposed panels.</param>
public sealed record PanelPlacement(SlicePlacement Source, int Offset);

/// <summary>
/// Placement of the copy of a panel of weights in reduced precision. Its column k of lane j of block b is the float at Source + (b · Columns + k) · Width + j
/// of the parameters. With <see cref="WeightFormat.BFloat16"/> it is the lower half (k even) or the upper half (k odd) of the word at Offset + b · BlockStride
/// + (k / 2) · Width + j. With <see cref="WeightFormat.Int8"/> it is the byte at 4 · Offset + b · BlockStride + k · Width + j, times the float at Scales + b ·
/// Width + j. For integer products it is byte k % 4 of the word at Offset + b · BlockStride + (k / 4) · Width + j, times that float; the integer at Starts + b ·
/// Width + j is where the sum of the row starts, so that it is the sum of the vector's bytes without their bias.
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="Source">The panel's first float among the parameters.</param>
/// <param name="Blocks">The number of blocks of 16 rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Width">Lanes of a column of a block: 16 for each gate.</param>
/// <param name="Offset">The first 32-bit word in the memory of weights in reduced precision.</param>
public sealed record ReducedPanelPlacement(WeightFormat Format, int Source, int Blocks, int Columns, int Width, int Offset)
{
    /// <summary>Whether products add integers: the vector is rounded to bytes beside the int8 weights.</summary>
    public bool IntegerProducts { get; init; }

    /// <summary>Columns in a 32-bit word: 2 for bfloat16, 4 for integer products; 1 for other int8 panels, which are addressed by bytes.</summary>
    public int PerWord => Format == WeightFormat.BFloat16 ? 2 : IntegerProducts ? 4 : 1;

    /// <summary>Elements of a loop over k that a word holds: 2 for bfloat16, which are extracted one by one; an integer product takes the four columns of a word at once.</summary>
    public int ElementsPerWord => IntegerProducts ? 1 : PerWord;

    /// <summary>Words, or bytes of int8 panels without integer products, of a row of a block.</summary>
    public int Depth => (Columns + PerWord - 1) / PerWord;

    /// <summary>Stride from one block to the next: in 32-bit words, or in bytes for int8 without integer products.</summary>
    public int BlockStride => checked(Depth * Width);

    /// <summary>The first float of the scales; without scales, one past the panel. It is aligned to a cache line, as the panel is.</summary>
    public int Scales => checked(Offset + (int)((((long)Blocks * BlockStride / (IsInBytes ? sizeof(float) : 1)) + 15) / 16 * 16));

    /// <summary>The first integer of the starts of sums, for integer products.</summary>
    public int Starts => checked(Scales + (Blocks * Width));

    /// <summary>One past the last word of the panel, its scales and its starts.</summary>
    public int End => checked(Scales + ((Format == WeightFormat.Int8 ? 1 : 0) + (IntegerProducts ? 1 : 0)) * Blocks * Width);

    /// <summary>Whether weights are addressed by bytes.</summary>
    public bool IsInBytes => Format == WeightFormat.Int8 && !IntegerProducts;
}

/// <summary>Placement of a state in the memory of the state before a step and of that after it.</summary>
/// <param name="State">The state.</param>
/// <param name="Offset">Its first float.</param>
public sealed record StatePlacement(StateTensor State, int Offset);
