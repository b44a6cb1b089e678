using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Parser of what <see cref="LoopPrinter"/> writes: printing the result gives the same text. It checks the grammar and that everything is defined before it is
/// read; <see cref="LoopVerifier"/> checks whether the program is well formed.
/// </summary>
public sealed class LoopParser
{
    private readonly IrReader _reader;
    private readonly List<LoopBuffer> _buffers = [];
    private readonly Dictionary<LoopBuffer, long> _offsets = [];
    private readonly Dictionary<string, PackedWeight> _weights = new(StringComparer.Ordinal);

    private LoopParser(string text) => _reader = new IrReader(text);

    /// <summary>Reads a program.</summary>
    /// <exception cref="IrFormatException">The text is not that of a loop program. No text causes any other exception.</exception>
    public static LoopProgram Parse(string text)
    {
        LoopParser parser = new(text);
        LoopProgram program = parser.Program();
        parser._reader.End();
        return program;
    }

    private LoopProgram Program()
    {
        _reader.Word("loops");
        string name = _reader.Name();
        _reader.Open();
        while (_reader.TryWord("weight"))
            Weight();
        while (_reader.TryWord("buffer"))
            Buffer();
        BufferPlacement? placement = null;
        if (_reader.TryWord("row"))
        {
            placement = new BufferPlacement(_offsets, _reader.Integer());
            _reader.LineEnd();
        }

        List<LoopPhase> phases = [];
        while (_reader.TryWord("phase"))
        {
            PhaseKind kind = Choice("rows", "results") ? PhaseKind.Rows : PhaseKind.Results;
            List<LoopGroup> groups = [];
            _reader.Open();
            while (_reader.TryWord("group"))
                groups.Add(Group());
            _reader.Close("a group or '}'");
            phases.Add(new LoopPhase(kind, groups));
        }

        _reader.Close("a phase or '}'");
        return new LoopProgram(name, _buffers, phases) { Placement = placement };
    }

    private void Weight()
    {
        string key = _reader.Take(TokenKind.Quoted, "the key of a weight in quotes").Text;
        _reader.Mark(':');
        TensorType type = _reader.Type();
        int row = Labelled("row");
        int offset = Labelled("at");
        int blockStride = Labelled("strides");
        int laneStride = Next();
        int columnStride = Next();
        SlicePlacement slice = new(key, row, type.Rows, type.Columns, offset, blockStride, laneStride, columnStride);
        int panel = Labelled("panel");
        ReducedPanelPlacement? reduced = null;
        if (_reader.TryWord("reduced"))
        {
            Token word = _reader.Take(TokenKind.Word, "a weight format");
            if (!LoopSpelling.TryFormat(word.Text, out WeightFormat format))
                throw word.Unexpected("a weight format");
            int source = Labelled("from");
            int start = Labelled("to");
            _reader.Mark(':');
            reduced = new ReducedPanelPlacement(format, source, _reader.Integer(), Next(), Next(), start);
        }

        _reader.LineEnd();
        _weights[key] = new PackedWeight(slice, panel, reduced);
    }

    private void Buffer()
    {
        Token token = _reader.Take(TokenKind.Buffer, "a buffer such as @3.h");
        if (IrReader.Id(token) != _buffers.Count)
            throw token.Unexpected($"buffer @{IrSpelling.Number(_buffers.Count)}");
        _reader.Mark(':');
        Token word = _reader.Take(TokenKind.Word, "a memory");
        if (!LoopSpelling.TrySpace(word.Text, out MemorySpace space))
            throw word.Unexpected("a memory");
        _reader.Mark('[');
        int slots = _reader.Integer();
        int length = Next();
        _reader.Mark(']');
        int stride = Labelled("stride");
        int rowStride = _reader.TryWord("row") ? _reader.Integer() : 0;
        int start = _reader.TryWord("from") ? _reader.Integer() : 0;
        bool padded = _reader.TryWord("padded");
        bool isInterface = _reader.TryWord("interface");
        LoopBuffer buffer = new(token.Name ?? "", space, length, slots, padded) { SlotStride = stride, RowStride = rowStride, Start = start, IsInterface = isInterface };
        if (_reader.TryWord("at"))
            _offsets[buffer] = _reader.Integer();
        _buffers.Add(buffer);
        _reader.LineEnd();
    }

    private LoopGroup Group()
    {
        string title = _reader.Name();
        bool forInputGradient = _reader.TryWord("for");
        if (forInputGradient)
        {
            _reader.Word("input");
            _reader.Word("gradient");
        }

        List<LoopNest> nests = [];
        _reader.Open();
        while (!_reader.IsMark('}'))
            nests.Add(Nest());
        _reader.Close("a loop nest or '}'");
        return new LoopGroup(title, forInputGradient, nests);
    }

