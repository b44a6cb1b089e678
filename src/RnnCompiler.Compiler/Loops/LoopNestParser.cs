using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Parser of one nest of a loop program.</summary>
/// <param name="reader">The reader of the program.</param>
/// <param name="buffers">The buffers of the program, by number.</param>
/// <param name="weights">The weights of the program, by key.</param>
internal sealed class LoopNestParser(IrReader reader, IReadOnlyList<LoopBuffer> buffers, IReadOnlyDictionary<string, PackedWeight> weights)
{
    /// <summary>Reads a nest.</summary>
    public LoopNest Parse()
    {
        if (reader.TryWord("whole"))
        {
            int steps = reader.Integer(1);
            return Nest() with { WholeSteps = steps };
        }

        return Nest();
    }

    private LoopNest Nest()
    {
        Token keyword = reader.Take(TokenKind.Word, "a loop nest or '}'");
        return keyword.Text switch
        {
            "region" => Region(),
            "time" => Time(),
            "outer" => Outer(),
            "total" => Total(),
            "scatter" => Scatter(),
            "zero" => Zero(),
            "transpose" => Transpose(),
            "outer_sum" => OuterSum(),
            _ => throw keyword.Unexpected("region, time, outer, total, scatter, zero, transpose or outer_sum"),
        };
    }

    private RegionNest Region() => new RegionParser(reader, View, Buffer, Weight).Parse();

    private TimeLoop Time()
    {
        ScanDirection direction = reader.Choice("forward", "reverse") ? ScanDirection.Forward : ScanDirection.Reverse;
        int steps = reader.Integer();
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        List<LoopBuffer> carries = [];
        while (reader.TryWord("carry"))
        {
            carries.Add(Buffer(reader));
            reader.LineEnd();
        }

        TimeLoop loop = new(direction, steps, Section("before"), Section("step"), Section("hold"), Section("after"), carries, text);
        reader.Close("'}'");
        return loop;
    }

    private List<RegionNest> Section(string keyword)
    {
        reader.Word(keyword);
        reader.Open();
        List<RegionNest> regions = [];
        while (reader.TryWord("region"))
            regions.Add(Region());
        reader.Close("a region or '}'");
        return regions;
    }

    private OuterProductNest Outer()
    {
        bool overTime = Over("steps");
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        reader.Word("operand");
        BufferView operand = View(reader);
        reader.LineEnd();
        List<OuterProductTerm> terms = [];
        while (reader.TryWord("term"))
        {
            terms.Add(new OuterProductTerm(Weight(reader), View(reader), reader.TryWord("accumulate")));
            reader.LineEnd();
        }

        reader.Close("a term or '}'");
        return new OuterProductNest(terms, operand, overTime, text);
    }

    private SumNest Total()
    {
        BufferView source = View(reader);
        bool overTime = Over("steps");
        bool overRows = Over("rows");
        bool accumulate = reader.TryWord("accumulate");
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        List<BufferView> targets = [];
        while (reader.TryWord("to"))
        {
            targets.Add(View(reader));
            reader.LineEnd();
        }

        reader.Close("a target or '}'");
        return new SumNest(source, overTime, overRows, targets, accumulate, text);
    }

    private ScatterNest Scatter()
    {
        PackedWeight weight = Weight(reader);
        BufferView ids = View(reader);
        reader.Mark(',');
        BufferView source = View(reader);
        bool overTime = Over("steps");
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        reader.Close("'}'");
        return new ScatterNest(weight, ids, source, overTime, text);
    }

    private ZeroNest Zero()
    {
        PackedWeight weight = Weight(reader);
        reader.LineEnd();
        return new ZeroNest(weight);
    }

    private TransposeNest Transpose()
    {
        BufferView? source = reader.TryWord("ones") ? null : View(reader);
        int steps = reader.Integer(1);
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        BufferView target = To();
        reader.Close("'}'");
        return new TransposeNest(source, steps, target, text);
    }

    private OuterSumNest OuterSum()
    {
        bool overTime = Over("steps");
        bool wholeTarget = reader.TryWord("to");
        if (wholeTarget)
            reader.Word("all");
        reader.Open();
        IReadOnlyList<string> text = reader.Text();
        List<OuterSumTerm> terms = [];
        while (reader.TryWord("term"))
        {
            BufferView left = View(reader);
            reader.Mark(',');
            terms.Add(new OuterSumTerm(left, View(reader)));
            reader.LineEnd();
        }

        BufferView target = To();
        reader.Close("'}'");
        return new OuterSumNest(terms, overTime, target, text) { WholeTarget = wholeTarget };
    }

    private BufferView To()
    {
        reader.Word("to");
        BufferView target = View(reader);
        reader.LineEnd();
        return target;
    }

    private BufferView View(IrReader source)
    {
        LoopBuffer buffer = Buffer(source);
        source.Mark('[');
        Token word = source.Take(TokenKind.Word, "a slot");
        if (!LoopSpelling.TrySlot(word.Text, out Slot slot))
            throw word.Unexpected("a slot");
        int shift = source.TryMark(',') ? source.Integer() : 0;
        bool isPart = source.TryMark(',');
        int offset = isPart ? source.Integer() : 0;
        int length = isPart ? source.NextInteger() : buffer.Length;
        source.Mark(']');
        return new BufferView(buffer, slot, shift, offset, length);
    }

    private LoopBuffer Buffer(IrReader source)
    {
        Token token = source.Take(TokenKind.Buffer, "a buffer such as @3.h");
        int number = IrReader.Id(token);
        return number < buffers.Count && buffers[number].Name == token.Name ? buffers[number] : throw token.Unexpected("a buffer that is defined above, with its name");
    }

    private PackedWeight Weight(IrReader source)
    {
        Token token = source.Take(TokenKind.Quoted, "the key of a weight in quotes");
        return weights.TryGetValue(token.Text, out PackedWeight? weight) ? weight : throw token.Unexpected("a weight that is defined above");
    }

    private bool Over(string axis)
    {
        if (!reader.IsWords("over", axis))
            return false;
        reader.Take();
        reader.Take();
        return true;
    }
}
