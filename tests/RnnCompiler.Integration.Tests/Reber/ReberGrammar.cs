namespace RnnCompiler.Integration.Tests.Reber;

/// <summary>
/// The embedded Reber grammar (Fahlman, "The recurrent cascade-correlation architecture", 1991; figure 3 of Hochreiter and Schmidhuber, "Long short-term memory", 1997):
/// <c>B T reber T E</c> or <c>B P reber P E</c>. The symbol before the last one is the second one again: it has to be remembered over the whole inner string.
/// </summary>
internal static class ReberGrammar
{
    public const string Symbols = "BTSXPVE";

    private const int InnerEnd = 7;

    /// <summary>For each state of the inner grammar, the symbols that may follow and the states that they lead to; with two of them, each has probability ½.</summary>
    private static readonly (char Symbol, int Next)[][] Transitions =
    [
        [('B', 1)],
        [('T', 2), ('P', 3)],
        [('S', 2), ('X', 4)],
        [('T', 3), ('V', 5)],
        [('X', 3), ('S', 6)],
        [('P', 4), ('V', 6)],
        [('E', InnerEnd)],
    ];

    /// <summary>A random string, and for each of its symbols but the last the symbols that may follow.</summary>
    public static (string Text, string[] Successors) Draw(Random random)
    {
        string arm = random.Next(2) == 0 ? "T" : "P";
        string text = "B" + arm;
        List<string> successors = ["TP", "B"];
        for (int state = 0; state != InnerEnd;)
        {
            (char symbol, state) = Transitions[state][random.Next(Transitions[state].Length)];
            text += symbol;
            successors.Add(state == InnerEnd ? arm : string.Concat(Transitions[state].Select(static t => t.Symbol)));
        }

        successors.Add("E");
        return (text + arm + "E", [.. successors]);
    }
}
