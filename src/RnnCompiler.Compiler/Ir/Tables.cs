namespace RnnCompiler.Compiler.Ir;

/// <summary>Distribution of the initial values of a parameter.</summary>
public enum Initialization
{
    /// <summary>U(−bound, bound).</summary>
    Uniform,

    /// <summary>N(0, bound²).</summary>
    Normal,

    /// <summary>All elements are the bound.</summary>
    Constant,

    /// <summary>The bound on the diagonal, 0 elsewhere.</summary>
    Identity,

    /// <summary>
    /// The bound times a random matrix with orthonormal rows, or orthonormal columns if there are more rows than columns (Saxe, McClelland and Ganguli 2014).
    /// </summary>
    Orthogonal,
}

/// <summary>
/// Canonical parameter, with the name, shape and layout of PyTorch for built-in layers. It is the concatenation of weights of the functions along its rows:
/// W_ii, W_if, W_ig and W_io are the row blocks of weight_ih_l0. A row may be a vector.
/// </summary>
/// <param name="Name">The canonical name, such as <c>gru.weight_ih_l0</c>.</param>
/// <param name="Shape">The canonical shape, rank 0 to 3.</param>
/// <param name="Slices">The keys of the weights whose rows are concatenated, in order.</param>
/// <param name="Initialization">The distribution of its initial values.</param>
/// <param name="Bound">The argument of the distribution: a bound, a standard deviation, a value or a scale.</param>
public sealed record ParameterTensor(
    string Name,
    IReadOnlyList<int> Shape,
    IReadOnlyList<string> Slices,
    Initialization Initialization,
    double Bound)
{
    /// <summary>Gets whether the values are saved and loaded, but never updated, as the statistics of a batch normalisation are.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The number of elements, in 64 bits.</summary>
    public long ElementCount => Shape.Aggregate(1L, static (product, size) => product * size);

    /// <summary>
    /// The taps of a convolution, whose shape is [channels, inputs, taps]: the weight of the functions has the inputs of the first tap, then those of the next. 1 for others.
    /// </summary>
    public int Taps => Shape.Count > 2 ? Shape[2] : 1;

    /// <summary>The columns of the weights.</summary>
    public int Columns => (int)Shape.Skip(1).Aggregate(1L, static (product, size) => product * size);

    /// <summary>Returns whether a slice is a row of a matrix, as a vector; else it is some rows.</summary>
    /// <param name="slice">The type of the slice.</param>
    public bool IsRow(TensorType slice) => Shape.Count > 1 && slice.IsVector && slice.Rows == Columns;

    /// <summary>Returns the column of the weights that has an element of a row of the canonical parameter.</summary>
    /// <param name="element">The position in the row.</param>
    public int ColumnOf(int element) => (element % Taps * (Columns / Taps)) + (element / Taps);
}

/// <summary>State that a stream carries from step to step.</summary>
/// <param name="Name">The key of its parameter; the next value is the result of the same name.</param>
/// <param name="Type">A scalar or a vector.</param>
/// <param name="InitialValue">The initial value of all elements: 0, or −∞ for a running maximum.</param>
public sealed record StateTensor(string Name, TensorType Type, double InitialValue)
{
    /// <summary>Gets the parameter that is its initial value instead; null if it is not learned.</summary>
    public string? Initial { get; init; }
}

/// <summary>Mask of inverted dropout: each element is 0 with probability Rate, else 1 / (1 − Rate).</summary>
/// <param name="Name">The key of its parameter.</param>
/// <param name="Type">Its type; stacked if each step has a mask of its own.</param>
/// <param name="Rate">The probability of 0.</param>
/// <param name="Mean">The mean of an element; one that is not 0 is Mean / (1 − Rate). It is the value that stands for the mask in inference.</param>
public sealed record NoiseTensor(string Name, TensorType Type, double Rate, double Mean);
