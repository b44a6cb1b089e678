using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Limits of the JIT compiler: past 20,000 IL instructions or 2,000 locals it stops optimising a method, and past some 300 calls that
/// it should inline it silently stops inlining. The budget stays far from both.
/// </summary>
internal static class JitBudget
{
    /// <summary>Inlined functions in one method.</summary>
    public const int InlinedCallsPerMethod = 120;

    /// <summary>Statements of one method; each is up to some ten IL instructions.</summary>
    public const int StatementsPerMethod = 700;

    private const int InlinedCallsPerTile = 40;

    /// <summary>Whether the epilogue of a tile of several vectors stays within the budget.</summary>
    public static bool FitsTile(Region region, int vectors) => vectors * InlinedCalls(region) <= InlinedCallsPerTile;

    /// <summary>Functions of a region's epilogue that are calls which the JIT compiler has to inline, for one vector.</summary>
    public static int InlinedCalls(Region region) => region.Elementwise.Sum(static e => e.Kind switch
    {
        OperationKind.Sigmoid or OperationKind.Tanh or OperationKind.Exp or OperationKind.Log or OperationKind.OneHot => 1,
        _ => 0,
    });
}
