using System.Text.RegularExpressions;

namespace RnnCompiler.Integration.Tests;

/// <summary>What the JIT compiler printed of x64 methods: their innermost loops, and what these do.</summary>
public static partial class Disassembly
{
    /// <summary>An innermost loop.</summary>
    /// <param name="Method">The method that it stands in.</param>
    /// <param name="MultiplyAdds">Fused multiply-adds of an iteration.</param>
    /// <param name="Spills">Vectors that an iteration spills to the stack.</param>
    /// <param name="Calls">Calls of an iteration.</param>
    public sealed record Loop(string Method, int MultiplyAdds, int Spills, int Calls);

    /// <summary>The innermost loops of all methods.</summary>
    public static IEnumerable<Loop> Loops(IEnumerable<string> lines)
    {
        string method = "";
        List<string> code = [];
        Dictionary<string, int> labels = [];
        foreach (string line in lines.Append("; Assembly listing for method (end)"))
        {
            if (line.StartsWith("; Assembly listing for method ", StringComparison.Ordinal))
            {
                foreach (Loop loop in Innermost(method, code, labels))
                    yield return loop;
                method = line.Split(' ')[5];
                code.Clear();
                labels.Clear();
            }
            else if (Label().Match(line) is { Success: true } label)
            {
                labels[label.Groups[1].Value] = code.Count;
            }
            else if (line.StartsWith("       ", StringComparison.Ordinal))
            {
                code.Add(line.Trim());
            }
        }
    }

    private static IEnumerable<Loop> Innermost(string method, List<string> code, Dictionary<string, int> labels)
    {
        List<(int First, int Last)> loops = [];
        for (int i = 0; i < code.Count; i++)
        {
            if (Jump().Match(code[i]) is { Success: true } jump && labels.TryGetValue(jump.Groups[1].Value, out int target) && target <= i)
                loops.Add((target, i));
        }

        foreach ((int first, int last) in loops.Where(l => !loops.Exists(o => o != l && o.First >= l.First && o.Last <= l.Last)))
        {
            IReadOnlyList<string> body = code.GetRange(first, last - first + 1);
            yield return new Loop(
                method,
                body.Count(static s => s.StartsWith("vfmadd", StringComparison.Ordinal)),
                body.Count(static s => Spill().IsMatch(s)),
                body.Count(static s => s.StartsWith("call", StringComparison.Ordinal)));
        }
    }

    [GeneratedRegex(@"^(G_M\w+_IG\d+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^j\w+\s+(?:SHORT )?(G_M\w+_IG\d+)")]
    private static partial Regex Jump();

    [GeneratedRegex(@"^vmov\w+\s+[xyz]mmword ptr \[r[sb]p")]
    private static partial Regex Spill();
}
