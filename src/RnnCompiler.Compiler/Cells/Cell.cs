using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Layout;

namespace RnnCompiler.Compiler.Cells;

/// <summary>A weight in the equations of a cell.</summary>
/// <param name="Name">Its name in the equations, such as <c>W_ii</c>.</param>
/// <param name="Type">Its type.</param>
public sealed record CellWeight(string Name, TensorType Type);

/// <summary>A state that a cell carries from step to step; each stream starts with zeros.</summary>
/// <param name="Name">Its name in the equations, such as <c>h</c>.</param>
/// <param name="Size">The length of the vector.</param>
public sealed record CellState(string Name, int Size);

/// <summary>A canonical tensor, as weight files and users see it: the concatenated rows of weights.</summary>
/// <param name="Name">The canonical name without layer, level and direction, such as <c>weight_ih</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Weights">The names of the weights whose rows are concatenated, in order.</param>
/// <param name="Initialization">The initial distribution.</param>
/// <param name="Bound">The parameter of that distribution, see <see cref="Ir.Initialization"/>.</param>
public sealed record CellTensor(string Name, IReadOnlyList<int> Shape, IReadOnlyList<string> Weights, Initialization Initialization, double Bound);

/// <summary>Values that one step of a cell computes.</summary>
/// <param name="Output">The output.</param>
/// <param name="States">The states after the step, in the order of <see cref="Cell.States"/>.</param>
public sealed record StepValues(Expression Output, IReadOnlyList<Expression> States)
{
    /// <summary>Creates the values of a cell whose output is its first state.</summary>
    public static StepValues Of(params Expression[] states) => new(states[0], states);
}

/// <summary>
/// A recurrent cell as the literature writes it: states, weights, and the equations of one step. The compiler derives everything else from these:
/// back-propagation, packing, fusion and code.
/// </summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">The number of units.</param>
public abstract class Cell(int inputSize, int hiddenSize)
{
    /// <summary>Gets the length of x.</summary>
    public int InputSize { get; } = inputSize;

    /// <summary>Gets the number of units.</summary>
    public int HiddenSize { get; } = hiddenSize;

    /// <summary>Gets the length of the output.</summary>
    public virtual int OutputSize => States[0].Size;

    /// <summary>Gets whether the output is the first state; otherwise it is a value that no later step reads.</summary>
    public virtual bool OutputIsState => true;

    /// <summary>Gets the states, at least one; recurrent dropout and zoneout apply to the first.</summary>
    public abstract IReadOnlyList<CellState> States { get; }

    /// <summary>Gets the weights, in the order of the canonical tensors.</summary>
    public abstract IReadOnlyList<CellWeight> Weights { get; }

    /// <summary>Gets the canonical tensors in order; together they contain each weight once.</summary>
    public abstract IReadOnlyList<CellTensor> Tensors { get; }

    /// <summary>Gets whether the names of weights contain the level for the first level too, as in PyTorch (<c>weight_ih_l0</c>).</summary>
    public virtual bool NumbersFirstLevel => true;

    /// <summary>Gets an upper bound of the numbers that a step computes, with each vector padded: an estimate of the tape's size in training.</summary>
    public virtual long NumbersPerStep => (long)(Weights.Count + States.Count) * Padding.Pad(OutputSize);

    /// <summary>Computes one step.</summary>
    /// <param name="x">The input, f[InputSize].</param>
    /// <param name="states">The states before the step, in the order of <see cref="States"/>.</param>
    /// <param name="w">The weights by name.</param>
    public abstract StepValues Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w);
}
