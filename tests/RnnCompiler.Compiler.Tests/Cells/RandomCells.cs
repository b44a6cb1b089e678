using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Cells;

/// <summary>
/// Draws well-formed cells: random expressions over all operations that cells may use, one to three states of random sizes. Next states are bounded, the
/// arguments of logarithms, roots and denominators stay away from 0, so that many steps mean something.
/// </summary>
/// <param name="seed">The seed of the draw.</param>
/// <param name="outputIsState">Whether the output is the first state; otherwise a value of its own.</param>
internal sealed class RandomCells(int seed, bool outputIsState = true)
{
    private const int Depth = 3;

    private static readonly CellDimension[] s_sizes = [CellDimension.Input, CellDimension.Hidden, CellDimension.Hidden, CellDimension.Fixed(3), CellDimension.Named("k")];

    /// <summary>Functions of one operand that cells may use and that need no special argument.</summary>
    private static readonly Lazy<OperationKind[]> s_others = new(static () =>
    [
        .. Enum.GetValues<OperationKind>().Where(static k => OperationTraits.Of(k) is { IsElementwise: true, Operands: 1, IsAllowedInCells: true }
            && k is not (OperationKind.Sigmoid or OperationKind.Tanh or OperationKind.Relu or OperationKind.Softplus or OperationKind.Abs or OperationKind.Negate
                or OperationKind.Exp or OperationKind.Log or OperationKind.Sqrt)),
    ]);

    private static readonly OperationKind[] s_functions =
    [
        OperationKind.Sigmoid, OperationKind.Tanh, OperationKind.Relu, OperationKind.Softplus, OperationKind.Abs, OperationKind.Negate, OperationKind.Softmax,
        OperationKind.Exp, OperationKind.Log, OperationKind.Sqrt, .. s_others.Value,
    ];

    private static readonly OperationKind[] s_pairs =
    [
        OperationKind.Add, OperationKind.Subtract, OperationKind.Multiply, OperationKind.Multiply, OperationKind.Divide, OperationKind.Max, OperationKind.Min,
    ];

    private readonly Random _random = new(seed);
    private List<CellParameter> _states = [];
    private List<CellParameter> _weights = [];

    /// <summary>The next cell.</summary>
    public CellProgram Next(string name)
    {
        while (true)
        {
            // Parameters get their numbers at the end, when it is known how many weights there are.
            CellProgram draft = Draw(name);
            if (CellText.Parse(CellText.Write(draft)) != draft)
                throw new InvalidOperationException($"The text of a random cell is not its own:\n{CellText.Write(draft)}");
            if (IsUsed(draft))
                return draft;
        }
    }

    /// <summary>A layer over a cell, with a size for each that the cell names.</summary>
    public static RecurrentDeclaration Layer(CellProgram cell, int hidden, int named, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat) =>
        new(new CustomDeclaration(cell, new(cell.NamedSizes.Select(n => new NamedSize(n, named)))), hidden, layers, bidirectional, merge, null);

    private CellProgram Draw(string name)
    {
        _states = [];
        _weights = [];
        for (int count = _random.Next(1, 4); count > 0; count--)
            _states.Add(new CellParameter("s" + _states.Count, CellRole.State, CellShape.Of(_states.Count == 0 || _random.Next(3) > 0 ? CellDimension.Hidden : Pick(s_sizes))));

        List<Node> results = [.. _states.Select((s, i) => Delayed(i) ?? NextState(new Node(s), s.Shape.Sizes[0]))];
        Node? output = outputIsState ? null : new Node(OperationKind.Tanh, Vector(Pick(s_sizes), Depth));
        List<CellParameter> parameters = [new("x", CellRole.Input, CellShape.Of(CellDimension.Input)), .. _states, .. _weights];
        Dictionary<Node, int> numbers = [];
        List<CellEquation> equations = [];
        foreach (Node result in output is null ? results : [output, .. results])
            Number(result);
        IEnumerable<CellResult> next = results.Select((r, i) => new CellResult(i + 1, numbers[r])).ToList();
        return new CellProgram(name, new(parameters), new(equations), new(next)) { Output = output is null ? null : numbers[output] };

        int Number(Node node)
        {
            if (numbers.TryGetValue(node, out int known))
                return known;
            if (node.Parameter is { } parameter)
                return numbers[node] = parameters.FindIndex(p => p.Name == parameter.Name);
            int[] operands = [.. node.Operands.Select(Number)];
            equations.Add(new CellEquation(node.Kind, new(operands), node.Constant, null));
            return numbers[node] = parameters.Count + equations.Count - 1;
        }
    }

