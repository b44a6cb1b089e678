using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Builder of region nests over rows from runs of equations outside of scans.</summary>
internal sealed class StraightLineBuilder(LoopBuildContext context)
{
    /// <summary>Adds a group with the regions of a run of equations; does nothing if the run is empty.</summary>
    /// <param name="run">Consecutive equations of the same <see cref="LoopBuildContext.RunOf"/>.</param>
    public void Add(IReadOnlyList<Equation> run)
    {
        if (run.Count == 0)
            return;
        IReadOnlyList<Region> regions = RegionBuilder.Build(
            run, context.Locations, TakeTargets(run), context.ReadOutside(run, context.Function.Equations), v => context.Allocate(v, null));
        context.AddGroup("Head", [.. regions.Select(static r => new RegionNest(r, LoopAxis.Rows))], context.For(run));
    }

    /// <summary>Removes and returns the destinations of the results that the run computes.</summary>
    private Dictionary<Value, List<BufferView>> TakeTargets(IReadOnlyList<Equation> run)
    {
        Dictionary<Value, List<BufferView>> targets = [];
        foreach (Value value in run.SelectMany(static e => e.Results))
        {
            if (context.ResultTargets.TryGetValue(value, out List<BufferView>? wanted))
                targets[value] = wanted;
            context.ResultTargets.Remove(value);
        }

        return targets;
    }
}
