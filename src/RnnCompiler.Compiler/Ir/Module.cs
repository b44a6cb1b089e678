using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Ir;

/// <summary>
/// A compiled model before scheduling: its functions over one example, and the tables that tie their parameters to the world.
/// </summary>
/// <param name="Declaration">What was declared.</param>
/// <param name="Sequence">Inference over a whole sequence: (input, weights) → output.</param>
/// <param name="Step">One streaming step: (input, states, weights) → (output, next states); null for bidirectional models.</param>
/// <param name="Loss">The training form: (input, target, noise, weights) → loss of one example, a mean over its own elements.</param>
/// <param name="Training">Loss with its gradient: (…, loss_bar) → (loss, NAME_bar for each weight, input_bar unless tokens); null before differentiation.</param>
/// <param name="Parameters">The canonical parameters in declaration order.</param>
/// <param name="States">What a stream carries, in order.</param>
/// <param name="Noises">The masks that training draws, in order.</param>
public sealed record Module(
    ModelDeclaration Declaration,
    Function Sequence,
    Function? Step,
    Function Loss,
    Function? Training,
    IReadOnlyList<ParameterTensor> Parameters,
    IReadOnlyList<StateTensor> States,
    IReadOnlyList<NoiseTensor> Noises)
{
    /// <summary>Features of the output, at each step or at the end.</summary>
    public int OutputSize => OutputType.Rank == 2 ? OutputType.Columns : OutputType.Rows;

    /// <summary>Steps of the output: the sequence length, or 1 after a reduction over time.</summary>
    public int OutputSteps => OutputType.Rank == 2 ? OutputType.Rows : 1;

    private TensorType OutputType => Sequence.Result("output").Type;
}

/// <summary>How a parameter starts.</summary>
public enum Initialization
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
/// A canonical parameter (of PyTorch's layers its name, shape and layout), put together row by row from the weights of the functions: the textbook's
/// W_ii, W_if, W_ig and W_io are the row blocks of weight_ih_l0.
/// </summary>
/// <param name="Name">The canonical name, such as <c>gru.weight_ih_l0</c>.</param>
/// <param name="Shape">The canonical shape, rank 0 to 2.</param>
/// <param name="Slices">The keys of the weights whose rows follow one another.</param>
/// <param name="Initialization">How it starts.</param>
/// <param name="Bound">The number that goes with that: a bound, a deviation, a value or a scale.</param>
public sealed record ParameterTensor(
    string Name,
    IReadOnlyList<int> Shape,
    IReadOnlyList<string> Slices,
    Initialization Initialization,
    double Bound)
{
    /// <summary>The number of elements, in 64 bits.</summary>
    public long ElementCount => Shape.Aggregate(1L, static (product, size) => product * size);
}

/// <summary>Something that a stream carries from step to step.</summary>
/// <param name="Name">The key of its parameter; the next value is the result of the same name.</param>
/// <param name="Type">A scalar or a vector.</param>
/// <param name="InitialValue">What every element is at the start of a stream: 0, or −∞ for a running maximum.</param>
public sealed record StateTensor(string Name, TensorType Type, double InitialValue);

/// <summary>A mask of inverted dropout: each element is 0 with probability Rate, else 1 / (1 − Rate).</summary>
/// <param name="Name">The key of its parameter.</param>
/// <param name="Type">Its type, stacked where it differs from step to step.</param>
/// <param name="Rate">The probability of 0.</param>
public sealed record NoiseTensor(string Name, TensorType Type, double Rate);
