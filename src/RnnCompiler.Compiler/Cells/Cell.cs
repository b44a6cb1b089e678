using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Layout;

namespace RnnCompiler.Compiler.Cells;

/// <summary>A weight that the equations of a cell name.</summary>
/// <param name="Name">Its name in the equations, such as <c>W_ii</c>.</param>
/// <param name="Type">Its type.</param>
public sealed record CellWeight(string Name, TensorType Type);

/// <summary>Something that a cell carries from step to step; every stream starts it at zero.</summary>
/// <param name="Name">Its name in the equations, such as <c>h</c>.</param>
/// <param name="Size">The length of the vector.</param>
public sealed record CellState(string Name, int Size);

/// <summary>A tensor as files and callers know it, put together from the rows of weights.</summary>
/// <param name="Name">The canonical name without layer, level and direction, such as <c>weight_ih</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Weights">The names of the weights whose rows follow one another.</param>
/// <param name="Initialization">How it starts.</param>
/// <param name="Bound">The number that goes with that, see <see cref="Ir.Initialization"/>.</param>
public sealed record CellTensor(string Name, IReadOnlyList<int> Shape, IReadOnlyList<string> Weights, Initialization Initialization, double Bound);

/// <summary>The values that one step of a cell computes.</summary>
/// <param name="Output">The output.</param>
/// <param name="States">The states after the step, in the order of <see cref="Cell.States"/>.</param>
public sealed record StepValues(Expression Output, IReadOnlyList<Expression> States)
{
    /// <summary>The values of a cell whose output is its first state.</summary>
    public static StepValues Of(params Expression[] states) => new(states[0], states);
}

/// <summary>
/// A recurrent cell as the literature writes it: what it carries, what it learns, and the equations of one step. Everything else
/// (back-propagation, packing, fusion, code) is derived from these.
/// </summary>
/// <param name="inputSize">The length of x.</param>
/// <param name="hiddenSize">Units.</param>
public abstract class Cell(int inputSize, int hiddenSize)
{
    /// <summary>The length of x.</summary>
    public int InputSize { get; } = inputSize;

    /// <summary>Units.</summary>
    public int HiddenSize { get; } = hiddenSize;

    /// <summary>The length of the output.</summary>
    public virtual int OutputSize => States[0].Size;

    /// <summary>Whether the output is the first state; otherwise it is a value that no later step reads.</summary>
    public virtual bool OutputIsState => true;

    /// <summary>The states, at least one; recurrent dropout and zoneout apply to the first.</summary>
    public abstract IReadOnlyList<CellState> States { get; }

    /// <summary>What it learns, in the order of the canonical tensors.</summary>
    public abstract IReadOnlyList<CellWeight> Weights { get; }

    /// <summary>The canonical tensors in their order; together they hold each weight once.</summary>
    public abstract IReadOnlyList<CellTensor> Tensors { get; }

    /// <summary>Whether the names of weights say the level of a stack for the first level too, as PyTorch's do (<c>weight_ih_l0</c>).</summary>
    public virtual bool NumbersFirstLevel => true;

    /// <summary>Numbers that a step computes, from above, each vector padded: an estimate of what training keeps.</summary>
    public virtual long NumbersPerStep => (long)(Weights.Count + States.Count) * Padding.Pad(OutputSize);

    /// <summary>The equations of one step.</summary>
    /// <param name="x">The input, f[InputSize].</param>
    /// <param name="states">The states before the step, in the order of <see cref="States"/>.</param>
    /// <param name="w">The weights by name.</param>
    public abstract StepValues Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w);
}
