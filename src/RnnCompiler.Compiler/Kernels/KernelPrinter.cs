using System.Globalization;
using System.Text;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>Prints a lowered program as text, one line for each statement. Equal programs give equal text.</summary>
public sealed class KernelPrinter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    private KernelPrinter()
    {
    }

    /// <summary>Prints all methods.</summary>
    public static string Print(KernelProgram program)
    {
        KernelPrinter printer = new();
        printer.Line($"program for {program.Target.Name}: {program.Target.Lanes} lanes, {program.Target.Registers} registers");
        foreach (KernelMethod method in program.Methods)
        {
            printer.Line($"method {method.Name}{Names(method.Indices, method.Pointers)}: {method.Summary}");
            printer.Nested(method.Body);
        }

        return printer._text.ToString();
    }

    private static string Names(IReadOnlyList<IndexVariable> indices, IReadOnlyList<Pointer> pointers) => indices.Count + pointers.Count == 0
        ? ""
        : $"({string.Join(", ", indices.Select(static i => i.Name).Concat(pointers.Select(static p => p.Name)))})";

    private void Nested(IReadOnlyList<Statement> statements)
    {
        _depth++;
        foreach (Statement statement in statements)
            Print(statement);
        _depth--;
    }

    private void Print(Statement statement)
    {
        switch (statement)
        {
            case Comment comment:
                foreach (string line in comment.Lines)
                    Line("; " + line);
                break;
            case Loop loop:
                Line($"for {loop.Index.Name} = {Spell(loop.Lower)} .. {Spell(loop.Upper)} step "
                    + $"{Number(loop.Step)}{(loop.Descending ? " descending" : "")}{(loop.PartialLast ? " last one partial" : "")}{(loop.Partitioned ? " partitioned" : "")}"
                    + (loop.Alternation is { } odd ? $" descending where {odd.Index.Name}{(odd.Shift == 0 ? "" : " + " + Number(odd.Shift))} is odd" : ""));
                Nested(loop.Body);
                break;
            case Conditional conditional:
                Line($"if {Spell(conditional)}");
                Nested(conditional.Body);
                break;
            case Scope scope:
                Line("scope");
                Nested(scope.Body);
                break;
            case DefinePointer define:
                Line($"{define.Pointer.Name} = &{define.Base?.Name ?? define.Pointer.Space.ToString()}[{Spell(define.Offset)}]");
                break;
            case Advance advance:
                Line($"{advance.Pointer.Name} += {Number(advance.Distance)}");
                break;
            case Swap swap:
                Line($"swap {swap.First.Name}, {swap.Second.Name}");
                break;
            case DefineVector define:
                Line($"let {define.Register.Name} = {Spell(define.Value)}");
                break;
            case AssignVector assign:
                Line($"{assign.Register.Name} = {Spell(assign.Value)}");
                break;
            case DefineId id:
                Line($"let {id.Id.Name} = {id.Space}[{Spell(id.Offset)}]");
                break;
            case DefineStateParity state:
                Line($"let {state.Parity.Name} = {MemorySpace.StateOut} < {MemorySpace.StateIn}");
                break;
            case StoreVector store:
                Line($"{store.Pointer.Name}[{Number(store.Offset)}] = {Spell(store.Value)}{(store.Exact ? " exactly" : "")} ({Number(store.Count)} lanes)");
                break;
            case StoreReduction reduction:
                Line($"{reduction.Pointer.Name}[{Number(reduction.Offset)}] = {reduction.Kind} of {string.Join(", ", reduction.Vectors.Select(static p => p.Name))}");
                break;
            case FillZero fill:
                Line($"zero {fill.Space}[{Spell(fill.Offset)}], {Number(fill.Count)} floats");
                break;
            case CopyFloats copy:
                Line($"copy {copy.Source.Name} to {copy.Target.Name}, {Number(copy.Count)} floats{(copy.Times == Bound.Of(1) ? "" : $" × {Spell(copy.Times)}")}");
                break;
            case QuantizeFloats quantize:
                Line($"quantize {quantize.Source.Name} to {quantize.Target.Name}, {Number(quantize.Count)} floats");
                break;
            case TransposePanel transpose:
                Line($"transpose {transpose.Weight.Source.Weight} to Panels[{Number(transpose.Weight.Offset)}]");
                break;
            case PartitionBarrier:
                Line("partition barrier");
                break;
            case CallMethod call:
                Line("call " + call.Method + Names(call.Indices, call.Pointers));
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} has no spelling.");
        }
    }

    private static string Spell(VectorExpression expression) => expression switch
    {
        VectorRegister register => register.Name,
        VectorLoad load => $"{load.Pointer.Name}[{Number(load.Offset)}:{Number(load.Count)}]",
        BroadcastLoad load => $"all {load.Pointer.Name}[{Number(load.Offset)}]",
        LaneBroadcast broadcast => $"all {Spell(broadcast.Vector)}.{Number(broadcast.Lane)}",
        Splat splat => "all " + splat.Number.ToString("R", CultureInfo.InvariantCulture),
        Apply apply => $"{apply.Function}({string.Join(", ", apply.Arguments.Select(Spell))})",
        OneHotLanes oneHot => $"onehot({oneHot.Id.Name} from {Spell(oneHot.FirstLane)})",
        BFloat16Half half => $"{(half.Upper ? "upper" : "lower")} half of {Spell(half.Words)}",
        ByteLoad load => $"bytes {load.Pointer.Name}[{Number(load.Offset)}]",
        MaskTail mask => $"mask({Spell(mask.Argument)}, {Number(mask.Count)}, {mask.Fill.ToString("R", CultureInfo.InvariantCulture)})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no spelling."),
    };

    private static string Spell(Conditional conditional) => conditional.Condition switch
    {
        KernelCondition.Requests => $"{(RequestedResults)conditional.Number} requested",
        KernelCondition.RowsAtLeast => $"{conditional.Local?.Name ?? "rows"} >= {Number(conditional.Number)}",
        KernelCondition.SingleRow => "rows = 1",
        KernelCondition.StepsAtLeast => $"{conditional.Local?.Name ?? "steps"} >= {Number(conditional.Number)}",
        KernelCondition.PhaseIs => $"phase is {Number(conditional.Number)}",
        KernelCondition.OwnsWorkItem => $"work item {Number(conditional.Number)} is owned",
        _ => throw new InvalidOperationException($"The condition {conditional.Condition} has no spelling."),
    };

    private static string Spell(Bound bound)
    {
        string? runtime = bound.Local?.Name ?? (bound.Runtime is { } number ? Name(number) : null);
        if (bound.Start is { } start)
            return $"{start.Name} + {Number(bound.Number)}{(runtime is null ? "" : $" at most {runtime}")}";
        if (runtime is null)
            return Number(bound.Number);
        return bound.Multiple == 1 ? runtime : $"{runtime} down to a multiple of {Number(bound.Multiple)}";
    }

    private static string Spell(Affine offset) => string.Join(
        " + ",
        offset.Terms.Select(static t => $"{(t.Index is null ? Name(t.Runtime!.Value) : t.Index.Name)}*{Number(t.Coefficient)}").Concat([Number(offset.Constant)]));

    private static string Name(RuntimeNumber number) => number == RuntimeNumber.Rows ? "rows" : "steps";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Line(string text) => _text.Append(' ', _depth * 2).Append(text).Append('\n');
}
