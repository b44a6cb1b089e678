using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>
/// Estimate of the number of statements in the kernels of a model for all targets, from the declaration alone. Its coefficients were fitted to scheduled
/// models. A test checks that it is within a factor of 2.5 of the scheduled number.
/// </summary>
/// <param name="Straight">Statements that the scheduler lowers: each unrolled step, level and direction counts.</param>
/// <param name="Shared">Statements that are emitted: shared code counts once.</param>
/// <param name="StepsAtOnce">The unroll factor of the loop over time.</param>
/// <param name="Levels">The number of levels of recurrent layers, for all directions.</param>
/// <param name="Shapes">The number of distinct pairs of cell and sizes among these levels.</param>
internal sealed record CodeEstimate(long Straight, long Shared, int StepsAtOnce, int Levels, int Shapes)
{
    /// <summary>
    /// Limit of lowered statements. The generator takes about 12 µs for each (AMD EPYC, Zen 4, one core), so a model takes at most 12 s and half a gigabyte.
    /// </summary>
    public const long MostStraight = 1_000_000;

    /// <summary>Limit of emitted statements. The C# compiler takes 0.1 to 0.2 ms for each on the same core, so a model takes at most 10 to 20 s.</summary>
    public const long MostShared = 100_000;

    // For four targets: statements of a model beside its recurrent layers, of a dense layer, and of a level whose code is shared with another.
    private const long Model = 900;
    private const long Layer = 400;
    private const long Level = 150;

    /// <summary>Copies of a step that remain of an unrolled loop over time after sharing: a few for each method and for the remainder.</summary>
    private const int CopiesLeft = 3;

    /// <summary>Estimates a model.</summary>
    public static CodeEstimate Of(ModelDeclaration declaration) => Of(new NetworkPlan(declaration));

    /// <summary>Estimates a network.</summary>
    public static CodeEstimate Of(NetworkPlan network)
    {
        long straight = Model + (Layer * network.Layers.Count);
        long shared = straight;
        int copies = TimeTiling.Of(network.Declaration).UnrollFactor;
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

    /// <summary>Estimates a level in one direction: products and sums over all steps, and the unrolled copies of a step.</summary>
    private static long Cell(CellPlan place, int copies)
    {
        long equations = RecurrentDropout.Function(place.Cell).Equations.Count;
        long statements = 500 + (45 * equations) + (copies * (400 + (30 * equations)));
        bool isWide = (long)place.Cell.OutputSize * place.Cell.OutputSize >= TileShape.MinMultiplyAddsForRowBlocking / 4;
        bool hasTail = isWide && place.Cell.OutputSize % Target.Block != 0;
        return statements * (hasTail ? 20 : isWide ? 14 : 10) / 10;
    }
}