    private LoopNest Nest()
    {
        Token keyword = _reader.Take(TokenKind.Word, "a loop nest or '}'");
        return keyword.Text switch
        {
            "region" => Region(),
            "time" => Time(),
            "outer" => Outer(),
            "total" => Total(),
            "scatter" => Scatter(),
            "zero" => Zero(),
            _ => throw keyword.Unexpected("region, time, outer, total, scatter or zero"),
        };
    }

    private RegionNest Region() => new RegionParser(_reader, View, Buffer, Weight).Parse();

    private TimeLoop Time()
    {
        ScanDirection direction = Choice("forward", "reverse") ? ScanDirection.Forward : ScanDirection.Reverse;
        int steps = _reader.Integer();
        _reader.Open();
        IReadOnlyList<string> text = _reader.Text();
        List<LoopBuffer> carries = [];
        while (_reader.TryWord("carry"))
        {
            carries.Add(Buffer(_reader));
            _reader.LineEnd();
        }

        TimeLoop loop = new(direction, steps, Section("before"), Section("step"), Section("after"), carries, text);
        _reader.Close("'}'");
        return loop;
    }

    private List<RegionNest> Section(string keyword)
    {
        _reader.Word(keyword);
        _reader.Open();
        List<RegionNest> regions = [];
        while (_reader.TryWord("region"))
            regions.Add(Region());
        _reader.Close("a region or '}'");
        return regions;
    }

    private OuterProductNest Outer()
    {
        bool overTime = Over("steps");
        _reader.Open();
        IReadOnlyList<string> text = _reader.Text();
        _reader.Word("operand");
        BufferView operand = View(_reader);
        _reader.LineEnd();
        List<OuterProductTerm> terms = [];
        while (_reader.TryWord("term"))
        {
            terms.Add(new OuterProductTerm(Weight(_reader), View(_reader), _reader.TryWord("accumulate")));
            _reader.LineEnd();
        }

        _reader.Close("a term or '}'");
        return new OuterProductNest(terms, operand, overTime, text);
    }

    private SumNest Total()
    {
        BufferView source = View(_reader);
        bool overTime = Over("steps");
        bool overRows = Over("rows");
        bool accumulate = _reader.TryWord("accumulate");
        _reader.Open();
        IReadOnlyList<string> text = _reader.Text();
        List<BufferView> targets = [];
        while (_reader.TryWord("to"))
        {
            targets.Add(View(_reader));
            _reader.LineEnd();
        }

        _reader.Close("a target or '}'");
        return new SumNest(source, overTime, overRows, targets, accumulate, text);
    }

    private ScatterNest Scatter()
    {
        PackedWeight weight = Weight(_reader);
        BufferView ids = View(_reader);
        _reader.Mark(',');
        BufferView source = View(_reader);
        bool overTime = Over("steps");
        _reader.Open();
        IReadOnlyList<string> text = _reader.Text();
        _reader.Close("'}'");
        return new ScatterNest(weight, ids, source, overTime, text);
    }

    private ZeroNest Zero()
    {
        PackedWeight weight = Weight(_reader);
        _reader.LineEnd();
        return new ZeroNest(weight);
    }

    private BufferView View(IrReader reader)
    {
        LoopBuffer buffer = Buffer(reader);
        reader.Mark('[');
        Token word = reader.Take(TokenKind.Word, "a slot");
        if (!LoopSpelling.TrySlot(word.Text, out Slot slot))
            throw word.Unexpected("a slot");
        int shift = reader.TryMark(',') ? reader.Integer() : 0;
        bool isPart = reader.TryMark(',');
        int offset = isPart ? reader.Integer() : 0;
        int length = isPart ? Next() : buffer.Length;
        reader.Mark(']');
        return new BufferView(buffer, slot, shift, offset, length);
    }

    private LoopBuffer Buffer(IrReader reader)
    {
        Token token = reader.Take(TokenKind.Buffer, "a buffer such as @3.h");
        int number = IrReader.Id(token);
        return number < _buffers.Count && _buffers[number].Name == token.Name ? _buffers[number] : throw token.Unexpected("a buffer that is defined above, with its name");
    }

    private PackedWeight Weight(IrReader reader)
    {
        Token token = reader.Take(TokenKind.Quoted, "the key of a weight in quotes");
        return _weights.TryGetValue(token.Text, out PackedWeight? weight) ? weight : throw token.Unexpected("a weight that is defined above");
    }

    private bool Over(string axis)
    {
        if (!_reader.IsWords("over", axis))
            return false;
        _reader.Take();
        _reader.Take();
        return true;
    }

    private bool Choice(string first, string second)
    {
        Token word = _reader.Take();
        return word.Text == first || (word.Text == second ? false : throw word.Unexpected($"'{first}' or '{second}'"));
    }

    private int Labelled(string label)
    {
        _reader.Word(label);
        return _reader.Integer();
    }

    private int Next()
    {
        _reader.Mark(',');
        return _reader.Integer();
    }
}
