using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Parser of one region of a loop program.</summary>
/// <param name="reader">The reader, after the word <c>region</c>.</param>
/// <param name="view">Reads a view of a buffer.</param>
/// <param name="buffer">Reads a reference to a buffer.</param>
/// <param name="weight">Reads a reference to a weight.</param>
internal sealed class RegionParser(IrReader reader, Func<IrReader, BufferView> view, Func<IrReader, LoopBuffer> buffer, Func<IrReader, PackedWeight> weight)
{
    private readonly FunctionParser _values = new(reader, null);
    private readonly Dictionary<Value, double> _numbers = [];
    private readonly Dictionary<Value, BufferView> _loads = [];
    private readonly Dictionary<Value, PackedWeight> _tables = [];
    private readonly List<QuantizedOperand> _quantized = [];
    private readonly List<Accumulation> _sums = [];
    private readonly List<RegionReduction> _reductions = [];
    private readonly List<RegionStore> _stores = [];

    /// <summary>Reads the region.</summary>
    public RegionNest Parse()
    {
        int length = reader.Integer(1);
        reader.Word("over");
        Token word = reader.Take(TokenKind.Word, "'rows' or 'steps'");
        LoopAxis axis = word.Text switch { "rows" => LoopAxis.Rows, "steps" => LoopAxis.Steps, _ => throw word.Unexpected("'rows' or 'steps'") };
        LoopBuffer? scratch = reader.TryWord("scratch") ? buffer(reader) : null;
        RequestedResults results = LoopSpelling.Results(reader);
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        Lines("number", Number);
        Lines("load", Load);
        Lines("table", Table);
        Lines("quantize", Quantize);
        while (reader.TryWord("sum"))
            Sum();
        IReadOnlyList<Equation> equations = _values.Equations();
        Lines("reduce", Reduce);
        Lines("store", Store);
        reader.Close("an equation, a reduction, a store or '}'");
        Region region = new()
        {
            Length = length,
            Text = text,
            Constants = _numbers,
            Loads = _loads,
            Tables = _tables,
            Quantized = _quantized,
            Accumulations = _sums,
            Elementwise = equations,
            Reductions = _reductions,
            Stores = _stores,
        };
        return new RegionNest(region, axis) { Scratch = scratch, For = results };
    }

    private void Lines(string keyword, Action line)
    {
        while (reader.TryWord(keyword))
        {
            line();
            reader.LineEnd();
        }
    }

    private void Number()
    {
        Value value = _values.Definition();
        reader.Mark('=');
        _numbers[value] = reader.Real();
        if (reader.TryWord("in"))
            _loads[value] = view(reader);
    }

    private void Load()
    {
        Value value = _values.Definition();
        reader.Mark('=');
        _loads[value] = view(reader);
    }

    private void Table()
    {
        Value value = _values.Definition();
        reader.Mark('=');
        _tables[value] = weight(reader);
    }

    private void Quantize()
    {
        Value operand = _values.Read(reader);
        reader.Word("to");
        _quantized.Add(new QuantizedOperand(operand, view(reader)));
    }

    private void Sum()
    {
        string name = reader.Name();
        Value result = _values.Definition();
        List<Value> start = reader.TryMark('=') ? IrParser.List(reader, _values.Read) : [];
        List<Product> products = [];
        reader.Open();
        while (reader.IsWord("product") || reader.IsWord("transposed") || reader.IsWord("matrix"))
        {
            string kind = reader.Take().Text;
            products.Add(kind == "matrix" ? Matrix() : Weighted(kind == "transposed"));
            reader.LineEnd();
        }

        reader.Close("a product or '}'");
        _sums.Add(new Accumulation(name, result, start, products));
    }

    private WeightProduct Weighted(bool transposed) => new(weight(reader), transposed, _values.Read(reader)) { Columns = LoopSpelling.Columns(reader) };

    private MatrixProduct Matrix()
    {
        BufferView matrix = view(reader);
        int slots = reader.Integer(1);
        bool overSteps = reader.TryWord("over");
        if (overSteps)
            reader.Word("steps");
        return new MatrixProduct(matrix, slots, overSteps, _values.Read(reader));
    }

    private void Reduce()
    {
        Token word = reader.Take(TokenKind.Word, "'sum' or 'max'");
        bool maximum = word.Text switch { "max" => true, "sum" => false, _ => throw word.Unexpected("'sum' or 'max'") };
        Value operand = _values.Read(reader);
        reader.Word("to");
        _reductions.Add(new RegionReduction(maximum, operand, IrParser.List(reader, view)));
    }

    private void Store()
    {
        Value value = _values.Read(reader);
        reader.Word("to");
        _stores.Add(new RegionStore(value, view(reader)));
    }
}
