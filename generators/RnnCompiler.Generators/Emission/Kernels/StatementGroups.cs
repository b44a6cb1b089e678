using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using static RnnCompiler.Generators.Emission.Kernels.Spelling;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>
/// Merges consecutive statements into one call of the runtime: multiply-adds that share a factor, and loads or stores of adjacent accumulators. Most
/// statements of a register tile are of these kinds, and the C# compiler needs as long for a call as for a statement. The order of operations stays
/// the same.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="uses">How often locals of the method are used.</param>
/// <param name="inPlace">Pointers that have no local.</param>
internal sealed class StatementGroups(Target target, LocalUse uses, IReadOnlyCollection<string> inPlace)
{
    /// <summary>Returns the call that replaces the statements at a position of a block, or null if the statement there is not merged.</summary>
    public (string Text, int Statements)? At(IReadOnlyList<Statement> block, int start)
    {
        if (SplatProducts(block, start) is { } splat)
            return splat;
        if (LaneProducts(block, start) is { } lane)
            return lane;
        if (Run<AssignVector>(block, start, IsProduct, SharesFactor) is { Count: > 1 } products)
            return (Products(products, Local(Factor(products[0]).Name)), products.Count);
        if (Run<DefineVector>(block, start, IsLoad, static (a, b) => ((VectorLoad)a.Value).Pointer == ((VectorLoad)b.Value).Pointer) is { Count: > 1 } loads)
            return (Loads(loads), loads.Count);
        if (Run<StoreVector>(block, start, IsStore, static (a, b) => a.Pointer == b.Pointer) is { Count: > 1 } stores)
            return (Stores(stores), stores.Count);
        return null;
    }

    /// <summary>Merges a broadcast with the products after it, if nothing else reads the broadcast value.</summary>
    private (string Text, int Statements)? SplatProducts(IReadOnlyList<Statement> block, int start)
    {
        if (block[start] is not DefineVector { Value: BroadcastLoad load } define || inPlace.Contains(load.Pointer.Name))
            return null;
        return ProductsOf(define.Register, block, start) is { } products
            ? (KernelNames.Splat + Products(products, $"ref {Local(load.Pointer.Name)}, {Text(load.Offset)}"), products.Count + 1)
            : null;
    }

    /// <summary>Merges a lane that is broadcast with the products with weights in memory after it, if nothing else reads the broadcast value.</summary>
    private (string Text, int Statements)? LaneProducts(IReadOnlyList<Statement> block, int start)
    {
        if (block[start] is not DefineVector { Value: LaneBroadcast lane } define || ProductsOf(define.Register, block, start) is not { } products)
            return null;
        return ((Apply)products[0].Value).Arguments[1] is VectorLoad
            ? (KernelNames.SplatLane + Products(products, $"{Local(lane.Vector.Name)}, {Text(lane.Lane)}"), products.Count + 1)
            : null;
    }

    /// <summary>Returns the products after the definition of a factor if they are all that reads it; else null.</summary>
    private IReadOnlyList<AssignVector>? ProductsOf(VectorRegister factor, IReadOnlyList<Statement> block, int start)
    {
        IReadOnlyList<AssignVector> products = Run<AssignVector>(block, start + 1, IsProduct, SharesFactor);
        return products.Count > 0 && Factor(products[0]) == factor && uses.Reads(factor) == products.Count ? products : null;
    }

    private static IReadOnlyList<T> Run<T>(IReadOnlyList<Statement> block, int start, Func<T, bool> fits, Func<T, T, bool> shares)
        where T : Statement
    {
        List<T> run = [];
        for (int i = start; i < block.Count && run.Count < KernelNames.LargestGroup && block[i] is T next && fits(next) && run.All(before => shares(before, next)); i++)
            run.Add(next);
        return run;
    }

    private bool IsProduct(AssignVector assign) => assign.Value is Apply { Function: VectorFunction.MultiplyAdd } apply
        && apply.Arguments[0] is VectorRegister factor && !uses.IsAccumulator(factor)
        && apply.Arguments[2].Equals(assign.Register)
        && (apply.Arguments[1] is VectorRegister other ? !uses.IsAccumulator(other) : apply.Arguments[1] is VectorLoad load && load.Count >= target.Lanes
            && !inPlace.Contains(load.Pointer.Name));

    // Two references to the same accumulator would keep it in memory.
    private static bool SharesFactor(AssignVector first, AssignVector next)
    {
        if (first.Register == next.Register || Factor(first) != Factor(next))
            return false;
        VectorExpression a = ((Apply)first.Value).Arguments[1];
        VectorExpression b = ((Apply)next.Value).Arguments[1];
        return a is VectorLoad x ? b is VectorLoad y && x.Pointer == y.Pointer : b is VectorRegister;
    }

    private bool IsLoad(DefineVector define) =>
        define.Value is VectorLoad load && load.Count >= target.Lanes && uses.IsAccumulator(define.Register) && !inPlace.Contains(load.Pointer.Name);

    private bool IsStore(StoreVector store) => store.Value is VectorRegister && (!store.Exact || store.Count >= target.Lanes) && !inPlace.Contains(store.Pointer.Name);

    private static VectorRegister Factor(AssignVector product) => (VectorRegister)((Apply)product.Value).Arguments[0];

    private static string Products(IReadOnlyList<AssignVector> products, string factor)
    {
        IReadOnlyList<VectorExpression> others = [.. products.Select(static p => ((Apply)p.Value).Arguments[1])];
        string sums = string.Join(", ", products.Select(static p => "ref " + Local(p.Register.Name)));
        return others[0] is VectorLoad load
            ? $"{KernelNames.Group(KernelNames.MultiplyAddAt, products.Count)}({factor}, ref {Local(load.Pointer.Name)}, "
                + $"{string.Join(", ", others.Select(static o => Text(((VectorLoad)o).Offset)))}, {sums});"
            : $"{KernelNames.Group(KernelNames.MultiplyAdd, products.Count)}({factor}, {string.Join(", ", others.Select(static o => Local(((VectorRegister)o).Name)))}, {sums});";
    }

    private static string Loads(IReadOnlyList<DefineVector> loads) =>
        $"{KernelNames.Group(KernelNames.Load, loads.Count)}(ref {Local(((VectorLoad)loads[0].Value).Pointer.Name)}, "
        + $"{string.Join(", ", loads.Select(static l => Text(((VectorLoad)l.Value).Offset)))}, "
        + $"{string.Join(", ", loads.Select(static l => "out var " + Local(l.Register.Name)))});";

    private static string Stores(IReadOnlyList<StoreVector> stores) =>
        $"{KernelNames.Group(KernelNames.Store, stores.Count)}({string.Join(", ", stores.Select(static s => Local(((VectorRegister)s.Value).Name)))}, "
        + $"ref {Local(stores[0].Pointer.Name)}, {string.Join(", ", stores.Select(static s => Text(s.Offset)))});";
}
