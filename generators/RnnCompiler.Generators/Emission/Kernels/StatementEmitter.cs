using System.Globalization;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>One statement of the lowered program, one statement of C#.</summary>
internal sealed class StatementEmitter(SourceWriter writer, KernelDialect dialect)
{
    /// <summary>The local that refers to a memory.</summary>
    public static string Name(MemorySpace space) => char.ToLowerInvariant(space.ToString()[0]) + space.ToString().Substring(1);

    /// <summary>The type of what a memory holds.</summary>
    public static string Element(MemorySpace space) => space switch
    {
        MemorySpace.Tokens or MemorySpace.Classes => "int",
        MemorySpace.Bytes => "sbyte",
        _ => "float",
    };

    /// <summary>Writes statements in order.</summary>
    public void Write(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Write(statement);
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Comment comment:
                foreach (string line in comment.Lines)
                    writer.WriteLine("// " + line);
                break;
            case Loop loop:
                using (writer.Block(Header(loop)))
                    Write(loop.Body);
                break;
            case Conditional conditional:
                using (writer.Block($"if ({Condition(conditional)})"))
                    Write(conditional.Body);
                break;
            case Scope scope:
                using (writer.Block(""))
                    Write(scope.Body);
                break;
            case DefinePointer define:
                string origin = define.Base is null ? Name(define.Pointer.Space) : Local(define.Base.Name);
                writer.WriteLine($"ref {Element(define.Pointer.Space)} {Local(define.Pointer.Name)} = ref {At(origin, define.Offset)};");
                break;
            case Advance advance:
                string pointer = Local(advance.Pointer.Name);
                writer.WriteLine($"{pointer} = ref {KernelDialect.MemoryAlias}.Add(ref {pointer}, {Text(advance.Distance)});");
                break;
            case Swap swap:
                (string a, string b) = (Local(swap.First.Name), Local(swap.Second.Name));
                writer.WriteLine($"{{ ref {Element(swap.First.Space)} swapped = ref {a}; {a} = ref {b}; {b} = ref swapped; }}");
                break;
            case DefineVector define:
                writer.WriteLine($"var {Local(define.Register.Name)} = {Spell(define.Value, false)};");
                break;
            case AssignVector assign:
                writer.WriteLine($"{Local(assign.Register.Name)} = {Spell(assign.Value, false)};");
                break;
            case DefineId id:
                writer.WriteLine($"nint {Local(id.Id.Name)} = {At(Name(id.Space), id.Offset)};");
                break;
            case StoreVector store:
                writer.WriteLine(dialect.Store(Spell(store.Value, false), Local(store.Pointer.Name), store.Offset, store.Count, store.Exact));
                break;
            case StoreReduction reduction:
                string parts = dialect.Reduce(reduction.Kind, [.. reduction.Parts.Select(static p => Local(p.Name))]);
                writer.WriteLine($"{KernelDialect.Element(Local(reduction.Pointer.Name), reduction.Offset)} = {parts};");
                break;
            case FillZero fill:
                writer.WriteLine($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref {At(Name(fill.Space), fill.Offset)}, {Text(fill.Count)}).Clear();");
                break;
            case TransposePanel transpose:
                Transpose(transpose.Weight);
                break;
            case AwaitParts:
                writer.WriteLine("frame.Wait();");
                break;
            case CallMethod call:
                writer.WriteLine($"{call.Method}({string.Join(", ", ["ref frame", .. call.Indices.Select(static i => Local(i.Name)), .. call.Pointers.Select(static p => "ref " + Local(p.Name))])});");
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} has no spelling.");
        }
    }

    private void Transpose(PanelPlacement panel)
    {
        SlicePlacement source = panel.Source;
        string numbers = string.Join(", ", new[] { source.Offset, source.BlockStride, source.ColumnStride, source.Rows, source.Columns }.Select(static n => Text(n)));
        writer.WriteLine($"// {source.Weight}ᵀ   [{Text(source.Columns)},{Text(source.Rows)}]");
        writer.WriteLine($"global::RnnCompiler.CompilerServices.PanelTransposition.Transpose(ref parameters, {numbers}, ref panels, {Text(panel.Offset)});");
    }

    private static string Header(Loop loop)
    {
        string index = Local(loop.Index.Name);
        string upper = Value(loop.Upper);
        if (loop.Descending)
            return $"for (nint {index} = {upper} - {Text(loop.Step)}; {index} >= {Value(loop.Lower)}; {index}{(loop.Step == 1 ? "--" : $" -= {Text(loop.Step)}")})";
        if (loop.Alternation is { } odd)
        {
            string even = odd.Shift == 0 ? $"({Local(odd.Index.Name)} & 1) == 0" : $"(({Local(odd.Index.Name)} + {Text(odd.Shift)}) & 1) == 0";
            string lower = Value(loop.Lower);
            return $"for (nint {index} = {even} ? {lower} : {Text(loop.Upper.Number - loop.Step)}; {index} >= {lower} && {index} < {upper}; {index} += {even} ? {Text(loop.Step)} : {Text(-loop.Step)})";
        }

        if (loop.Shared)
        {
            string first = (loop.Lower.Number, loop.Step) switch
            {
                (0, 1) => "part",
                (0, _) => $"part * {Text(loop.Step)}",
                (_, 1) => $"{Value(loop.Lower)} + part",
                _ => $"{Value(loop.Lower)} + part * {Text(loop.Step)}",
            };
            return $"for (nint {index} = {first}; {index} < {upper}; {index} += {(loop.Step == 1 ? "parts" : $"parts * {Text(loop.Step)}")})";
        }

        string step = loop.Step == 1 ? $"{index}++" : $"{index} += {Text(loop.Step)}";
        return $"for (nint {index} = {Value(loop.Lower)}; {index} < {upper}; {step})";
    }

    private static string Condition(Conditional conditional) => conditional.Condition switch
    {
        KernelCondition.WantsInputGradient => "frame.WantsInputGradient",
        KernelCondition.RowsAtLeast => $"rows >= {Text(conditional.Number)}",
        KernelCondition.StepsAtLeast => $"steps >= {Text(conditional.Number)}",
        KernelCondition.PhaseIs => $"frame.Phase == {Text(conditional.Number)}",
        KernelCondition.PartTakes => conditional.Number == 0 ? "part == 0" : $"part == {Text(conditional.Number)} % parts",
        _ => throw new InvalidOperationException($"{conditional.Condition} has no spelling."),
    };

    private static string Value(Bound bound)
    {
        if (bound.Start is { } start)
        {
            string at = bound.Number == 0 ? Local(start.Name) : $"{Local(start.Name)} + {Text(bound.Number)}";
            return bound.Runtime is { } most ? $"global::System.Math.Min({at}, {Name(most)})" : at;
        }

        if (bound.Runtime is not { } number)
            return Text(bound.Number);
        return bound.Multiple == 1 ? Name(number) : $"{Name(number)} / {Text(bound.Multiple)} * {Text(bound.Multiple)}";
    }

    private static string Name(RuntimeNumber number) => number == RuntimeNumber.Rows ? "rows" : "steps";

    private static string At(string origin, Affine offset)
    {
        string sum = Sum(offset);
        return sum == "0" ? origin : $"{KernelDialect.MemoryAlias}.Add(ref {origin}, {sum})";
    }

    private static string Sum(Affine offset)
    {
        List<string> terms = [.. offset.Terms.Select(static t =>
        {
            string name = t.Index is null ? Name(t.Runtime!.Value) : Local(t.Index.Name);
            return t.Coefficient == 1 ? name : $"({name} * {Text(t.Coefficient)})";
        })];
        if (offset.Constant != 0 || terms.Count == 0)
            terms.Add(Text(offset.Constant));
        return string.Join(" + ", terms);
    }

    private string Spell(VectorExpression expression, bool nested) => expression switch
    {
        VectorRegister register => Local(register.Name),
        VectorLoad load => dialect.Load(Local(load.Pointer.Name), load.Offset, load.Count),
        BroadcastLoad load => dialect.Splat(KernelDialect.Element(Local(load.Pointer.Name), load.Offset)),
        Splat splat => dialect.Splat(CSharpLiteral.Single((float)splat.Number)),
        LossBar => dialect.Splat("lossBar"),
        Apply apply => dialect.Function(apply.Function, Arguments(apply), nested),
        OneHotLanes oneHot => dialect.OneHot(Local(oneHot.Id.Name), OneHotLane(oneHot.FirstLane)),
        BFloat16Half half => dialect.BFloat16Half(Spell(half.Words, true), half.Upper),
        ByteLoad load => dialect.LoadBytes(Local(load.Pointer.Name), load.Offset),
        MaskTail mask => dialect.MaskTail(Spell(mask.Argument, false), mask.Count, CSharpLiteral.Single((float)mask.Fill)),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no spelling."),
    };

    private static string OneHotLane(Affine lane) => lane.Terms.Count == 0 ? Text(lane.Constant) : $"(int)({Sum(lane)})";

    private IReadOnlyList<string> Arguments(Apply apply) => [.. apply.Arguments.Select(a => Spell(a, true))];

    /// <summary>The local of a name.</summary>
    public static string Local(string name) => GeneratedNames.Escape(name);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
