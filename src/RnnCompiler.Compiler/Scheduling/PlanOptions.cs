using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>Which programs of a model are planned. Storage does not depend on it.</summary>
public sealed record PlanOptions
{
    /// <summary>The targets that get a program, in the order of the programs.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = Target.All;

    /// <summary>
    /// Chooses the targets instead of <see cref="Targets"/>, once the widest target that pays for the model's vectors is known
    /// (<see cref="ModelPlan.Widest"/>); null if it does not matter.
    /// </summary>
    public Func<Target, IReadOnlyList<Target>>? ChooseTargets { get; init; }

    /// <summary>Whether training is planned too; the module must be differentiated then.</summary>
    public bool Training { get; init; } = true;

    /// <summary>
    /// Whether equal code becomes one method or one loop. Results have the same bits in either case; without it, the methods of inference are
    /// the same whether training is planned or not.
    /// </summary>
    public bool ShareCode { get; init; } = true;
}
