using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.Compiler.Scheduling.Tiles;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>
/// Estimate of how many statements the kernels of a model take for all targets, from the declaration alone. Its coefficients were fitted to
/// scheduled models; a test holds the estimate to a factor of 2.5 of what is scheduled.
/// </summary>
/// <param name="Straight">Statements that the scheduler lowers: each step that is unrolled, level and direction on its own.</param>
/// <param name="Shared">Statements that are emitted: equal code counts once.</param>
/// <param name="StepsAtOnce">Steps that a loop over time takes at a time.</param>
/// <param name="Levels">Levels of recurrent layers, in each direction.</param>
/// <param name="Shapes">Different ones among them: cells with sizes.</param>
internal sealed record CodeEstimate(long Straight, long Shared, int StepsAtOnce, int Levels, int Shapes)
{
    /// <summary>
    /// The most statements that are lowered. The generator takes some 12 µs for each (AMD EPYC, Zen 4, one core), so that a model takes 12 s
    /// and half a gigabyte at most.
    /// </summary>
    public const long MostStraight = 1_000_000;

    /// <summary>The most statements that are emitted. The C# compiler takes 0.1 to 0.2 ms for each on the same core, so that a model takes 10 to 20 s at most.</summary>
    public const long MostShared = 100_000;

    // For four targets: what a model has beside its recurrent layers, what a dense layer adds, and what a level adds whose code is shared.
    private const long Model = 900;
    private const long Layer = 400;
    private const long Level = 150;

    /// <summary>Copies of a step that remain of a loop over time which is unrolled: a few of each method, and those that are left over.</summary>
    private const int CopiesLeft = 3;

    /// <summary>Multiply-adds of a product from which there are tiles for several rows.</summary>
    private const long SeveralRows = 2048;

    /// <summary>Estimates a model.</summary>
    public static CodeEstimate Of(ModelDeclaration declaration) => Of(new NetworkPlan(declaration));

    /// <summary>Estimates a network.</summary>
    public static CodeEstimate Of(NetworkPlan network)
    {
        long straight = Model + (Layer * network.Layers.Count);
        long shared = straight;
        int copies = Unrolling.Of(network.Declaration).AtOnce.Steps;
        HashSet<(CellDeclaration, int, int)> shapes = [];
        IReadOnlyList<CellPlan> places = [.. network.Layers.SelectMany(static l => l.Cells)];
        foreach (CellPlan place in places)
        {
            straight += Cell(place, copies);
            bool isFirst = shapes.Add((place.Declaration.Cell, place.Cell.InputSize, place.Declaration.HiddenSize));
            shared += isFirst ? Cell(place, Math.Min(copies, CopiesLeft)) : Level;
        }

        return new CodeEstimate(straight, shared, copies, places.Count, shapes.Count);
    }

    /// <summary>A level in one direction: products and sums over all steps, and so many copies of a step.</summary>
    private static long Cell(CellPlan place, int copies)
    {
        long equations = RecurrentDropout.Function(place.Cell).Equations.Count;
        long statements = 500 + (45 * equations) + (copies * (400 + (30 * equations)));
        bool isWide = (long)place.Cell.OutputSize * place.Cell.OutputSize >= SeveralRows / 4;
        bool hasTail = isWide && place.Cell.OutputSize % Target.Block != 0;
        return statements * (hasTail ? 20 : isWide ? 14 : 10) / 10;
    }
}
