using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Choice of the carries of a recurrence that stay in vector registers from step to step (scalar replacement; Callahan, Carr and Kennedy 1990). A state that is stored
/// and loaded again costs the time of both in each step, for which all that follows waits.
/// </summary>
internal static class ResidentCarries
{
    /// <summary>The part of the registers that carries may take.</summary>
    public const int PartOfRegisters = 4;

    /// <summary>Returns the carries; none if no product reads one of them in registers.</summary>
    /// <param name="loop">The recurrence.</param>
    /// <param name="plans">The plans of the regions of its body, in order.</param>
    /// <param name="target">The target.</param>
    public static IReadOnlyList<LoopBuffer> Of(TimeLoop loop, IReadOnlyList<RegionPlan> plans, Target target)
    {
        Region[] body = [.. loop.Body.Select(static nest => nest.Region)];
        List<LoopBuffer> resident = [.. Carries(loop, body).Where(carry => CanStay(carry, body, plans, target))];
        bool isMultiplied = Enumerable.Range(0, body.Length).Any(i => Operands(body[i], plans[i]).Any(view => resident.Contains(view.Buffer)));
        bool fits = resident.Sum(carry => Vectors(carry, target)) <= target.Registers / PartOfRegisters;
        return isMultiplied && fits && loop.Body.All(static nest => nest.For == RequestedResults.None) ? resident : [];
    }

    /// <summary>Returns the number of registers that a carry takes.</summary>
    public static int Vectors(LoopBuffer carry, Target target) => (carry.Length + target.Lanes - 1) / target.Lanes;

    /// <summary>Whether a region reads a buffer only lane by lane, or as the operand of products that broadcast its lanes.</summary>
    public static bool ReadsInRegisters(Region region, RegionPlan plan, LoopBuffer buffer) =>
        region.Loads.Values.Where(v => v.Buffer == buffer).All(region.ReadLaneByLane.Concat(Operands(region, plan)).Contains)
        && !region.Products.Any(p => ReadsMemory(region, plan, p, buffer));

    /// <summary>Whether a pass computes all lanes at once, in the method of its caller.</summary>
    public static bool IsOneTile(TilePass pass) => pass.Segments.Count == 1
        && pass.Segments[0].Lanes is var lanes && lanes.EndBlock - lanes.FirstBlock <= lanes.BlockStep && lanes.LaneStep >= lanes.LaneEnd
        && !pass.Segments[0].OutlinesEpilogue;

    /// <summary>Finds the carries: double-buffered ones, and histories of recurrences that begin at the first step.</summary>
    private static IEnumerable<LoopBuffer> Carries(TimeLoop loop, Region[] body)
    {
        IEnumerable<LoopBuffer> histories = body.SelectMany(static r => r.Loads.Values).Where(v => v.Slot == Slot.Time && v.Shift == 0 && v.Buffer.Slots > loop.Steps)
            .Select(static v => v.Buffer).Where(b => loop.Direction == ScanDirection.Forward && body.Any(r => r.Stores.Any(s => s.Target == BufferView.Stacked(b, 1))));
        return loop.DoubleBuffered.Concat(histories).Distinct();
    }

    /// <summary>
    /// Whether each region that touches a carry is one tile, which reads it lane by lane or as an operand in registers, whether it is computed rather than moved, and
    /// whether no region reads the value before the step once that after it is known.
    /// </summary>
    private static bool CanStay(LoopBuffer carry, Region[] body, IReadOnlyList<RegionPlan> plans, Target target)
    {
        int storing = Array.FindIndex(body, r => r.Stores.Any(s => s.Target.Buffer == carry));
        if (storing < 0 || Enumerable.Range(0, body.Length).Any(i => i != storing && body[i].Stores.Any(s => s.Target.Buffer == carry)))
            return false;
        RegionStore[] stores = [.. body[storing].Stores.Where(s => s.Target.Buffer == carry)];
        if (stores.Length != 1 || !body[storing].Elementwise.Any(e => e.Result == stores[0].Value))
            return false;
        for (int i = 0; i < body.Length; i++)
        {
            BufferView[] views = [.. body[i].Loads.Values.Where(v => v.Buffer == carry)];
            bool touches = views.Length > 0 || i == storing;
            if (touches && (!IsOneTile(plans[i].Narrow) || views.Any(v => v.LaneOffset != 0 || v.Length != carry.Length)))
                return false;
            bool readsBefore = views.Any(v => v != stores[0].Target);
            if (!ReadsInRegisters(body[i], plans[i], carry) || (i > storing && readsBefore) || (i < storing && views.Contains(stores[0].Target)))
                return false;
        }

        return Vectors(carry, target) == plans[storing].Narrow.Segments[0].Lanes.Vectors.Count;
    }

    /// <summary>Gets the operands of products whose lanes are broadcast.</summary>
    private static IEnumerable<BufferView> Operands(Region region, RegionPlan plan) => plan.Narrow.Segments.SelectMany(static s => s.Products)
        .Where(static p => p.BroadcastsLanes).Select(p => region.Loads[p.Gates[0].Product.Operand]);

    private static bool ReadsMemory(Region region, RegionPlan plan, Product product, LoopBuffer carry) =>
        region.Loads[product.Operand].Buffer == carry
        && plan.Narrow.Segments.SelectMany(static s => s.Products).Any(p => !p.BroadcastsLanes && p.Gates.Any(g => g.Product == product));
}
