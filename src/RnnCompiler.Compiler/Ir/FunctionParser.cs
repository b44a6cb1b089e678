namespace RnnCompiler.Compiler.Ir;

/// <summary>Parser of one function, or of a scan body inside the function <c>outer</c>.</summary>
internal sealed class FunctionParser(IrReader reader, FunctionParser? outer)
{
    /// <summary>Limit of nested scans, deeper than any program has; it keeps hostile text from exhausting the stack.</summary>
    private const int MaxNesting = 32;

    private readonly Dictionary<int, Value> _values = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<Equation> _equations = [];
    private readonly List<FunctionResult> _results = [];
    private readonly int _depth = outer is null ? 0 : outer._depth + 1;

    /// <summary>Reads a function from its keyword to its closing brace.</summary>
    public Function Parse(string keyword)
    {
        reader.Word(keyword);
        string name = reader.Name();
        reader.Open();
        while (reader.Current is { Kind: TokenKind.Word } word && IrSpelling.TryRole(word.Text, out ParameterRole role))
        {
            reader.Take();
            _parameters.Add(new Parameter(Definition(), role));
            reader.LineEnd();
        }

        ParseEquations();
        ParseResults("return");
        reader.Close("an equation, a result with 'return' or '}'");
        return Finish(name);
    }

    /// <summary>Reads equations up to the first line that is none; they may read the values defined so far.</summary>
    public IReadOnlyList<Equation> Equations()
    {
        ParseEquations();
        return _equations;
    }

    private void ParseEquations()
    {
        while (reader.Current.Kind == TokenKind.Reference)
        {
            List<(Token Token, TensorType Type)> left = IrParser.List(reader, Typed);
            reader.Mark('=');
            Token word = reader.Current;
            if (word.Kind != TokenKind.Word || !IrSpelling.TryKind(word.Text, out OperationKind kind))
                throw word.Unexpected("an operation");
            reader.Take();

            (Operation operation, List<Value> operands) = kind == OperationKind.Scan
                ? ParseScan()
                : (Attributes(kind, word, left[0].Type), Operands());
            reader.LineEnd();
            _equations.Add(new Equation([.. left.Select(Define)], operation, operands));
        }
    }

    private Operation Attributes(OperationKind kind, Token word, TensorType resultType)
    {
        if (kind is not (OperationKind.Constant or OperationKind.Broadcast or OperationKind.OneHot or OperationKind.Slice
            or OperationKind.ScatterAdd or OperationKind.TakeStep or OperationKind.PlaceStep or OperationKind.StepMask))
        {
            return Operation.Of(kind);
        }

        reader.Mark('[');
        Operation operation = kind switch
        {
            OperationKind.Constant => new ConstantOperation(reader.Real(), resultType),
            OperationKind.Broadcast or OperationKind.OneHot or OperationKind.StepMask => new LengthOperation(kind, reader.Integer(1)),
            OperationKind.Slice => Pair(static (start, length) => new SliceOperation(start, length)),
            OperationKind.ScatterAdd => new ScatterAddOperation(reader.Integer(1)),
            OperationKind.TakeStep or OperationKind.PlaceStep => Pair((step, length) => new StepOperation(kind, step, length)),
            _ => throw word.Unexpected("an operation with attributes"),
        };
        reader.Mark(']');
        return operation;
    }

    private Operation Pair(Func<int, int, Operation> make)
    {
        int first = reader.Integer();
        reader.Mark(',');
        return make(first, reader.Integer(1));
    }

    private (Operation Operation, List<Value> Operands) ParseScan()
    {
        reader.Mark('[');
        Token word = reader.Take();
        ScanDirection direction = word.Text switch
        {
            "forward" => ScanDirection.Forward,
            "reverse" => ScanDirection.Reverse,
            _ => throw word.Unexpected("'forward' or 'reverse'"),
        };
        reader.Mark(',');
        int length = reader.Integer(1);
        bool isWhole = reader.TryMark(',');
        if (isWhole)
            reader.Word("whole");

        reader.Mark(']');
        if (_depth + 1 > MaxNesting)
            throw word.Unexpected($"at most {IrSpelling.Number(MaxNesting)} scans in one another");
        return new FunctionParser(reader, this).ParseBody(direction, length, isWhole);
    }

    private (Operation Operation, List<Value> Operands) ParseBody(ScanDirection direction, int length, bool isWhole)
    {
        string name = reader.Name();
        reader.Open();
        List<Value> operands = [];
        foreach (ParameterRole role in IrSpelling.BodyRoles)
        {
            while (reader.IsWord(IrSpelling.Word(role)))
            {
                reader.Take();
                _parameters.Add(new Parameter(Definition(), role));
                reader.Mark('=');
                operands.Add(outer!.Read(reader));
                reader.LineEnd();
            }
        }

        ParseEquations();
        Token first = reader.Current;
        int carries = ParseResults("next");
        int expected = _parameters.Count(static p => p.Role == ParameterRole.Carry);
        if (carries != expected)
            throw first.Unexpected($"{IrSpelling.Number(expected)} results with 'next', one for each carry, not {IrSpelling.Number(carries)},");
        int outputs = ParseResults("output");
        ParseResults("total");
        CloseBrace("an equation, a result or '}'");
        int inputs = _parameters.Count(static p => p.Role == ParameterRole.StepInput);
        return (new ScanOperation(Finish(name), direction, length, carries, inputs, outputs) { IsWhole = isWhole }, operands);
    }

    private int ParseResults(string keyword)
    {
        int count = 0;
        for (; reader.IsWord(keyword); count++)
        {
            reader.Take();
            string name = reader.Name();
            reader.Mark('=');
            Value value = Read(reader);
            _results.Add(new FunctionResult(name, value, reader.TryWord("of") ? reader.Name() : null));
            reader.LineEnd();
        }

        return count;
    }

    private List<Value> Operands() => reader.Current.Kind == TokenKind.Reference ? IrParser.List(reader, Read) : [];

    /// <summary>Reads a reference to a value that was defined before.</summary>
    public Value Read(IrReader source)
    {
        Token token = source.Take(TokenKind.Reference, "a value such as %3");
        if (!_values.TryGetValue(IrReader.Id(token), out Value? value))
            throw token.Unexpected("a value that is defined before");
        if (value.Name != token.Name)
            throw token.Unexpected($"the name of that value, {IrPrinter.Reference(value)},");
        return value;
    }

    /// <summary>Reads the definition of a value, <c>%3.name: type</c>.</summary>
    public Value Definition() => Define(Typed(reader));

    private static (Token Token, TensorType Type) Typed(IrReader source)
    {
        Token token = source.Take(TokenKind.Reference, "a value such as %3");
        source.Mark(':');
        return (token, source.Type());
    }

    private Value Define((Token Token, TensorType Type) definition)
    {
        Value value = new(IrReader.Id(definition.Token), definition.Type, definition.Token.Name);
        if (_values.ContainsKey(value.Id))
            throw definition.Token.Unexpected("a value that is not defined yet");
        _values.Add(value.Id, value);
        return value;
    }

    private void CloseBrace(string expected)
    {
        if (!reader.IsMark('}'))
            throw reader.Current.Unexpected(expected);
        reader.Take();
    }

    private Function Finish(string name) => new(name, _parameters, _equations, _results);
}
