using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Shape of the calls of a method, known at compile time.</summary>
/// <param name="SingleRow">Whether there is a single row: a streaming step, or one sequence.</param>
/// <param name="ByLanes">Whether threads partition the lanes of that row.</param>
/// <param name="Time">The plan of the loop over time.</param>
public sealed record CallShape(bool SingleRow, bool ByLanes, TimePlan Time)
{
    /// <summary>Gets whether a call often has one row, so that a recurrence may have code of its own for that.</summary>
    public bool IsOftenSingleRow { get; init; }

    /// <summary>Gets whether a call is one step of a stream, so that the next one reads the same weights again.</summary>
    public bool IsStreamStep { get; init; }
}

/// <summary>Tile plans of all nests of a program for one target.</summary>
public sealed class TileSelection
{
    private readonly Dictionary<LoopNest, TilePlan> _plans = new(ReferenceComparer.Instance);
    private readonly Target _target;
    private readonly CallShape _calls;

    private TileSelection(Target target, CallShape calls)
    {
        _target = target;
        _calls = calls;
    }

    /// <summary>Chooses the tiles of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="target">The target.</param>
    /// <param name="calls">The shape of the calls.</param>
    public static TileSelection Of(LoopProgram program, Target target, CallShape calls)
    {
        TileSelection selection = new(target, calls);
        foreach (LoopNest nest in program.Nests)
            selection.Choose(nest);
        selection.Handed = selection.HandedBy(program);
        return selection;
    }

    /// <summary>Gets the values that the regions of a step of a stream hand to later ones in registers; none for other functions.</summary>
    public IReadOnlyList<LoopBuffer> Handed { get; private set; } = [];

    /// <summary>Gets the plan of a nest.</summary>
    /// <typeparam name="T">The type of plan.</typeparam>
    /// <param name="nest">A nest of the program.</param>
    /// <exception cref="InvalidOperationException">The nest has no plan of this kind.</exception>
    public T Of<T>(LoopNest nest)
        where T : TilePlan => _plans.TryGetValue(nest, out TilePlan? plan) && plan is T found
            ? found
            : throw new InvalidOperationException($"Tile selection has no {typeof(T).Name} for a {nest.GetType().Name}.");

    /// <summary>The nests that have a plan, with their plans, in order.</summary>
    public IEnumerable<KeyValuePair<LoopNest, TilePlan>> All => _plans;

    private IReadOnlyList<LoopBuffer> HandedBy(LoopProgram program)
    {
        LoopNest[] nests = [.. program.Nests];
        RegionNest[] regions = [.. nests.OfType<RegionNest>().Where(static n => n.Axis == LoopAxis.Rows)];
        bool isStraightLine = _calls.IsStreamStep && _calls.SingleRow && !_calls.ByLanes && regions.Length == nests.Length;
        return isStraightLine ? HandedValues.Of([.. regions.Select(static n => n.Region)], [.. regions.Select(Of<RegionPlan>)], _target, []) : [];
    }

    private void Choose(LoopNest nest)
    {
        switch (nest)
        {
            case RegionNest region:
                _plans[region] = RegionTiling.Plan(region, _target, _calls, isRecurrent: _calls.IsStreamStep);
                break;
            case TimeLoop loop:
                foreach (RegionNest region in loop.Prologue.Concat(loop.Hold).Concat(loop.Epilogue))
                    _plans[region] = RegionTiling.Plan(region, _target, _calls, isRecurrent: false);
                foreach (RegionNest region in loop.Body)
                    _plans[region] = RegionTiling.Plan(region, _target, _calls, isRecurrent: true);
                _plans[loop] = TimeTiling.Plan(loop, [.. loop.Body.Select(Of<RegionPlan>)], _target, _calls);
                break;
            case OuterProductNest gradient:
                _plans[gradient] = OuterProductTiling.Plan(gradient, _target, _calls);
                break;
            case SumNest sum:
                _plans[sum] = VectorTiling.Plan(sum.Source.Length, sum.Text, _target);
                break;
            case ScatterNest scatter:
                _plans[scatter] = VectorTiling.Plan(scatter.Weight.Slice.Columns, scatter.Text, _target);
                break;
            case OuterSumNest outer:
                _plans[outer] = OuterProductTiling.Plan(outer, _target);
                break;
            case ZeroNest or TransposeNest:
                break; // have no tiles: filled block by block, and element by element, on every target
            default:
                throw new InvalidOperationException($"Tile selection has no rule for a {nest.GetType().Name}.");
        }
    }

    /// <summary>Reference equality of nests, since two nests of a program may be equal by value.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<LoopNest>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(LoopNest? x, LoopNest? y) => ReferenceEquals(x, y);

        public int GetHashCode(LoopNest nest) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(nest);
    }
}
