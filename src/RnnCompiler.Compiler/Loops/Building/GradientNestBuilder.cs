using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Makes the nests of weight gradients out of their terms.</summary>
internal sealed class GradientNestBuilder(GradientPlan plan, Operands operands, WeightPacking packing)
{
    private readonly HashSet<string> _started = [];

    /// <summary>The terms that stand in the body of a scan, or with null those of the function itself.</summary>
    public IReadOnlyList<LoopNest> For(Equation? scan)
    {
        List<LoopNest> nests = [];
        IReadOnlyList<GradientSource> sources = [.. plan.Sources.Where(s => s.Scan == scan)];
        foreach (IGrouping<(Value, int), GradientSource> group in sources
            .Where(static s => s.Definition?.Kind == OperationKind.Outer)
            .GroupBy(s => (s.Definition!.Operands[1], packing[s.Weights[0]].GroupOffset)))
        {
            nests.AddRange(Products([.. group], scan is not null));
        }

        foreach (GradientSource source in sources)
        {
            if (source.Definition is null)
                nests.AddRange(Sums(source, scan is not null));
            else if (source.Definition.Kind == OperationKind.ScatterAdd)
                nests.AddRange(Scatters(source, scan is not null));
        }

        return nests;
    }

    /// <summary>Gradients of weights that nothing depends on.</summary>
    public IReadOnlyList<LoopNest> Zeros() =>
        [.. plan.Zeros.Where(k => _started.Add(k)).Select(k => new ZeroNest(packing[k]))];

    /// <summary>One nest for all gates of a panel; a weight that occurs twice needs a second one, which adds.</summary>
    private IEnumerable<LoopNest> Products(IReadOnlyList<GradientSource> sources, bool overTime)
    {
        List<(string Key, Equation Outer)> open = [.. sources.SelectMany(s => s.Weights.Select(w => (w, s.Definition!)))];
        while (open.Count > 0)
        {
            List<(string Key, Equation Outer)> now = [.. open.GroupBy(static o => o.Key).Select(static g => g.First())];
            open = [.. open.Where(o => !now.Contains(o))];
            Value operand = now[0].Outer.Operands[1];
            List<OuterProductTerm> terms = [.. now.Select(n => new OuterProductTerm(packing[n.Key], operands.View(n.Outer.Operands[0]), !_started.Add(n.Key)))];
            yield return new OuterProductNest(terms, operands.View(operand), overTime, [.. now.Select(n => Text(n.Key, n.Outer, overTime))]);
        }
    }

    private static string Text(string key, Equation outer, bool overTime)
    {
        TensorType type = outer.Result.Type;
        return FormattableString.Invariant(
            $"{Short(key)}_bar = Σ {EquationText.Name(outer.Operands[0])} ⊗ {EquationText.Name(outer.Operands[1])} over rows{(overTime ? " and steps" : "")}   [{type.Rows},{type.Columns}]");
    }

    private IEnumerable<LoopNest> Sums(GradientSource source, bool overTime)
    {
        foreach (IGrouping<bool, string> group in source.Weights.GroupBy(k => !_started.Add(k)))
        {
            string text = FormattableString.Invariant(
                $"{string.Join(", ", group.Select(k => Short(k) + "_bar"))} = Σ {EquationText.Name(source.Term)} over rows{(overTime ? " and steps" : "")}   [{source.Term.Type.Rows}]");
            yield return new SumNest(operands.View(source.Term), overTime, true, [.. group.Select(GradientView)], group.Key, [text]);
        }
    }

    private IEnumerable<LoopNest> Scatters(GradientSource source, bool overTime)
    {
        foreach (string key in source.Weights)
        {
            if (_started.Add(key))
                yield return new ZeroNest(packing[key]);
            string text = FormattableString.Invariant($"{Short(key)}_bar[id] += {EquationText.Name(source.Definition!.Operands[1])} for each row{(overTime ? " and step" : "")}");
            yield return new ScatterNest(packing[key], operands.View(source.Definition.Operands[0]), operands.View(source.Definition.Operands[1]), overTime, [text]);
        }
    }

    private BufferView GradientView(string key)
    {
        SlicePlacement slice = packing[key].Slice;
        return BufferView.Of(new LoopBuffer(Short(key) + "_bar", MemorySpace.Gradients, slice.Rows, 1, isPadded: true) { Start = slice.Offset });
    }

    private static string Short(string key) => key.Substring(key.LastIndexOf('.') + 1);
}
