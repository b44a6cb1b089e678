using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>One size in a cell, before a layer uses the cell: the input size, the hidden size, a number, or a name for which layers give a number.</summary>
public readonly record struct CellDimension
{
    private CellDimension(Dimension? kind, int size, string? name) => (Kind, Size, Name) = (kind, size, name);

    /// <summary>Gets the input size.</summary>
    public static CellDimension Input { get; } = new(Dimension.Input, 0, null);

    /// <summary>Gets the hidden size.</summary>
    public static CellDimension Hidden { get; } = new(Dimension.Hidden, 0, null);

    /// <summary>Gets which size of the layer it is, or null.</summary>
    public Dimension? Kind { get; }

    /// <summary>Gets the number, or 0 if it is not a number.</summary>
    public int Size { get; }

    /// <summary>Gets the name, or null if it has none.</summary>
    public string? Name { get; }

    /// <summary>Creates a number, at least 1.</summary>
    public static CellDimension Fixed(int size) => new(null, size, null);

    /// <summary>Creates a size that the cell names.</summary>
    public static CellDimension Named(string name) => new(null, 0, name);

    /// <summary>Returns the number for the sizes of a layer.</summary>
    public int In(CellSizes sizes) => this switch
    {
        { Kind: Dimension.Input } => sizes.Input,
        { Kind: Dimension.Hidden } => sizes.Hidden,
        { Name: { } name } => sizes.Named[name],
        _ => Size,
    };

    /// <summary>Returns the size in the syntax of [Shape].</summary>
    public override string ToString() => this switch
    {
        { Kind: { } kind } => "Dimension." + kind,
        { Name: { } name } => IrSpelling.Quoted(name),
        _ => IrSpelling.Number(Size),
    };
}

/// <summary>Sizes with which a layer uses a cell.</summary>
/// <param name="Input">The input size.</param>
/// <param name="Hidden">The hidden size.</param>
/// <param name="Named">The numbers of the sizes that the cell names.</param>
public sealed record CellSizes(int Input, int Hidden, IReadOnlyDictionary<string, int> Named);

/// <summary>Shape of a value in a cell: no size for a scalar, one for a vector, rows and columns for a matrix.</summary>
/// <param name="Sizes">Its sizes.</param>
public readonly record struct CellShape(EquatableArray<CellDimension> Sizes)
{
    /// <summary>Gets the shape of a scalar.</summary>
    public static CellShape Scalar => default;

    /// <summary>Gets the rank: 0, 1 or 2.</summary>
    public int Rank => Sizes.Count;

    /// <summary>Creates the shape of a vector or matrix.</summary>
    public static CellShape Of(params CellDimension[] sizes) => new(new EquatableArray<CellDimension>(sizes));

    /// <summary>Returns the type for the sizes of a layer.</summary>
    public TensorType In(CellSizes sizes) => Rank switch
    {
        0 => TensorType.Scalar,
        1 => TensorType.Vector(Sizes[0].In(sizes)),
        _ => TensorType.Matrix(Sizes[0].In(sizes), Sizes[1].In(sizes)),
    };

    /// <summary>Returns the shape as messages write it, such as <c>[Dimension.Hidden, Dimension.Input]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Sizes)}]";
}