    private static bool IsUsed(CellProgram cell)
    {
        HashSet<int> read = [.. cell.Equations.SelectMany(static e => e.Operands), .. cell.Results.Select(static r => r.Next)];
        if (cell.Output is { } output)
            read.Add(output);
        return Enumerable.Range(0, cell.Parameters.Count).All(read.Contains);
    }

    /// <summary>The value before the step of another state, for one state in four that has such another.</summary>
    private Node? Delayed(int index)
    {
        CellParameter[] others = [.. _states.Where((s, i) => i != index && s.Shape == _states[index].Shape)];
        return index > 0 && others.Length > 0 && _random.Next(4) == 0 ? new Node(others[_random.Next(others.Length)]) : null;
    }

    private Node NextState(Node old, CellDimension size)
    {
        Node candidate = new(Pick(OperationKind.Tanh, OperationKind.Tanh, OperationKind.Sigmoid, OperationKind.Softmax), Vector(size, Depth));
        if (_random.Next(3) == 0)
            return candidate;
        Node gate = new(OperationKind.Sigmoid, Vector(size, Depth));
        Node kept = new(OperationKind.Multiply, gate, old);
        Node fresh = new(OperationKind.Multiply, new(OperationKind.Subtract, Number(1), gate), candidate);
        return new(OperationKind.Add, kept, fresh);
    }

    private Node Vector(CellDimension size, int depth)
    {
        if (depth == 0)
            return Leaf(size);
        switch (_random.Next(8))
        {
            case 0 or 1:
                CellDimension columns = Pick(s_sizes);
                return new(OperationKind.MatVec, Weight(CellShape.Of(size, columns)), Vector(columns, depth - 1));
            case 2 or 3:
                return Function(Pick(s_functions), Vector(size, depth - 1));
            case 4 or 5 or 6:
                return Pair(Vector(size, depth - 1), Vector(size, depth - 1));
            default:
                return _random.Next(2) == 0 ? Pair(Scalar(depth - 1), Vector(size, depth - 1)) : Pair(Vector(size, depth - 1), Scalar(depth - 1));
        }
    }

    private Node Scalar(int depth)
    {
        if (depth <= 0)
            return _random.Next(2) == 0 ? Number(Math.Round((4 * _random.NextDouble()) - 2, 3)) : Weight(CellShape.Scalar);
        switch (_random.Next(4))
        {
            case 0:
                return Function(Pick(s_functions.Where(static f => f != OperationKind.Softmax).ToArray()), Scalar(depth - 1));
            case 1:
                return Pair(Scalar(depth - 1), Scalar(depth - 1));
            default:
                return new(Pick(OperationKind.Sum, OperationKind.Mean, OperationKind.ReduceMax), Vector(Pick(s_sizes), depth - 1));
        }
    }

    private Node Leaf(CellDimension size)
    {
        List<CellParameter> known = [.. _states.Where(s => s.Shape.Sizes[0] == size)];
        if (size == CellDimension.Input)
            known.Add(new("x", CellRole.Input, CellShape.Of(size)));
        return known.Count > 0 && _random.Next(4) > 0 ? new(known[_random.Next(known.Count)]) : Weight(CellShape.Of(size));
    }

    private Node Function(OperationKind kind, Node a) => kind switch
    {
        OperationKind.Exp => new(kind, new Node(OperationKind.Tanh, a)),
        OperationKind.Log or OperationKind.Sqrt => new(kind, new Node(OperationKind.Add, Number(0.75), new Node(OperationKind.Multiply, a, a))),
        _ => new(kind, a),
    };

    private Node Pair(Node a, Node b)
    {
        OperationKind kind = Pick(s_pairs);
        return kind == OperationKind.Divide ? new(kind, a, new Node(OperationKind.Add, Number(1.25), new Node(OperationKind.Abs, b))) : new(kind, a, b);
    }

    private Node Weight(CellShape shape)
    {
        // Now and then a weight is used again.
        if (_weights.Where(w => w.Shape == shape).ToList() is { Count: > 0 } same && _random.Next(5) == 0)
            return new(same[_random.Next(same.Count)]);
        CellParameter weight = new("w" + _weights.Count, CellRole.Weight, shape, shape.Rank == 0 ? new CellStart(Initializer.Uniform, 1) : null);
        _weights.Add(weight);
        return new(weight);
    }

    private static Node Number(double number) => new(OperationKind.Constant) { Constant = number };

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>An expression; one that is used twice is one node.</summary>
    private sealed class Node(OperationKind kind, params Node[] operands)
    {
        public Node(CellParameter parameter)
            : this(OperationKind.Constant, []) => Parameter = parameter;

        public OperationKind Kind => kind;

        public Node[] Operands => operands;

        public CellParameter? Parameter { get; }

        public double Constant { get; init; }
    }
}
