using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Choice of the values of a step that regions hand to later regions in vector registers, where there is a single row. They are stored too, but what follows does not wait
/// until the store can be read.
/// </summary>
internal static class HandedValues
{
    /// <summary>Returns the buffers of the values.</summary>
    /// <param name="body">The regions of a step, in order.</param>
    /// <param name="plans">Their plans.</param>
    /// <param name="target">The target.</param>
    /// <param name="resident">The carries that stay in registers.</param>
    public static IReadOnlyList<LoopBuffer> Of(IReadOnlyList<Region> body, IReadOnlyList<RegionPlan> plans, Target target, IReadOnlyList<LoopBuffer> resident)
    {
        int left = (target.Registers / ResidentCarries.PartOfRegisters) - resident.Sum(carry => ResidentCarries.Vectors(carry, target));
        List<LoopBuffer> handed = [];
        foreach (LoopBuffer buffer in body.SelectMany(static r => r.Stores.Select(static s => s.Target.Buffer)).Distinct())
        {
            int vectors = ResidentCarries.Vectors(buffer, target);
            if (vectors > left || resident.Contains(buffer) || !CanHand(buffer, body, plans, target))
                continue;
            handed.Add(buffer);
            left -= vectors;
        }

        return handed;
    }

    /// <summary>Whether one region computes the whole value in one tile, and all that read it come later and read it whole, lane by lane or as an operand in registers.</summary>
    private static bool CanHand(LoopBuffer buffer, IReadOnlyList<Region> body, IReadOnlyList<RegionPlan> plans, Target target)
    {
        int[] storing = [.. Enumerable.Range(0, body.Count).Where(i => body[i].Stores.Any(s => s.Target.Buffer == buffer))];
        int[] reading = [.. Enumerable.Range(0, body.Count).Where(i => body[i].Loads.Values.Any(v => v.Buffer == buffer))];
        if (storing.Length != 1 || reading.Length == 0 || reading[0] <= storing[0])
            return false;
        RegionStore[] stores = [.. body[storing[0]].Stores.Where(s => s.Target.Buffer == buffer)];
        return stores.Length == 1 && stores[0].Target.LaneOffset == 0 && stores[0].Target.Length == buffer.Length
            && body[storing[0]].Elementwise.Any(e => e.Result == stores[0].Value)
            && storing.Concat(reading).All(i => ResidentCarries.IsOneTile(plans[i].Narrow)
                && plans[i].Narrow.Segments[0].Lanes.Vectors.Count == ResidentCarries.Vectors(buffer, target))
            && reading.All(i => body[i].Loads.Values.Where(v => v.Buffer == buffer).All(v => v == stores[0].Target)
                && ResidentCarries.ReadsInRegisters(body[i], plans[i], buffer));
    }
}
