using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>Options of scheduling: targets, training and code sharing. Storage does not depend on them.</summary>
public sealed record PlanOptions
{
    /// <summary>The targets to schedule for, in the order of the programs.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = Target.All;

    /// <summary>
    /// Chooses the targets instead of <see cref="Targets"/>, given the widest profitable target (<see cref="ModelPlan.Widest"/>); null to use <see
    /// cref="Targets"/>.
    /// </summary>
    public Func<Target, IReadOnlyList<Target>>? ChooseTargets { get; init; }

    /// <summary>Whether training is scheduled too; the module must then be differentiated.</summary>
    public bool Training { get; init; } = true;

    /// <summary>
    /// Whether equal code is shared as one method or one loop. Results have the same bits in either case. Without sharing, the methods of inference are the
    /// same whether training is scheduled or not.
    /// </summary>
    public bool ShareCode { get; init; } = true;
}
