using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using static RnnCompiler.Generators.Emission.Kernels.Spelling;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>
/// Prints the statements of a method. Each statement becomes one statement of C#, with two exceptions: <see cref="StatementGroups"/> merges some
/// statements into one call, and an address that is used once is printed at its use.
/// </summary>
internal sealed class StatementEmitter(SourceWriter writer, Target target, LocalUse uses)
{
    private readonly Dictionary<string, DefinePointer> _inPlace = new(StringComparer.Ordinal);

    /// <summary>Writes the statements of a block in order.</summary>
    public void Write(IReadOnlyList<Statement> block)
    {
        IReadOnlyCollection<string> inPlace = uses.SpelledInPlace(block);
        StatementGroups groups = new(target, uses, inPlace);
        for (int i = 0; i < block.Count;)
        {
            if (groups.At(block, i) is { } group)
            {
                writer.WriteLine(group.Text);
                i += group.Statements;
                continue;
            }

            if (block[i] is DefinePointer define && inPlace.Contains(define.Pointer.Name))
                _inPlace[define.Pointer.Name] = define;
            else
                Write(block[i]);
            i++;
        }
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
                writer.WriteLine($"ref {Element(define.Pointer.Space)} {Local(define.Pointer.Name)} = ref {At(define.Pointer.Space, Origin(define), Sum(define.Offset))};");
                break;
            case Advance advance:
                string pointer = Local(advance.Pointer.Name);
                writer.WriteLine($"{pointer} = ref {At(advance.Pointer.Space, pointer, Text(advance.Distance))};");
                break;
            case Swap swap:
                (string a, string b) = (Local(swap.First.Name), Local(swap.Second.Name));
                writer.WriteLine($"{{ ref {Element(swap.First.Space)} {KernelNames.Swapped} = ref {a}; {a} = ref {b}; {b} = ref {KernelNames.Swapped}; }}");
                break;
            case DefineVector define:
                writer.WriteLine($"var {Local(define.Register.Name)} = {Spell(define.Value, false)};");
                break;
            case AssignVector assign:
                writer.WriteLine($"{Local(assign.Register.Name)} = {Spell(assign.Value, false)};");
                break;
            case DefineId id:
                writer.WriteLine($"nint {Local(id.Id.Name)} = {At(id.Space, id.Offset)};");
                break;
            case DefineStateParity state:
                writer.WriteLine($"nint {Local(state.Parity.Name)} = {KernelNames.Precedes}(ref {Name(MemorySpace.StateOut)}, ref {Name(MemorySpace.StateIn)});");
                break;
            case StoreVector store:
                string count = store.Exact && store.Count < target.Lanes ? $", {Text(store.Count)}" : "";
                writer.WriteLine($"{(count.Length > 0 ? KernelNames.StorePartial : KernelNames.Store)}({Spell(store.Value, false)}, {Place(store.Pointer, store.Offset)}{count});");
                break;
            case StoreReduction reduction:
                string lanes = string.Join(", ", reduction.Vectors.Select(static p => Local(p.Name)));
                writer.WriteLine($"{Reference(reduction.Pointer, reduction.Offset)} = {(target.Lanes == 1 ? lanes : $"{KernelNames.Of(reduction.Kind)}({lanes})")};");
                break;
            case FillZero fill:
                writer.WriteLine($"{KernelNames.Clear}(ref {At(fill.Space, fill.Offset)}, {Text(fill.Count)});");
                break;
            case CopyFloats copy:
                writer.WriteLine($"{KernelNames.Copy}(ref {Reference(copy.Source, 0)}, ref {Reference(copy.Target, 0)}, {Floats(copy)});");
                break;
            case QuantizeFloats quantize:
                writer.WriteLine($"{KernelNames.Quantize}(ref {Reference(quantize.Source, 0)}, ref {Reference(quantize.Target, 0)}, {Text(quantize.Count)});");
                break;
            case TransposePanel transpose:
                Transpose(transpose.Weight);
                break;
            case PartitionBarrier:
                writer.WriteLine($"{KernelNames.Frame}.Wait();");
                break;
            case CallMethod call:
                IEnumerable<string> arguments =
                [
                    "ref " + KernelNames.Frame, .. call.Indices.Select(static i => Local(i.Name)), .. call.Pointers.Select(static p => "ref " + Local(p.Name)),
                ];
                writer.WriteLine($"{call.Method}({string.Join(", ", arguments)});");
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
        writer.WriteLine($"global::RnnCompiler.CompilerServices.PanelTransposition.Transpose(ref {Name(MemorySpace.Parameters)}, {numbers}, "
            + $"ref {Name(MemorySpace.Panels)}, {Text(panel.Offset)});");
    }

