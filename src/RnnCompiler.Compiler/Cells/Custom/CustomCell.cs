using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Layout;

namespace RnnCompiler.Compiler.Cells;

/// <summary>A custom cell with the sizes of the layer that uses it.</summary>
public sealed class CustomCell : Cell
{
    private readonly CellProgram _program;

    /// <summary>Creates a cell from its program and sizes.</summary>
    /// <param name="program">The cell.</param>
    /// <param name="sizes">The sizes, with a number for each size that the cell names.</param>
    public CustomCell(CellProgram program, CellSizes sizes)
        : base(sizes.Input, sizes.Hidden)
    {
        _program = program;
        States = [.. program.Results.Select(r => program.Parameters[r.State]).Select(p => new CellState(p.Name, p.Shape.Sizes[0].In(sizes)))];
        CellParameter[] weights = [.. program.Parameters.Where(static p => p.Role == CellRole.Weight)];
        Weights = [.. weights.Select(p => new CellWeight(p.Name, Stored(p.Shape.In(sizes))))];
        Tensors = [.. weights.Select(p => Tensor(p, p.Shape.In(sizes)))];
        CellShape[] shapes = [.. Shapes(program)];
        NumbersPerStep = shapes.Where(static s => s.Rank < 2).Sum(s => (long)Padding.Pad(s.In(sizes).Rows));
        OutputSize = program.Output is { } output ? shapes[output].Sizes[0].In(sizes) : States[0].Size;
    }

    /// <inheritdoc/>
    public override int OutputSize { get; }

    /// <inheritdoc/>
    public override bool OutputIsState => _program.Output is null;

    /// <inheritdoc/>
    public override IReadOnlyList<CellState> States { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<CellWeight> Weights { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<CellTensor> Tensors { get; }

    /// <inheritdoc/>
    public override bool NumbersFirstLevel => false;

    /// <inheritdoc/>
    public override long NumbersPerStep { get; }

    /// <inheritdoc/>
    public override StepValues Step(Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        List<Expression> values = [];
        for (int i = 0; i < _program.Parameters.Count; i++)
            values.Add(Parameter(i, x, states, w));
        foreach (CellEquation equation in _program.Equations)
        {
            Expression value = Apply(equation, values, x.Builder);
            values.Add(equation.Name is { } name ? value.Named(name) : value);
        }

        return new StepValues(values[_program.Output ?? _program.Results[0].Next], [.. _program.Results.Select(r => values[r.Next])]);
    }

    private static List<CellShape> Shapes(CellProgram program)
    {
        List<CellShape> shapes = [.. program.Parameters.Select(static p => p.Shape)];
        foreach (CellEquation equation in program.Equations)
            shapes.Add(CellRules.Shape(equation.Kind, [.. equation.Operands.Select(o => shapes[o])])!.Value);
        return shapes;
    }

    private Expression Parameter(int index, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        CellParameter parameter = _program.Parameters[index];
        return parameter.Role switch
        {
            CellRole.Input => x,
            CellRole.State => states[_program.Results.TakeWhile(r => r.State != index).Count()],
            _ when parameter.Shape.Rank == 0 => Expression.Sum(w[parameter.Name]).Named(parameter.Name),
            _ => w[parameter.Name],
        };
    }

    // A scalar operand is broadcast to the other operand's vector; a constant is created as a vector directly.
    private static Expression Apply(CellEquation equation, List<Expression> values, FunctionBuilder builder)
    {
        if (equation.Kind == OperationKind.Constant)
            return new Expression(builder, builder.Constant(equation.Number, TensorType.Scalar));
        if (CellProgram.ElementwiseOperands(equation.Kind) == 2)
            return Expression.Elementwise(equation.Kind, values[equation.Operands[0]], values[equation.Operands[1]]);
        return new Expression(builder, builder.Apply(equation.Kind, [.. equation.Operands.Select(o => values[o].Value)]));
    }

    // Weights of functions are vectors and matrices; a scalar is the sum of a vector with one element.
    private static TensorType Stored(TensorType type) => type.IsScalar ? TensorType.Vector(1) : type;

    private static IReadOnlyList<int> Shape(TensorType type) => type.Rank switch
    {
        0 => [],
        1 => [type.Rows],
        _ => [type.Rows, type.Columns],
    };

    private CellTensor Tensor(CellParameter parameter, TensorType type)
    {
        (Initialization initialization, double bound) = parameter.Start is { } start ? Start(start, type) : (Initialization.Uniform, 1 / Math.Sqrt(HiddenSize));
        return new CellTensor(parameter.Name, Shape(type), [parameter.Name], initialization, bound);
    }

    private static (Initialization Initialization, double Bound) Start(CellStart start, TensorType type) => start.Initializer switch
    {
        Initializer.Uniform => (Initialization.Uniform, start.Scale),
        Initializer.Normal => (Initialization.Normal, start.Scale),
        Initializer.Constant => (Initialization.Constant, start.Scale),
        Initializer.XavierUniform => (Initialization.Uniform, start.Scale * Math.Sqrt(6.0 / ((double)type.Rows + type.Columns))),
        Initializer.Identity => (Initialization.Identity, start.Scale),
        Initializer.Orthogonal => (Initialization.Orthogonal, start.Scale),
        _ => throw new NotSupportedException($"Expected an initializer with a distribution, found {start.Initializer}."),
    };
}
