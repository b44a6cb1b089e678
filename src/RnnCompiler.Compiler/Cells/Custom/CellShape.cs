using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>One size of something in a cell, before anyone uses the cell: the input's, the hidden size, a number, or a name that layers give a number.</summary>
public readonly record struct CellDimension
{
    private CellDimension(Dimension? kind, int size, string? name) => (Kind, Size, Name) = (kind, size, name);

    /// <summary>Elements of the input.</summary>
    public static CellDimension Input { get; } = new(Dimension.Input, 0, null);

    /// <summary>Units.</summary>
    public static CellDimension Hidden { get; } = new(Dimension.Hidden, 0, null);

    /// <summary>Which size of the layer it is, if it is one.</summary>
    public Dimension? Kind { get; }

    /// <summary>The number, if it is one, else 0.</summary>
    public int Size { get; }

    /// <summary>The name, if it has one.</summary>
    public string? Name { get; }

    /// <summary>A number from 1.</summary>
    public static CellDimension Fixed(int size) => new(null, size, null);

    /// <summary>A size that the cell names.</summary>
    public static CellDimension Named(string name) => new(null, 0, name);

    /// <summary>Its number where the cell is used.</summary>
    public int In(CellSizes sizes) => this switch
    {
        { Kind: Dimension.Input } => sizes.Input,
        { Kind: Dimension.Hidden } => sizes.Hidden,
        { Name: { } name } => sizes.Named[name],
        _ => Size,
    };

    /// <summary>As [Shape] spells it.</summary>
    public override string ToString() => this switch
    {
        { Kind: { } kind } => "Dimension." + kind,
        { Name: { } name } => IrSpelling.Quoted(name),
        _ => IrSpelling.Number(Size),
    };
}

/// <summary>The sizes with which a cell is used.</summary>
/// <param name="Input">Elements of the input.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Named">The sizes that the cell names.</param>
public sealed record CellSizes(int Input, int Hidden, IReadOnlyDictionary<string, int> Named);

/// <summary>The shape of something in a cell: of a scalar no size, of a vector one, of a matrix rows and columns.</summary>
/// <param name="Sizes">Its sizes.</param>
public readonly record struct CellShape(EquatableArray<CellDimension> Sizes)
{
    /// <summary>One number.</summary>
    public static CellShape Scalar => default;

    /// <summary>0, 1 or 2.</summary>
    public int Rank => Sizes.Count;

    /// <summary>Of a matrix or vector.</summary>
    public static CellShape Of(params CellDimension[] sizes) => new(new EquatableArray<CellDimension>(sizes));

    /// <summary>The type where the cell is used.</summary>
    public TensorType In(CellSizes sizes) => Rank switch
    {
        0 => TensorType.Scalar,
        1 => TensorType.Vector(Sizes[0].In(sizes)),
        _ => TensorType.Matrix(Sizes[0].In(sizes), Sizes[1].In(sizes)),
    };

    /// <summary>As messages write it, such as <c>[Dimension.Hidden, Dimension.Input]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Sizes)}]";
}
