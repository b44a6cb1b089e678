using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>A region in the making: its equations, before sums of products become accumulators.</summary>
internal sealed class RegionDraft(int length)
{
    public List<Equation> Equations { get; } = [];

    public List<Equation> Reductions { get; } = [];

    public Dictionary<Equation, List<BufferView>> ReductionTargets { get; } = [];

    public List<RegionStore> Stores { get; } = [];

    /// <summary>The region, or null if there is nothing to do.</summary>
    /// <param name="operands">What is known.</param>
    /// <param name="uses">How often each value is read.</param>
    /// <param name="firstFreeId">The first id that no value of the region has.</param>
    public Region? Finish(Operands operands, IReadOnlyDictionary<Value, int> uses, int firstFreeId)
    {
        if (Stores.Count == 0 && Reductions.Count == 0)
            return null;
        AccumulationFormer former = new(Equations, operands, uses, firstFreeId);
        former.Run();
        Dictionary<Value, BufferView> loads = [];
        Dictionary<Value, double> constants = [];
        Dictionary<Value, PackedWeight> tables = [];
        List<Value> lossCotangents = [];
        HashSet<Value> own = [.. former.Accumulations.Select(static a => a.Result), .. former.Epilogue.SelectMany(static e => e.Results)];
        HashSet<Value> factors = [.. former.Accumulations.SelectMany(static a => a.Products.Select(static p => p.Operand))];
        foreach (Value value in former.Accumulations.SelectMany(static a => a.Start.Concat(a.Products.Select(static p => p.Operand)))
            .Concat(former.Epilogue.SelectMany(static e => e.Operands))
            .Concat(Reductions.Select(static r => r.Operands[0]))
            .Concat(Stores.Select(static s => s.Value))
            .Where(v => !own.Contains(v)))
        {
            // A number is spelled where it can be, even once it has a place: storing it there must not read that place.
            bool isNumber = operands.TryConstant(value, out double number);
            if (isNumber)
                constants[value] = number;
            if (operands.ViewOrNull(value) is { } view && (!isNumber || factors.Contains(value)))
                loads[value] = view;
            else if (isNumber)
                continue;
            else if (operands.IsWeight(value))
                tables[value] = operands.Weight(value);
            else if (operands.IsLossCotangent(value))
                lossCotangents.Add(value);
            else
                throw new InvalidOperationException($"{value} is read by a region, but is neither computed by it nor in memory.");
        }

        return new Region
        {
            Length = length,
            Accumulations = former.Accumulations,
            Elementwise = former.Epilogue,
            Reductions = [.. Reductions.Select(r => new RegionReduction(r.Kind == OperationKind.ReduceMax, r.Operands[0], ReductionTargets[r]))],
            Stores = Stores,
            Loads = loads,
            Constants = constants,
            Tables = tables,
            LossCotangents = [.. lossCotangents.Distinct()],
            Text = EquationText.Of(Equations, Reductions, Stores, uses, constants),
        };
    }
}
