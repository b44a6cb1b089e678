using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Analysis of the results that depend on each equation of a function: equations of results that were not requested are not executed.</summary>
internal sealed class ResultDependencies
{
    private readonly Dictionary<Value, RequestedResults> _requested = [];
    private readonly HashSet<Value> _always = [];

    /// <summary>Analyses a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="binding">The kinds of its results.</param>
    public ResultDependencies(Function function, FunctionBinding binding)
    {
        foreach (FunctionResult result in function.Results)
        {
            RequestedResults kind = binding.KindOf(result);
            Add(result.Value, kind, kind == RequestedResults.None);
        }

        foreach (Equation equation in function.Equations.Reverse())
        {
            RequestedResults kinds = Kinds(equation);
            bool always = equation.Results.Any(_always.Contains);
            foreach (Value operand in equation.Operands)
                Add(operand, kinds, always);
        }
    }

    /// <summary>
    /// Gets the results for which some equations are computed: none if one of them is always needed, and gradients alone if one is needed for these, since they are
    /// requested with any other gradient.
    /// </summary>
    public RequestedResults For(IReadOnlyList<Equation> equations)
    {
        if (equations.Any(e => e.Results.Any(_always.Contains)))
            return RequestedResults.None;
        RequestedResults kinds = equations.Aggregate(RequestedResults.None, (sum, e) => sum | Kinds(e));
        return (kinds & RequestedResults.Gradients) == 0 ? kinds : kinds & (RequestedResults.Gradients | RequestedResults.FinalStates);
    }

    private RequestedResults Kinds(Equation equation) =>
        equation.Results.Aggregate(RequestedResults.None, (sum, r) => sum | (_requested.TryGetValue(r, out RequestedResults kinds) ? kinds : RequestedResults.None));

    private void Add(Value value, RequestedResults kinds, bool always)
    {
        _requested[value] = kinds | (_requested.TryGetValue(value, out RequestedResults known) ? known : RequestedResults.None);
        if (always)
            _always.Add(value);
    }
}
