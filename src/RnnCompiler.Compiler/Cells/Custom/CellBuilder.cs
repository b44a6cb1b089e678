using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>A value of a cell under construction.</summary>
public sealed class CellValue
{
    internal CellValue(int id, IReadOnlyList<SizeVariable> sizes) => (Id, Sizes) = (id, sizes);

    /// <summary>Gets the rank: 0 for a scalar, 1 for a vector, 2 for a matrix.</summary>
    public int Rank => Sizes.Count;

    internal int Id { get; }

    internal IReadOnlyList<SizeVariable> Sizes { get; }
}

/// <summary>
/// Builds a cell for a front end, expression by expression. It infers shapes by unification and collects problems. All parameters are added before
/// all expressions.
/// </summary>
/// <param name="name">The name of the cell's type.</param>
public sealed class CellBuilder(string name)
{
    private readonly List<(CellParameter Parameter, CellValue Value, CellPlace Place)> _parameters = [];
    private readonly List<CellEquation> _equations = [];
    private readonly List<CellResult> _results = [];
    private readonly List<CellProblem> _problems = [];
    private CellValue? _output;

    /// <summary>Gets the problems so far.</summary>
    public IReadOnlyList<CellProblem> Problems => _problems;

    /// <summary>Gets the number of equations so far.</summary>
    public int EquationCount => _equations.Count;

    /// <summary>Adds a parameter; the first one is the input.</summary>
    /// <param name="parameterName">The name of the parameter.</param>
    /// <param name="role">The role of the parameter.</param>
    /// <param name="rank">0 for a scalar, 1 for a vector, 2 for a matrix.</param>
    /// <param name="stated">The sizes that an attribute states, as many as the rank, null where one is left open, or null for none. Without it an input has the
    /// input's size, a state the hidden size.</param>
    /// <param name="start">The initialisation of a weight, or null.</param>
    /// <param name="place">The place of its declaration.</param>
    public CellValue Parameter(string parameterName, CellRole role, int rank, IReadOnlyList<CellDimension?>? stated, CellStart? start, CellPlace place)
    {
        CellDimension? usual = role switch
        {
            CellRole.Input => CellDimension.Input,
            CellRole.State => CellDimension.Hidden,
            _ => null,
        };
        SizeVariable[] sizes =
        [
            .. Enumerable.Range(0, rank).Select(i => (stated is null ? usual : stated[i]) is { } size ? SizeVariable.Settled(size, place) : SizeVariable.Open()),
        ];
        CellValue value = new(_parameters.Count, sizes);
        _parameters.Add((new CellParameter(parameterName, role, default, start), value, place));
        return value;
    }

    /// <summary>Adds a constant.</summary>
    public CellValue Constant(double number) => Add(OperationKind.Constant, [], [], number);

    /// <summary>Adds one of the operations that <see cref="CellProgram.Allows"/> accepts, with operands of the ranks that it requires.</summary>
    /// <param name="kind">The operation.</param>
    /// <param name="place">The place of the expression.</param>
    /// <param name="operands">Its operands.</param>
    public CellValue Apply(OperationKind kind, CellPlace place, params CellValue[] operands)
    {
        IReadOnlyList<SizeVariable> sizes;
        if (kind == OperationKind.MatVec)
        {
            Join(operands[0].Sizes[1], operands[1].Sizes[0], place);
            sizes = [operands[0].Sizes[0]];
        }
        else if (CellProgram.IsReduction(kind))
        {
            sizes = [];
        }
        else
        {
            CellValue[] vectors = [.. operands.Where(static o => o.Rank == 1)];
            bool fit = true;
            for (int i = 1; i < vectors.Length; i++)
                fit &= Join(vectors[0].Sizes[0], vectors[i].Sizes[0], place);

            // Operands that do not fit each other give an open size, so that the error causes no further errors.
            sizes = vectors.Length == 0 ? [] : fit ? vectors[0].Sizes : [SizeVariable.Open()];
        }

        return Add(kind, operands, sizes, 0);
    }

    /// <summary>Sets the name of a value for printed equations. A value keeps its first name, and parameters keep their names.</summary>
    public void Name(CellValue value, string valueName)
    {
        int index = value.Id - _parameters.Count;
        if (index >= 0 && _equations[index] is { Name: null, Kind: not OperationKind.Constant } equation)
            _equations[index] = equation with { Name = valueName };
    }

    /// <summary>Sets an output that is not a state; without it, the output is the first state after the step.</summary>
    /// <param name="value">A vector.</param>
    /// <param name="stated">The length if an attribute states it. Otherwise it is inferred from use; if use does not determine it, it is the hidden size.</param>
    /// <param name="place">The place of the returned expression.</param>
    public void Output(CellValue value, CellDimension? stated, CellPlace place)
    {
        if (stated is not null || value.Sizes[0].Size is null)
            Join(value.Sizes[0], SizeVariable.Settled(stated ?? CellDimension.Hidden, place), place);
        _output = value;
    }

