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
            PhaseKind kind = _reader.Choice("rows", "results") ? PhaseKind.Rows : PhaseKind.Results;
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
        int row = _reader.LabelledInteger("row");
        int offset = _reader.LabelledInteger("at");
        int blockStride = _reader.LabelledInteger("strides");
        int laneStride = _reader.NextInteger();
        int columnStride = _reader.NextInteger();
        SlicePlacement slice = new(key, row, type.Rows, type.Columns, offset, blockStride, laneStride, columnStride);
        int panel = _reader.LabelledInteger("panel");
        ReducedPanelPlacement? reduced = null;
        if (_reader.TryWord("reduced"))
        {
            Token word = _reader.Take(TokenKind.Word, "a weight format");
            if (!LoopSpelling.TryFormat(word.Text, out WeightFormat format))
                throw word.Unexpected("a weight format");
            bool integers = _reader.TryWord("integers");
            int source = _reader.LabelledInteger("from");
            int start = _reader.LabelledInteger("to");
            _reader.Mark(':');
            reduced = new ReducedPanelPlacement(format, source, _reader.Integer(), _reader.NextInteger(), _reader.NextInteger(), start) { IntegerProducts = integers };
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
        int length = _reader.NextInteger();
        _reader.Mark(']');
        int stride = _reader.LabelledInteger("stride");
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
        RequestedResults results = LoopSpelling.Results(_reader);
        LoopNestParser nest = new(_reader, _buffers, _weights);
        List<LoopNest> nests = [];
        _reader.Open();
        while (!_reader.IsMark('}'))
            nests.Add(nest.Parse());
        _reader.Close("a loop nest or '}'");
        return new LoopGroup(title, results, nests);
    }
}
