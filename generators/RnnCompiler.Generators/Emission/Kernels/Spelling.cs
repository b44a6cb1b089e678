using RnnCompiler.Compiler.Ir;
using System.Globalization;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>Prints names, numbers, offsets and loop headers of the lowered program as C#.</summary>
internal static class Spelling
{
    /// <summary>Returns the local that refers to a memory.</summary>
    public static string Name(MemorySpace space) => KernelNames.Local(space);

    /// <summary>Returns the local of a run-time number.</summary>
    public static string Name(RuntimeNumber number) => KernelNames.Local(number);

    /// <summary>Returns the local of a run-time number: a given one, or else that of the call.</summary>
    public static string Name(RuntimeNumber number, IndexVariable? local) => local is null ? Name(number) : Local(local.Name);

    /// <summary>Returns the element type of a memory.</summary>
    public static string Element(MemorySpace space) => space switch
    {
        MemorySpace.Tokens or MemorySpace.Classes or MemorySpace.Lengths or MemorySpace.ActiveRows => "int",
        MemorySpace.Bytes => "sbyte",
        _ => "float",
    };

    /// <summary>Returns the local for a name.</summary>
    public static string Local(string name) => GeneratedNames.Escape(name);

    /// <summary>Returns an integer as text.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns a reference to an element at an offset from another reference.</summary>
    public static string At(MemorySpace space, string origin, string offset) => offset == "0" ? origin : Element(space) switch
    {
        "int" => $"{KernelNames.IdAt}(ref {origin}, {offset})",
        "sbyte" => $"{KernelNames.ByteAt}(ref {origin}, {offset})",
        _ => $"{KernelNames.At}(ref {origin}, {offset})",
    };

    /// <summary>Returns a reference to an element of a memory.</summary>
    public static string At(MemorySpace space, Affine offset) => At(space, Name(space), Sum(offset));

    /// <summary>Returns an affine offset: the sum of a constant and of multiples of run-time integers.</summary>
    public static string Sum(Affine offset)
    {
        List<string> terms = [.. offset.Terms.Select(static t =>
        {
            string name = t.Index is null ? Name(t.Runtime!.Value) : Local(t.Index.Name);
            return t.Coefficient == 1 ? name : $"{name} * {Text(t.Coefficient)}";
        })];
        if (offset.Constant != 0 || terms.Count == 0)
            terms.Add(Text(offset.Constant));
        return string.Join(" + ", terms);
    }

    /// <summary>Returns the bound of a loop.</summary>
    public static string Value(Bound bound)
    {
        if (bound.Start is { } start)
        {
            string at = bound.Number == 0 ? Local(start.Name) : $"{Local(start.Name)} + {Text(bound.Number)}";
            return bound.Runtime is { } most ? $"global::System.Math.Min({at}, {Name(most, bound.Local)})" : at;
        }

        if (bound.Runtime is not { } number)
            return Text(bound.Number);
        return bound.Multiple == 1 ? Name(number, bound.Local) : $"{Name(number, bound.Local)} / {Text(bound.Multiple)} * {Text(bound.Multiple)}";
    }

    /// <summary>Returns the header of a loop.</summary>
    public static string Header(Loop loop)
    {
        string index = Local(loop.Index.Name);
        string upper = Value(loop.Upper);
        if (loop.Descending)
            return $"for (nint {index} = {upper} - {Text(loop.Step)}; {index} >= {Value(loop.Lower)}; {index}{(loop.Step == 1 ? "--" : $" -= {Text(loop.Step)}")})";
        if (loop.Alternation is { } odd)
        {
            string even = odd.Shift == 0 ? $"({Local(odd.Index.Name)} & 1) == 0" : $"(({Local(odd.Index.Name)} + {Text(odd.Shift)}) & 1) == 0";
            string lower = Value(loop.Lower);
            return $"for (nint {index} = {even} ? {lower} : {Text(loop.Upper.Number - loop.Step)}; {index} >= {lower} && {index} < {upper}; {index} += {even} ? "
                + $"{Text(loop.Step)} : {Text(-loop.Step)})";
        }

        if (loop.Partitioned)
        {
            string first = (loop.Lower.Number, loop.Step) switch
            {
                (0, 1) => KernelNames.Part,
                (0, _) => $"{KernelNames.Part} * {Text(loop.Step)}",
                (_, 1) => $"{Value(loop.Lower)} + {KernelNames.Part}",
                _ => $"{Value(loop.Lower)} + {KernelNames.Part} * {Text(loop.Step)}",
            };
            string stride = loop.Step == 1 ? KernelNames.Parts : $"{KernelNames.Parts} * {Text(loop.Step)}";
            return $"for (nint {index} = {first}; {index} < {upper}; {index} += {stride})";
        }

        string step = loop.Step == 1 ? $"{index}++" : $"{index} += {Text(loop.Step)}";
        return $"for (nint {index} = {Value(loop.Lower)}; {index} < {upper}; {step})";
    }

    /// <summary>Returns a condition.</summary>
    public static string Condition(Conditional conditional) => conditional.Condition switch
    {
        KernelCondition.Requests => Requests((RequestedResults)conditional.Number),
        KernelCondition.RowsAtLeast => $"{Name(RuntimeNumber.Rows, conditional.Local)} >= {Text(conditional.Number)}",
        KernelCondition.SingleRow => $"{KernelNames.Rows} == 1",
        KernelCondition.StepsAtLeast => $"{Name(RuntimeNumber.Steps, conditional.Local)} >= {Text(conditional.Number)}",
        KernelCondition.PhaseIs => $"{KernelNames.Frame}.Phase == {Text(conditional.Number)}",
        KernelCondition.OwnsWorkItem => conditional.Number == 0 ? $"{KernelNames.Part} == 0" : $"{KernelNames.Part} == {Text(conditional.Number)} % {KernelNames.Parts}",
        _ => throw new InvalidOperationException($"{conditional.Condition} has no spelling."),
    };

    private static string Requests(RequestedResults results) => string.Join(
        " || ",
        Enum.GetValues(typeof(RequestedResults)).Cast<RequestedResults>()
            .Where(r => r != RequestedResults.None && (results & r) != 0)
            .Select(static r => $"{KernelNames.Frame}.{RuntimeNames.Request(r)}"));
}