    private static string Floats(CopyFloats copy) => copy.Times is { Runtime: null, Start: null, Number: int times }
        ? Text((long)copy.Count * times)
        : copy.Count == 1 ? $"(int)({Spelling.Value(copy.Times)})" : $"(int)({Spelling.Value(copy.Times)}) * {Text(copy.Count)}";

    /// <summary>Returns a pointer and an offset as two arguments.</summary>
    private string Place(Pointer pointer, long offset) => _inPlace.TryGetValue(pointer.Name, out DefinePointer? define)
        ? $"ref {Origin(define)}, {Sum(define.Offset.Plus(offset))}"
        : $"ref {Local(pointer.Name)}, {Text(offset)}";

    /// <summary>Returns the element at an offset from a pointer.</summary>
    private string Reference(Pointer pointer, long offset) => _inPlace.TryGetValue(pointer.Name, out DefinePointer? define)
        ? At(pointer.Space, Origin(define), Sum(define.Offset.Plus(offset)))
        : At(pointer.Space, Local(pointer.Name), Text(offset));

    private static string Origin(DefinePointer define) => define.Base is null ? Name(define.Pointer.Space) : Local(define.Base.Name);

    private string Spell(VectorExpression expression, bool nested) => expression switch
    {
        VectorRegister register => Local(register.Name),
        VectorLoad load when load.Count < target.Lanes => $"{KernelNames.LoadPartial}({Place(load.Pointer, load.Offset)}, {Text(load.Count)})",
        VectorLoad load => $"{KernelNames.Load}({Place(load.Pointer, load.Offset)})",
        BroadcastLoad load => $"{KernelNames.SplatAt}({Place(load.Pointer, load.Offset)})",
        LaneBroadcast broadcast => $"{KernelNames.SplatLane}({Local(broadcast.Vector.Name)}, {Text(broadcast.Lane)})",
        Splat splat => $"{KernelNames.Splat}({CSharpLiteral.Single((float)splat.Number)})",
        Apply apply => Spell(apply.Function, [.. apply.Arguments.Select(a => Spell(a, true))], nested),
        OneHotLanes oneHot => $"{KernelNames.OneHot}({Local(oneHot.Id.Name)}, {Sum(oneHot.FirstLane)})",
        BFloat16Half half => $"{(half.Upper ? KernelNames.UpperHalves : KernelNames.LowerHalves)}({Spell(half.Words, false)})",
        ByteLoad load => $"{KernelNames.LoadBytes}({Place(load.Pointer, load.Offset)})",
        MaskTail mask => $"{KernelNames.MaskTail}({Spell(mask.Argument, false)}, {Text(mask.Count)}, {CSharpLiteral.Single((float)mask.Fill)})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no spelling."),
    };

    private static string Spell(VectorFunction function, IReadOnlyList<string> a, bool nested) => function switch
    {
        VectorFunction.Add => Operator("+", a, nested),
        VectorFunction.Subtract => Operator("-", a, nested),
        VectorFunction.Multiply => Operator("*", a, nested),
        VectorFunction.Divide => Operator("/", a, nested),
        VectorFunction.Negate => "-" + a[0],
        VectorFunction.MultiplyAdd => $"{KernelNames.MultiplyAdd}({string.Join(", ", a)})",
        _ when VectorFunctionTraits.Of(function).Method is { } method => $"{method}({string.Join(", ", a)})",
        _ => throw new InvalidOperationException($"{function} has no spelling."),
    };

    private static string Operator(string sign, IReadOnlyList<string> a, bool nested) => nested ? $"({a[0]} {sign} {a[1]})" : $"{a[0]} {sign} {a[1]}";
}
