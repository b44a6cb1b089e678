using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Builder of the nests of weight gradients from their terms.</summary>
internal sealed class GradientNestBuilder(GradientAnalysis gradients, ValueLocations locations, WeightPacking packing)
{
    private readonly HashSet<string> _started = [];

    /// <summary>Builds the nests of the terms in a scan body, or of those in the function itself for null.</summary>
    public IReadOnlyList<LoopNest> For(Equation? scan)
    {
        List<LoopNest> nests = [];
        int? whole = scan?.Operation is ScanOperation { IsWhole: true } operation ? operation.Length : null;
        IReadOnlyList<GradientTerm> terms = [.. gradients.Terms.Where(t => t.Scan == scan)];
        foreach (IGrouping<(Value, int), GradientTerm> group in terms
            .Where(static t => t.Definition?.Kind == OperationKind.Outer)
            .GroupBy(t => (t.Definition!.Operands[1], packing[t.Weights[0]].GroupOffset)))
        {
            nests.AddRange(Products([.. group], scan is not null));
        }

        foreach (GradientTerm term in terms)
        {
            if (term.Definition is null)
                nests.AddRange(Sums(term, scan is not null));
            else if (term.Definition.Kind == OperationKind.ScatterAdd)
                nests.AddRange(Scatters(term, scan is not null));
        }

        return whole is null ? nests : [.. nests.Select(nest => nest is ZeroNest ? nest : nest with { WholeSteps = whole })];
    }

    /// <summary>Builds zero fills for the gradients of weights that the loss does not depend on.</summary>
    public IReadOnlyList<LoopNest> Zeros() =>
        [.. gradients.Zeros.Where(k => _started.Add(k)).Select(k => new ZeroNest(packing[k]))];

    /// <summary>Builds one nest for all gates of a panel. Further terms of the same weight become further nests, which accumulate.</summary>
    private IEnumerable<LoopNest> Products(IReadOnlyList<GradientTerm> terms, bool overTime)
    {
        List<(string Key, Equation Outer)> open = [.. terms.SelectMany(t => t.Weights.Select(w => (w, t.Definition!)))];
        while (open.Count > 0)
        {
            List<(string Key, Equation Outer)> now = [.. open.GroupBy(static o => o.Key).Select(static g => g.First())];
            open = [.. open.Where(o => !now.Contains(o))];
            Value operand = now[0].Outer.Operands[1];
            List<OuterProductTerm> products = [.. now.Select(n => new OuterProductTerm(packing[n.Key], locations.View(n.Outer.Operands[0]), !_started.Add(n.Key)))];
            IReadOnlyList<BufferView> parts = locations.Parts(operand);
            int first = 0;
            foreach (BufferView part in parts)
            {
                ColumnRange? columns = parts.Count == 1 ? null : new ColumnRange(first, part.Length);
                yield return new OuterProductNest(products, part, overTime, [.. now.Select(n => Text(n.Key, n.Outer, overTime))]) { Columns = columns };
                first += part.Length;
            }
        }
    }

    private static string Text(string key, Equation outer, bool overTime)
    {
        TensorType type = outer.Result.Type;
        return FormattableString.Invariant(
            $"{Short(key)}_bar = Σ {EquationText.Name(outer.Operands[0])} ⊗ {EquationText.Name(outer.Operands[1])} over rows{(overTime ? " and steps" : "")}   ")
            + FormattableString.Invariant($"[{type.Rows},{type.Columns}]");
    }

    private IEnumerable<LoopNest> Sums(GradientTerm term, bool overTime)
    {
        foreach (IGrouping<bool, string> group in term.Weights.GroupBy(k => !_started.Add(k)))
        {
            string text = FormattableString.Invariant(
                $"{string.Join(", ", group.Select(k => Short(k) + "_bar"))} = Σ {EquationText.Name(term.Value)} over rows{(overTime ? " and steps" : "")}   ")
                + FormattableString.Invariant($"[{term.Value.Type.Rows}]");
            yield return new SumNest(locations.View(term.Value), overTime, true, [.. group.Select(GradientView)], group.Key, [text]);
        }
    }

    private IEnumerable<LoopNest> Scatters(GradientTerm term, bool overTime)
    {
        foreach (string key in term.Weights)
        {
            if (_started.Add(key))
                yield return new ZeroNest(packing[key]);
            string text = FormattableString.Invariant($"{Short(key)}_bar[id] += {EquationText.Name(term.Definition!.Operands[1])} for each row{(overTime ? " and step" : "")}");
            yield return new ScatterNest(packing[key], locations.View(term.Definition.Operands[0]), locations.View(term.Definition.Operands[1]), overTime, [text]);
        }
    }

    private BufferView GradientView(string key)
    {
        SlicePlacement slice = packing[key].Slice;
        return BufferView.Of(new LoopBuffer(Short(key) + "_bar", MemorySpace.Gradients, slice.Length, 1, isPadded: true) { Start = slice.Offset });
    }

    private static string Short(string key) => key.Substring(key.LastIndexOf('.') + 1);
}
