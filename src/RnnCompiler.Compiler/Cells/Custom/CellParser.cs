using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>Parses and checks the text of a cell, so that each <see cref="CellProgram"/> is valid.</summary>
internal sealed class CellParser(string text)
{
    private static readonly CellRole[] s_roles = [CellRole.Input, CellRole.State, CellRole.Weight];
    private static readonly Initializer[] s_initializers = [.. Enum.GetValues(typeof(Initializer)).Cast<Initializer>()];

    private readonly IrReader _reader = new(text);
    private readonly List<CellParameter> _parameters = [];
    private readonly List<CellEquation> _equations = [];
    private readonly List<CellResult> _results = [];
    private readonly List<(string? Name, CellShape Shape)> _values = [];

    public CellProgram Parse()
    {
        _reader.Word("cell");
        Token cell = _reader.Current;
        string name = _reader.Name();
        if (name.Length == 0)
            throw cell.Unexpected("the name of the cell");
        _reader.Mark('{');
        _reader.LineEnd();
        while (Role() is { } role)
            Parameter(role);
        while (_reader.Current.Kind == TokenKind.Reference)
            Equation();
        int? output = _reader.IsWord("output") ? Output() : null;
        while (_reader.IsWord("next"))
            Result();
        Token end = _reader.Current;
        _reader.Mark('}');
        _reader.LineEnd();
        _reader.End();
        if (_results.Count == 0 || _results.Count != _parameters.Count(static p => p.Role == CellRole.State))
            throw end.Unexpected("a line 'next' for each state");
        return new CellProgram(name, new(_parameters), new(_equations), new(_results)) { Output = output };
    }

    private CellRole? Role()
    {
        foreach (CellRole role in s_roles)
        {
            if (_reader.IsWord(CellText.Word(role)))
                return role;
        }

        return null;
    }

    private void Parameter(CellRole role)
    {
        Token word = _reader.Take();
        if ((role == CellRole.Input) != (_parameters.Count == 0))
            throw word.Unexpected(_parameters.Count == 0 ? "the input first" : "one input");
        Token token = Define();
        if (token.Name is null || _parameters.Any(p => p.Name == token.Name))
            throw token.Unexpected("a parameter with a name of its own");
        _reader.Mark(':');
        CellShape shape = Shape(role);
        CellStart? start = role == CellRole.Weight && _reader.Current.Kind == TokenKind.Word ? Start(shape) : null;
        _reader.LineEnd();
        _parameters.Add(new CellParameter(token.Name, role, shape, start));
        _values.Add((token.Name, shape));
    }

    private CellShape Shape(CellRole role)
    {
        Token first = _reader.Current;
        _reader.Word("f");
        _reader.Mark('[');
        List<CellDimension> sizes = _reader.IsMark(']') ? [] : IrParser.List(_reader, Size);
        _reader.Mark(']');
        if (sizes.Count > 2 || (role != CellRole.Weight && sizes.Count != 1))
            throw first.Unexpected(role == CellRole.Weight ? "at most two sizes" : "a vector");
        return CellShape.Of([.. sizes]);
    }

    private static CellDimension Size(IrReader reader)
    {
        if (reader.Current.Kind == TokenKind.Quoted)
            return CellDimension.Named(reader.Take().Text);
        if (reader.Current.Kind == TokenKind.Number)
            return CellDimension.Fixed(reader.Integer(1));
        Token word = reader.Take();
        return word is { Kind: TokenKind.Word, Text: "input" } ? CellDimension.Input
            : word is { Kind: TokenKind.Word, Text: "hidden" } ? CellDimension.Hidden
            : throw word.Unexpected("a size");
    }

    private CellStart Start(CellShape shape)
    {
        Token word = _reader.Take();
        Initializer initializer = default;
        if (!s_initializers.Any(i => CellText.Word(initializer = i) == word.Text) || !CellRules.Fits(initializer, shape.Rank))
            throw word.Unexpected("an initializer for this shape");
        _reader.Mark('[');
        double scale = _reader.Real();
        _reader.Mark(']');
        if (!CellRules.IsScale(initializer, scale))
            throw word.Unexpected("a finite scale, not negative for a distribution");
        return new CellStart(initializer, scale);
    }

    private void Equation()
    {
        Token token = Define();
        _reader.Mark('=');
        Token word = _reader.Current;
        if (word.Kind != TokenKind.Word || !IrSpelling.TryKind(word.Text, out OperationKind kind) || !CellProgram.Allows(kind))
            throw word.Unexpected("an operation that cells may use");
        _reader.Take();
        double number = 0;
        if (kind == OperationKind.Constant)
        {
            _reader.Mark('[');
            number = _reader.Real();
            _reader.Mark(']');
        }

        List<int> operands = _reader.Current.Kind == TokenKind.Reference ? IrParser.List(_reader, Read) : [];
        _reader.LineEnd();
        CellShape shape = CellRules.Shape(kind, [.. operands.Select(o => _values[o].Shape)])
            ?? throw word.Unexpected("operands that fit the operation");
        _equations.Add(new CellEquation(kind, new(operands), number, token.Name));
        _values.Add((token.Name, shape));
    }

    private int Output()
    {
        _reader.Take();
        Token token = _reader.Current;
        int output = Read(_reader);
        if (_values[output].Shape.Rank != 1)
            throw token.Unexpected("a vector");
        _reader.LineEnd();
        return output;
    }

    private void Result()
    {
        _reader.Take();
        Token token = _reader.Current;
        int state = Read(_reader);
        if (state >= _parameters.Count || _parameters[state].Role != CellRole.State || _results.Any(r => r.State == state))
            throw token.Unexpected("a state that has no next value yet");
        _reader.Mark('=');
        Token value = _reader.Current;
        int next = Read(_reader);
        if (_values[next].Shape != _values[state].Shape)
            throw value.Unexpected("a value of the state's shape");
        _reader.LineEnd();
        _results.Add(new CellResult(state, next));
    }

    private Token Define()
    {
        Token token = _reader.Take(TokenKind.Reference, "a value such as %3");
        return IrReader.Id(token) == _values.Count ? token : throw token.Unexpected($"the number %{IrSpelling.Number(_values.Count)}");
    }

    private int Read(IrReader reader)
    {
        Token token = reader.Take(TokenKind.Reference, "a value such as %3");
        int id = IrReader.Id(token);
        return id < _values.Count && _values[id].Name == token.Name ? id : throw token.Unexpected("a value that is defined before, with its name");
    }
}
