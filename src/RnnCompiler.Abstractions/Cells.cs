namespace RnnCompiler;

/// <summary>
/// Marks a custom cell: a type with one static method <c>Step</c> over the types of <c>RnnCompiler.Cells</c>. Its first parameter is the input, parameters
/// that are also returned are states, the others are weights. The first returned vector is the output; it need not be a state. The generator reads the body,
/// differentiates it and compiles it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CellAttribute : Attribute;

/// <summary>A size that is known where a cell is used.</summary>
public enum Dimension
{
    /// <summary>Elements of the input x.</summary>
    Input,

    /// <summary>Units, as the layer declares them.</summary>
    Hidden,
}

/// <summary>
/// States the shape of a state or weight of a cell if its use leaves it open or another one is meant: one size for a vector, rows and columns for a
/// matrix. On the return value it states the length of the output.
/// </summary>
/// <example><code>[Shape(Dimension.Hidden, Dimension.Input)] Matrix W, [Shape(16)] Vector h, [Shape("rank", Dimension.Hidden)] Matrix U</code></example>
/// <param name="sizes">
/// Each a <see cref="Dimension"/>, a whole number from 1, or a name: a size of the cell's own, which layers give as
/// <c>[Recurrent(typeof(MyCell), 64, Dimensions = ["rank=8"])]</c>.
/// </param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ShapeAttribute(params object[] sizes) : Attribute
{
    /// <summary>The sizes as given.</summary>
    public IReadOnlyList<object> Sizes { get; } = sizes;
}

/// <summary>Initial values of a weight.</summary>
public enum Initializer
{
    /// <summary>U(−scale, scale).</summary>
    Uniform,

    /// <summary>N(0, scale²).</summary>
    Normal,

    /// <summary>Every element is the scale.</summary>
    Constant,

    /// <summary>U(−a, a) with a = scale · √(6 / (rows + columns)), of a vector √(6 / (elements + 1)) (Glorot and Bengio 2010).</summary>
    XavierUniform,

    /// <summary>The scale on the diagonal, 0 elsewhere (Le, Jaitly and Hinton 2015); for matrices.</summary>
    Identity,

    /// <summary>Scale times a random matrix with orthonormal rows, or columns where there are more rows (Saxe et al. 2014); for matrices.</summary>
    Orthogonal,
}

/// <summary>Sets how a weight of a cell is initialized; without it, a weight is drawn from U(−1/√hidden, 1/√hidden).</summary>
/// <param name="initializer">The distribution.</param>
/// <param name="scale">Its scale, a finite number; not negative for distributions.</param>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class InitializeAttribute(Initializer initializer, double scale = 1) : Attribute
{
    /// <summary>Initializes every element with one number.</summary>
    /// <param name="constant">The number, finite.</param>
    public InitializeAttribute(double constant)
        : this(Initializer.Constant, constant)
    {
    }

    /// <summary>The distribution.</summary>
    public Initializer Initializer { get; } = initializer;

    /// <summary>Its scale.</summary>
    public double Scale { get; } = scale;
}

/// <summary>A recurrent layer over a custom cell.</summary>
/// <param name="cell">The type with <see cref="CellAttribute"/>.</param>
/// <param name="hiddenSize">Units per direction, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RecurrentAttribute(Type cell, int hiddenSize) : RecurrentLayerAttribute(hiddenSize)
{
    /// <summary>The type with <see cref="CellAttribute"/>.</summary>
    public Type Cell { get; } = cell;

    /// <summary>The sizes that the cell names in <see cref="ShapeAttribute"/>, each as <c>name=size</c>.</summary>
    public string[] Dimensions { get; set; } = [];
}