    /// <summary>Sets the value of a state after the step.</summary>
    /// <param name="state">The parameter of the state.</param>
    /// <param name="next">A vector, the value after the step.</param>
    /// <param name="place">The place of the returned expression.</param>
    public void Result(CellValue state, CellValue next, CellPlace place)
    {
        Join(next.Sizes[0], state.Sizes[0], place);
        _results.Add(new CellResult(state.Id, next.Id));
    }

    /// <summary>Returns the finished cell, or null if it has problems.</summary>
    public CellProgram? Build()
    {
        HashSet<int> used = Used();
        HashSet<SizeVariable> asked = [];
        foreach ((CellParameter parameter, CellValue value, CellPlace place) in _parameters)
        {
            // The shapes of unused values are not checked.
            if (used.Contains(value.Id))
                CheckShape(parameter, value, place, asked);
            else
                CheckUse(parameter, place);
        }

        return _problems.Count > 0 ? null : Prune(used);
    }

    private CellValue Add(OperationKind kind, CellValue[] operands, IReadOnlyList<SizeVariable> sizes, double number)
    {
        _equations.Add(new CellEquation(kind, new(operands.Select(static o => o.Id)), number));
        return new CellValue(_parameters.Count + _equations.Count - 1, sizes);
    }

    private bool Join(SizeVariable first, SizeVariable second, CellPlace place)
    {
        if (first.Join(second, place))
            return true;

        // The second place is an expression if one of the two is: the declaration of a parameter explains the contradiction less well.
        bool firstIsOther = _parameters.Any(p => p.Place == second.Reason()) && !_parameters.Any(p => p.Place == first.Reason());
        (SizeVariable here, SizeVariable there) = firstIsOther ? (second, first) : (first, second);
        _problems.Add(new CellProblem(CellProblemKind.ShapesContradict, place, there.Reason(), new([here.Size!.Value.ToString(), there.Size!.Value.ToString()])));
        return false;
    }

    private void CheckShape(CellParameter parameter, CellValue value, CellPlace place, HashSet<SizeVariable> asked)
    {
        for (int i = 0; i < value.Rank; i++)
        {
            // One stated size determines all sizes that unification made equal, so it is requested once.
            if (value.Sizes[i].Size is not null || !asked.Add(value.Sizes[i].Root()))
                continue;
            string which = value.Rank == 1 ? "length" : i == 0 ? "rows" : "columns";
            string[] example = [.. value.Sizes.Select(static s => s.Size?.ToString() ?? "16")];
            _problems.Add(new CellProblem(CellProblemKind.ShapeOpen, place, null, new([parameter.Name, which, $"[Shape({string.Join(", ", example)})]"])));
            return;
        }
    }

    /// <summary>Returns the values that results depend on, including the results.</summary>
    private HashSet<int> Used()
    {
        HashSet<int> used = [.. _results.Select(static r => r.Next)];
        if (_output is not null)
            used.Add(_output.Id);
        for (int i = _equations.Count - 1; i >= 0; i--)
        {
            if (used.Contains(_parameters.Count + i))
                used.UnionWith(_equations[i].Operands);
        }

        return used;
    }

    private void CheckUse(CellParameter parameter, CellPlace place)
    {
        CellProblemKind kind = parameter.Role switch
        {
            CellRole.Input => CellProblemKind.InputNeverUsed,
            CellRole.State => CellProblemKind.StateNeverUsed,
            _ => CellProblemKind.WeightNeverUsed,
        };
        _problems.Add(new CellProblem(kind, place, null, new([parameter.Name])));
    }

    /// <summary>Returns the cell without expressions that no result depends on.</summary>
    private CellProgram Prune(HashSet<int> used)
    {
        Dictionary<int, int> numbers = [];
        List<CellEquation> equations = [];
        for (int i = 0; i < _parameters.Count + _equations.Count; i++)
        {
            if (i >= _parameters.Count && !used.Contains(i))
                continue;
            numbers[i] = numbers.Count;
            if (i >= _parameters.Count)
                equations.Add(_equations[i - _parameters.Count] with { Operands = new(_equations[i - _parameters.Count].Operands.Select(o => numbers[o])) });
        }

        IEnumerable<CellParameter> parameters = _parameters.Select(static p => p.Parameter with { Shape = CellShape.Of([.. p.Value.Sizes.Select(static s => s.Size!.Value)]) });
        IEnumerable<CellResult> results = _results.Select(r => new CellResult(r.State, numbers[r.Next]));
        return new CellProgram(name, new(parameters), new(equations), new(results)) { Output = _output is null ? null : numbers[_output.Id] };
    }
}
