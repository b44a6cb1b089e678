using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Cost model of code sharing: estimates how many statements a program executes, so that the calls which replace blocks have a negligible cost. It
/// assumes one sequence of a few steps and, for register tiles of several rows, a batch of 16.
/// </summary>
internal sealed class BlockCost
{
    /// <summary>A call is negligible if the block costs this many times as much: the call adds at most one per cent.</summary>
    private const long Negligible = 100;

    /// <summary>Calls that are not negligible may add the cost of an entry divided by this.</summary>
    private const long Allowance = 200;

    private const int Steps = 8;
    private const int BatchRows = 16;
    private const int ChunkRows = 4;
    private const long Call = 4;

    private readonly Dictionary<string, KernelMethod> _methods;
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _allowances = new(StringComparer.Ordinal);

    /// <summary>Estimates a program.</summary>
    public BlockCost(KernelProgram program)
    {
        _methods = program.Methods.ToDictionary(static m => m.Name, StringComparer.Ordinal);
        foreach (string entry in program.Methods.Select(static m => m.Name).Where(KernelMethod.IsEntry))
        {
            Dictionary<string, long> calls = new(StringComparer.Ordinal);
            Count(entry, 1, calls);
            _calls[entry] = calls;
            _allowances[entry] = Of(entry) / Allowance;
        }
    }

    /// <summary>Returns whether calls may replace blocks; their cost is then subtracted from the allowances of their entries.</summary>
    /// <param name="sites">The positions of the blocks.</param>
    /// <param name="arguments">The number of arguments of each call.</param>
    public bool Allows(IReadOnlyList<BlockSite> sites, int arguments)
    {
        if (sites.All(static s => s.IsWholeMethod) || Of(sites[0].Block) >= Negligible * (Call + arguments))
            return true;
        Dictionary<string, long> lost = _calls.ToDictionary(
            static e => e.Key,
            e => sites.Where(static s => !s.IsWholeMethod).Sum(s => e.Value.TryGetValue(s.Method.Name, out long calls) ? calls * s.Trips * (Call + arguments) : 0),
            StringComparer.Ordinal);
        if (lost.Any(l => l.Value > _allowances[l.Key]))
            return false;
        foreach (KeyValuePair<string, long> l in lost)
            _allowances[l.Key] -= l.Value;
        return true;
    }

    private void Count(string method, long trips, Dictionary<string, long> calls)
    {
        calls[method] = trips + (calls.TryGetValue(method, out long known) ? known : 0);
        Count(_methods[method].Body, trips, calls);
    }

    private void Count(IEnumerable<Statement> statements, long trips, Dictionary<string, long> calls)
    {
        foreach (Statement statement in statements)
        {
            if (statement is CallMethod call)
                Count(call.Method, trips, calls);
            else if (statement is CompoundStatement compound)
                Count(compound.Body, trips * TripCount(statement), calls);
        }
    }

    /// <summary>Returns the executed statements of a block; vector functions count for more than one.</summary>
    private long Of(IEnumerable<Statement> statements) => statements.Sum(Of);

    private long Of(Statement statement) => statement switch
    {
        CallMethod call => Call + Of(call.Method),
        CompoundStatement compound => TripCount(compound) * (Math.Min(MethodSize.Own(compound), 1) + Of(compound.Body)),
        _ => MethodSize.Own(statement) + KernelTraversal.Sum(statement.Values, static e => e is Apply apply ? VectorFunctionTraits.Of(apply.Function).Cost : 0),
    };

    private long Of(string method)
    {
        if (!_known.TryGetValue(method, out long cost))
            _known[method] = cost = Of(_methods[method].Body);
        return cost;
    }

    /// <summary>Returns how often a statement executes its body.</summary>
    public static long TripCount(Statement statement) => statement is Loop loop ? TripCount(loop) : 1;

    private static long TripCount(Loop loop)
    {
        if (loop.Upper.Start is not null)
            return ChunkRows;
        if (loop.Upper.Runtime is not { } number)
            return (loop.Upper.Number - loop.Lower.Number) / loop.Step;
        int extent = number == RuntimeNumber.Steps ? Steps : loop.Upper.Multiple > 1 ? BatchRows : 1;
        bool isRest = loop.Lower.Runtime is not null;
        return isRest ? 1 : Math.Max(1, extent / loop.Step);
    }
}
