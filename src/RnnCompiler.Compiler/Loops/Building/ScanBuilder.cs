using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Builder of the nests of scans: a map over time becomes region nests over rows and steps, a recurrence a <see cref="TimeLoop"/>. The sums of a scan and its weight
/// gradients follow as nests of their own.
/// </summary>
internal sealed class ScanBuilder(LoopBuildContext context, StepMatrixBuilder matrices)
{
    /// <summary>Adds a group with the nests of a scan.</summary>
    public void Add(Equation equation)
    {
        ScanOperation scan = (ScanOperation)equation.Operation;
        Function body = scan.Body;
        for (int i = scan.Carries; i < body.Parameters.Count; i++)
            context.Locations.Alias(body.Parameters[i].Value, equation.Operands[i]);

        IReadOnlyList<Equation> equations = [.. body.Equations.Where(e => !context.Gradients.Absorbed.Contains(e))];
        int? whole = scan.IsWhole ? scan.Length : null;
        ScanStores stores = new(equation, [.. ReadValues()], context.Gradients, context.ResultTargets, context.Locations, context.Allocate);
        List<LoopNest> nests = [];
        HashSet<Value> inMemory = context.ReadOutside(equations, body.Equations);
        if (scan.Carries == 0)
        {
            inMemory.UnionWith(stores.SummedValues.Where(v => !context.Locations.IsKnown(v)));
            Dictionary<Value, List<BufferView>> targets = stores.MapTargets();
            IReadOnlyList<Region> regions = RegionBuilder.Build(equations, context.Locations, targets, inMemory, v => context.Allocate(v, scan.Length));
            nests.AddRange(regions.Select(r => new RegionNest(r, LoopAxis.Steps) { WholeSteps = whole }));
        }
        else
        {
            nests.Add(new RecurrenceBuilder(equation, equations, context.Locations, stores, context.Allocate, context.AddBuffer).Build(inMemory));
        }

        nests.AddRange(stores.SumNests());
        nests.AddRange(matrices.OuterSums(equation));
        nests.AddRange(context.GradientNests.For(equation));
        foreach (Value result in equation.Results)
        {
            if (stores.IsStored(result))
                context.ResultTargets.Remove(result);
        }

        context.AddGroup(Title(scan), nests, context.For(equation));
    }

    /// <summary>Gets the values of the function that are read, other than by sums that only form weight gradients.</summary>
    private IEnumerable<Value> ReadValues() => context.Function.Equations.Where(e => !context.Gradients.Absorbed.Contains(e)).SelectMany(static e => e.Operands)
        .Concat(context.Gradients.Reads)
        .Concat(context.OptionalTargets.Keys);

    private static string Title(ScanOperation scan) =>
        string.Concat(scan.Body.Name.Split('.', '_', ' ').Where(static p => p.Length > 0).Select(static p => char.ToUpperInvariant(p[0]) + p.Substring(1)));
}
