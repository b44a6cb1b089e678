using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Region under construction: its equations before sums of products become accumulators.</summary>
internal sealed class RegionDraft(int length)
{
    public List<Equation> Equations { get; } = [];

    public List<Equation> Reductions { get; } = [];

    public Dictionary<Equation, List<BufferView>> ReductionTargets { get; } = [];

    public List<RegionStore> Stores { get; } = [];

    /// <summary>Creates the region; returns null if it stores and reduces nothing.</summary>
    /// <param name="locations">The locations of the values that it reads.</param>
    /// <param name="uses">The number of readers of each value.</param>
    /// <param name="firstFreeId">The lowest id above those of all values of the region.</param>
    public Region? Finish(ValueLocations locations, IReadOnlyDictionary<Value, int> uses, int firstFreeId)
    {
        if (Stores.Count == 0 && Reductions.Count == 0)
            return null;
        AccumulationBuilder builder = new(Equations, locations, uses, firstFreeId);
        builder.Run();
        Dictionary<Value, BufferView> loads = [];
        Dictionary<Value, double> constants = [];
        Dictionary<Value, PackedWeight> tables = [];
        HashSet<Value> own = [.. builder.Accumulations.Select(static a => a.Result), .. builder.Epilogue.SelectMany(static e => e.Results)];
        HashSet<Value> factors = [.. builder.Accumulations.SelectMany(static a => a.Products.Select(static p => p.Operand))];
        foreach (Value value in builder.Accumulations.SelectMany(static a => a.Start.Concat(a.Products.Select(static p => p.Operand)))
            .Concat(builder.Epilogue.SelectMany(static e => e.Operands))
            .Concat(Reductions.Select(static r => r.Operands[0]))
            .Concat(Stores.Select(static s => s.Value))
            .Where(v => !own.Contains(v)))
        {
            // A constant is used as an immediate where possible, even if it has a location: the store that initialises that location must not read it.
            bool isNumber = locations.TryConstant(value, out double number);
            if (isNumber)
                constants[value] = number;
            if ((builder.Parts.TryGetValue(value, out BufferView? part) ? part : locations.ViewOrNull(value)) is { } view && (!isNumber || factors.Contains(value)))
                loads[value] = view;
            else if (isNumber)
                continue;
            else if (locations.IsWeight(value))
                tables[value] = locations.Weight(value);
            else
                throw new InvalidOperationException($"{value} is read by a region, but is neither computed by it nor in memory.");
        }

        return new Region
        {
            Length = length,
            Accumulations = builder.Accumulations,
            Elementwise = builder.Epilogue,
            Reductions = [.. Reductions.Select(r => new RegionReduction(r.Kind == OperationKind.ReduceMax, r.Operands[0], ReductionTargets[r]))],
            Stores = Stores,
            Loads = loads,
            Constants = constants,
            Tables = tables,
            Text = EquationText.Of(Equations, Reductions, Stores, uses, constants),
        };
    }
}
