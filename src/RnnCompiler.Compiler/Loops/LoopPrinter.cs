using System.Text;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops;

/// <summary>
/// Printer of loop programs: weights, buffers, then nests in order, with each region in braces. <c>@3.h[t, 1]</c> is a view of buffer 3: the slot after that of
/// the current step. <see cref="LoopParser"/> reads the text back.
/// </summary>
public sealed class LoopPrinter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<LoopBuffer, int> _numbers = [];
    private int _depth;

    private LoopPrinter()
    {
    }

    /// <summary>Prints a program; the text ends with a line break.</summary>
    public static string Print(LoopProgram program)
    {
        LoopPrinter printer = new();
        printer.Write(program);
        return printer._text.ToString();
    }

    private void Write(LoopProgram program)
    {
        Open($"loops {IrSpelling.Name(program.Name)}");
        foreach (PackedWeight weight in LoopWeights.Of(program))
            Line(Weight(weight));
        foreach (LoopBuffer buffer in program.Buffers)
        {
            _numbers.Add(buffer, _numbers.Count);
            Line(Buffer(buffer) + (buffer.IsInWorkspace && program.Placement is { } placement ? " at " + Number(placement.OffsetOf(buffer)) : ""));
        }

        if (program.Placement is { } placed)
            Line("row " + Number(placed.RowStride));
        foreach (LoopPhase phase in program.Phases)
        {
            Open("phase " + LoopSpelling.Word(phase.Kind));
            foreach (LoopGroup group in phase.Groups)
            {
                Open($"group {IrSpelling.Name(group.Title)}{LoopSpelling.Suffix(group.For)}");
                foreach (LoopNest nest in group.Nests)
                    Write(nest);
                Close();
            }

            Close();
        }

        Close();
    }

    private static string Weight(PackedWeight weight)
    {
        SlicePlacement s = weight.Slice;
        string reduced = weight.Reduced is { } r
            ? $" reduced {LoopSpelling.Word(r.Format)}{(r.IntegerProducts ? " integers" : "")} from {Number(r.Source)} to {Number(r.Offset)}"
                + $": {Number(r.Blocks)}, {Number(r.Columns)}, {Number(r.Width)}"
            : "";
        return $"weight {IrSpelling.Quoted(s.Weight)}: f[{Number(s.Rows)},{Number(s.Columns)}] row {Number(s.RowStart)} at {Number(s.Offset)}"
            + $" strides {Number(s.BlockStride)}, {Number(s.LaneStride)}, {Number(s.ColumnStride)} panel {Number(weight.GroupOffset)}{reduced}";
    }

    private string Buffer(LoopBuffer b) =>
        $"buffer {Reference(b)}: {LoopSpelling.Word(b.Space)}[{Number(b.Slots)},{Number(b.Length)}] stride {Number(b.SlotStride)}"
        + $"{(b.RowStride > 0 ? " row " + Number(b.RowStride) : "")}{(b.Start > 0 ? " from " + Number(b.Start) : "")}"
        + $"{(b.IsPadded ? " padded" : "")}{(b.IsInterface ? " interface" : "")}";

    private void Write(LoopNest nest)
    {
        switch (nest)
        {
            case RegionNest region:
                Write(region);
                break;
            case TimeLoop loop:
                Open($"{Whole(nest)}time {IrSpelling.Word(loop.Direction)} {Number(loop.Steps)}");
                Text(loop.Text);
                foreach (LoopBuffer carry in loop.DoubleBuffered)
                    Line("carry " + Reference(carry));
                Section("before", loop.Prologue);
                Section("step", loop.Body);
                Section("hold", loop.Hold);
                Section("after", loop.Epilogue);
                Close();
                break;
            case OuterProductNest outer:
                Open($"{Whole(nest)}outer{(outer.OverTime ? " over steps" : "")}");
                Text(outer.Text);
                Line("operand " + View(outer.Operand) + Columns(outer.Columns));
                foreach (OuterProductTerm term in outer.Terms)
                    Line($"term {IrSpelling.Quoted(term.Weight.Slice.Weight)} {View(term.Delta)}{(term.Accumulate ? " accumulate" : "")}");
                Close();
                break;
            case SumNest sum:
                Open($"{Whole(nest)}total {View(sum.Source)}{(sum.OverTime ? " over steps" : "")}{(sum.OverRows ? " over rows" : "")}{(sum.Accumulate ? " accumulate" : "")}");
                Text(sum.Text);
                foreach (BufferView target in sum.Targets)
                    Line("to " + View(target));
                Close();
                break;
            case TransposeNest transpose:
                Open($"{Whole(nest)}transpose {(transpose.Source is { } source ? View(source) : "ones")} {Number(transpose.Steps)}");
                Text(transpose.Text);
                Line("to " + View(transpose.Target));
                Close();
                break;
            case OuterSumNest outer:
                Open($"{Whole(nest)}outer_sum{(outer.OverTime ? " over steps" : "")}{(outer.WholeTarget ? " to all" : "")}");
                Text(outer.Text);
                foreach (OuterSumTerm term in outer.Terms)
                    Line($"term {View(term.Left)}, {View(term.Right)}");
                Line("to " + View(outer.Target));
                Close();
                break;
            case ScatterNest scatter:
                Open($"{Whole(nest)}scatter {IrSpelling.Quoted(scatter.Weight.Slice.Weight)} {View(scatter.Ids)}, {View(scatter.Source)}{(scatter.OverTime ? " over steps" : "")}");
                Text(scatter.Text);
                Close();
                break;
            case ZeroNest zero:
                Line("zero " + IrSpelling.Quoted(zero.Weight.Slice.Weight));
                break;
            default:
                throw new InvalidOperationException($"A {nest.GetType().Name} has no spelling.");
        }
    }

    private static string Whole(LoopNest nest) => nest.WholeSteps is { } steps ? $"whole {Number(steps)} " : "";

    private void Section(string keyword, IReadOnlyList<RegionNest> regions)
    {
        Open(keyword);
        foreach (RegionNest region in regions)
            Write(region);
        Close();
    }

    private void Write(RegionNest nest)
    {
        Region region = nest.Region;
        string placed = nest.Scratch is { } scratch ? " scratch " + Reference(scratch) : "";
        Open($"{Whole(nest)}region {Number(region.Length)} over {LoopSpelling.Word(nest.Axis)}{placed}{LoopSpelling.Suffix(nest.For)}");
        Text(region.Text);
        foreach (KeyValuePair<Value, double> number in region.Constants)
            Line($"number {Definition(number.Key)} = {IrSpelling.Number(number.Value)}{(region.Loads.TryGetValue(number.Key, out BufferView? place) ? " in " + View(place) : "")}");
        foreach (KeyValuePair<Value, BufferView> load in region.Loads.Where(l => !region.Constants.ContainsKey(l.Key)))
            Line($"load {Definition(load.Key)} = {View(load.Value)}");
        foreach (KeyValuePair<Value, PackedWeight> table in region.Tables)
            Line($"table {Definition(table.Key)} = {IrSpelling.Quoted(table.Value.Slice.Weight)}");
        foreach (QuantizedOperand quantized in region.Quantized)
            Line($"quantize {IrPrinter.Reference(quantized.Operand)} to {View(quantized.Words)}");
        foreach (Accumulation sum in region.Accumulations)
        {
            string start = sum.Start.Count == 0 ? "" : " = " + string.Join(", ", sum.Start.Select(IrPrinter.Reference));
            Open($"sum {IrSpelling.Name(sum.Name)} {Definition(sum.Result)}{start}");
            foreach (Product product in sum.Products)
                Line(Spell(product));
            Close();
        }

        foreach (Equation equation in region.Elementwise)
            Line(IrPrinter.Print(equation));
        foreach (RegionReduction reduction in region.Reductions)
            Line($"reduce {(reduction.Maximum ? "max" : "sum")} {IrPrinter.Reference(reduction.Operand)} to {string.Join(", ", reduction.Targets.Select(View))}");
        foreach (RegionStore store in region.Stores)
            Line($"store {IrPrinter.Reference(store.Value)} to {View(store.Target)}");
        Close();
    }

    private static string Columns(ColumnRange? columns) => columns is { } c ? $" columns {Number(c.First)}, {Number(c.Count)}" : "";

    private string Spell(Product product) => product switch
    {
        WeightProduct w => $"{(w.Transposed ? "transposed" : "product")} {IrSpelling.Quoted(w.Weight.Slice.Weight)} {IrPrinter.Reference(w.Operand)}{Columns(w.Columns)}",
        MatrixProduct m => $"matrix {View(m.Matrix)} {Number(m.Slots)}{(m.OverSteps ? " over steps" : "")} {IrPrinter.Reference(m.Operand)}",
        _ => throw new InvalidOperationException($"A {product.GetType().Name} has no spelling."),
    };

    private string View(BufferView view)
    {
        bool whole = view.LaneOffset == 0 && view.Length == view.Buffer.Length;
        string shift = whole && view.Shift == 0 ? "" : ", " + Number(view.Shift);
        return $"{Reference(view.Buffer)}[{LoopSpelling.Word(view.Slot)}{shift}{(whole ? "" : $", {Number(view.LaneOffset)}, {Number(view.Length)}")}]";
    }

    private string Reference(LoopBuffer buffer) => _numbers.TryGetValue(buffer, out int number)
        ? $"@{Number(number)}.{IrSpelling.Name(buffer.Name)}"
        : throw new InvalidOperationException($"The buffer {buffer.Name} is not one of the program's.");

    private static string Definition(Value value) => $"{IrPrinter.Reference(value)}: {value.Type}";

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Text(IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            Line("text " + LoopSpelling.Text(line));
    }

    private void Open(string line)
    {
        Line(line + " {");
        _depth++;
    }

    private void Close()
    {
        _depth--;
        Line("}");
    }

    private void Line(string line) => _text.Append(' ', 2 * _depth).Append(line).Append('\n');
}
