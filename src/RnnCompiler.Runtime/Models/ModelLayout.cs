using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;

namespace RnnCompiler.CompilerServices;

/// <summary>Initial distribution of a parameter.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ParameterInitialization
{
    /// <summary>U(−bound, bound).</summary>
    Uniform,

    /// <summary>N(0, bound²).</summary>
    Normal,

    /// <summary>Every element is the bound.</summary>
    Constant,

    /// <summary>The bound on the diagonal, 0 elsewhere.</summary>
    Identity,

    /// <summary>The bound times a random matrix with orthonormal rows, or columns where there are more rows.</summary>
    Orthogonal,
}

/// <summary>
/// Layout of some rows of a parameter in packed storage: element (r, k) of the slice is at
/// Offset + (r / 16) · BlockStride + (r % 16) · LaneStride + k · ColumnStride.
/// </summary>
/// <param name="RowStart">The slice's first row in the canonical parameter.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns; 1 for vectors.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="BlockStride">From one block of 16 rows to the next.</param>
/// <param name="LaneStride">From one row to the next within a block.</param>
/// <param name="ColumnStride">From one column to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PackedSlice(int RowStart, int Rows, int Columns, int Offset, int BlockStride, int LaneStride, int ColumnStride)
{
    internal const int Block = 16;

    internal int IndexOf(int row, int column) => Offset + row / Block * BlockStride + row % Block * LaneStride + column * ColumnStride;

    /// <summary>Whether its elements belong to a panel, which holds all of them or none.</summary>
    internal bool IsPartOf(in ReducedPanel panel) => Offset >= panel.Source && Offset < panel.Source + panel.Length;
}

/// <summary>A canonical parameter and its layout.</summary>
/// <param name="Name">The canonical name.</param>
/// <param name="Shape">The canonical shape, rank 0 to 3; [channels, inputs, taps] of a convolution.</param>
/// <param name="Offset">Where it begins when all canonical parameters follow one another.</param>
/// <param name="Initialization">How it starts.</param>
/// <param name="Bound">The number that goes with that: a bound, a deviation, a value or a scale.</param>
/// <param name="Slices">Layout of its row blocks.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ParameterLayout(string Name, int[] Shape, int Offset, ParameterInitialization Initialization, double Bound, PackedSlice[] Slices)
{
    /// <summary>Gets whether training leaves it as it is, as it does statistics; it is saved and loaded.</summary>
    public bool IsFrozen { get; init; }

    internal int Columns { get; } = Shape.Skip(1).Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Taps of a convolution, 1 for others: packed storage has the inputs of the first tap, then those of the next.</summary>
    internal int Taps { get; } = Shape.Length > 2 ? Shape[2] : 1;

    internal int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>The column of packed storage that has an element of a canonical row.</summary>
    internal int ColumnOf(int element) => Taps == 1 ? element : element % Taps * (Columns / Taps) + element / Taps;
}

/// <summary>Parameters of a model and their layout.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelLayout
{
    /// <summary>Describes a model.</summary>
    /// <param name="declaration">Its declaration as text.</param>
    /// <param name="parameters">Its parameters in declaration order.</param>
    /// <param name="storageLength">Floats of packed storage, padding included.</param>
    /// <param name="reduced">The panels that inference reads reduced; null for none.</param>
    /// <param name="reducedLength">32-bit words of weights of reduced precision.</param>
    public ModelLayout(string declaration, ParameterLayout[] parameters, int storageLength, ReducedPanel[]? reduced = null, int reducedLength = 0)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(storageLength);
        ArgumentOutOfRangeException.ThrowIfNegative(reducedLength);
        Declaration = declaration;
        Layouts = [.. parameters];
        StorageLength = storageLength;
        Reduced = reduced is null ? [] : [.. reduced];
        ReducedLength = reducedLength;
        Parameters = Array.AsReadOnly(Array.ConvertAll(parameters, p => new ModelParameter(p.Name, Array.AsReadOnly(p.Shape), p.Offset)));
    }

    /// <summary>The declaration as text.</summary>
    public string Declaration { get; }

    /// <summary>SHA-256 of the declaration's UTF-8, in lower-case hexadecimal; weight files carry it.</summary>
    /// <remarks>Generated code states it, since computing it may load a native library; without that it is computed when first read.</remarks>
    public string DeclarationHash
    {
        get => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Declaration)));
        init;
    }

    /// <summary>The canonical parameters in declaration order.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Floats of packed storage, padding included.</summary>
    public int StorageLength { get; }

    /// <summary>32-bit words of weights of reduced precision.</summary>
    public int ReducedLength { get; }

    internal ReducedPanel[] Reduced { get; }

    internal ParameterLayout[] Layouts { get; }

    internal ParameterLayout Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (ParameterLayout layout in Layouts)
        {
            if (layout.Name == name)
                return layout;
        }

        throw new ArgumentException($"Expected one of the parameters {string.Join(", ", Layouts.Select(l => l.Name))}, but '{name}' was given.", nameof(name));
    }
}
