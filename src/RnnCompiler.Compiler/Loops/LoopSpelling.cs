using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Table of spellings of loop programs, shared by the printer and the parser.</summary>
internal static class LoopSpelling
{
    private static readonly Dictionary<string, MemorySpace> s_spaces = Reverse<MemorySpace>(Word);
    private static readonly Dictionary<string, RequestedResults> s_results = Reverse<RequestedResults>(Word);
    private static readonly Dictionary<string, Slot> s_slots = Reverse<Slot>(Word);
    private static readonly Dictionary<string, WeightFormat> s_formats = Reverse<WeightFormat>(Word);

    /// <summary>Gets the word of a memory.</summary>
    public static string Word(MemorySpace space) => space switch
    {
        MemorySpace.Input => "input",
        MemorySpace.Tokens => "tokens",
        MemorySpace.Targets => "targets",
        MemorySpace.Classes => "classes",
        MemorySpace.Output => "output",
        MemorySpace.Parameters => "parameters",
        MemorySpace.Reduced => "reduced",
        MemorySpace.Bytes => "bytes",
        MemorySpace.Gradients => "gradients",
        MemorySpace.Panels => "panels",
        MemorySpace.Workspace => "workspace",
        MemorySpace.StateIn => "state_in",
        MemorySpace.StateOut => "state_out",
        MemorySpace.StateGradient => "state_gradient",
        MemorySpace.StepGradient => "step_gradient",
        MemorySpace.InputGradient => "input_gradient",
        MemorySpace.Lengths => "lengths",
        MemorySpace.ActiveRows => "active_rows",
        _ => throw new ArgumentOutOfRangeException(nameof(space), space, "The memory has no spelling."),
    };

    /// <summary>Gets the word of a slot.</summary>
    public static string Word(Slot slot) => slot switch
    {
        Slot.Fixed => "slot",
        Slot.Time => "t",
        Slot.AfterLast => "end",
        Slot.Last => "last",
        Slot.Reversed => "reversed",
        Slot.Current => "current",
        Slot.Next => "next",
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "The slot has no spelling."),
    };

    /// <summary>Gets the word of a weight format.</summary>
    public static string Word(WeightFormat format) => format switch
    {
        WeightFormat.Float32 => "float32",
        WeightFormat.BFloat16 => "bfloat16",
        WeightFormat.Int8 => "int8",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format has no spelling."),
    };

    /// <summary>Gets the word of a phase.</summary>
    public static string Word(PhaseKind kind) => kind == PhaseKind.Rows ? "rows" : "results";

    /// <summary>Gets the word of an axis.</summary>
    public static string Word(LoopAxis axis) => axis == LoopAxis.Rows ? "rows" : "steps";

    /// <summary>Gets the words of requested results, such as " for gradients final_states"; nothing for none.</summary>
    public static string Suffix(RequestedResults results) =>
        results == RequestedResults.None ? "" : " for " + string.Join(" ", s_results.Where(r => (results & r.Value) != 0).Select(static r => r.Key));

    /// <summary>Reads what <see cref="Suffix"/> writes, up to the opening brace.</summary>
    public static RequestedResults Results(IrReader reader)
    {
        RequestedResults results = RequestedResults.None;
        if (!reader.TryWord("for"))
            return results;
        do
        {
            Token word = reader.Take(TokenKind.Word, "a kind of results");
            if (!s_results.TryGetValue(word.Text, out RequestedResults one) || one == RequestedResults.None)
                throw word.Unexpected("a kind of results");
            results |= one;
        }
        while (!reader.IsMark('{'));
        return results;
    }

    /// <summary>Gets the word of one kind of results.</summary>
    private static string Word(RequestedResults results) => results switch
    {
        RequestedResults.None => "none",
        RequestedResults.Gradients => "gradients",
        RequestedResults.InputGradient => "input_gradient",
        RequestedResults.FinalStates => "final_states",
        RequestedResults.StateGradients => "state_gradients",
        RequestedResults.StepGradients => "step_gradients",
        _ => throw new ArgumentOutOfRangeException(nameof(results), results, "The results have no spelling."),
    };

    /// <summary>Quotes a comment line, which has no line breaks.</summary>
    public static string Text(string line) => "\"" + line.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>Gets the memory with a word, if there is one.</summary>
    public static bool TrySpace(string word, out MemorySpace space) => s_spaces.TryGetValue(word, out space);

    /// <summary>Gets the slot with a word, if there is one.</summary>
    public static bool TrySlot(string word, out Slot slot) => s_slots.TryGetValue(word, out slot);

    /// <summary>Gets the format with a word, if there is one.</summary>
    public static bool TryFormat(string word, out WeightFormat format) => s_formats.TryGetValue(word, out format);

    private static Dictionary<string, T> Reverse<T>(Func<T, string> word) => Enum.GetValues(typeof(T)).Cast<T>().ToDictionary(word, StringComparer.Ordinal);
}
