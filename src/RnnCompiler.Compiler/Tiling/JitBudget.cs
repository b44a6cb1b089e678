using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Limits of the .NET JIT compiler. It does not optimise methods of more than 20,000 IL instructions or 2,000 locals (<c>DEFAULT_MIN_OPTS_INSTR_COUNT</c> and
/// <c>DEFAULT_MIN_OPTS_LV_NUM_COUNT</c> in <c>compiler.h</c>), and silently stops inlining once a method has 1024 locals (<c>JitMaxLocalsToTrack</c>), to which
/// each inlined call adds some (<see cref="MethodSize.Locals"/>). The budget stays well below these limits.
/// </summary>
internal static class JitBudget
{
    /// <summary>Limit of locals in a method.</summary>
    public const int LocalsPerMethod = 780;

    /// <summary>Limit of statements in a method; each takes up to about ten IL instructions.</summary>
    public const int StatementsPerMethod = 700;

    private const int InlinedCallsPerTile = 40;

    /// <summary>Whether statements stay within the budget of one method.</summary>
    public static bool FitsMethod(IReadOnlyList<Statement> statements) =>
        MethodSize.Of(statements) <= StatementsPerMethod && MethodSize.Locals(statements) <= LocalsPerMethod;

    /// <summary>Whether the epilogue of a tile of some vectors stays within the budget of 40 inlined calls.</summary>
    public static bool FitsTile(Region region, int vectors) => vectors * InlinedCalls(region) <= InlinedCallsPerTile;

    /// <summary>Counts the calls in the epilogue of a region that the JIT compiler has to inline, for one vector.</summary>
    public static int InlinedCalls(Region region) => region.Elementwise.Sum(static e => OperationTraits.Of(e.Kind).Form switch
    {
        OperationForm.Elementwise => VectorFunctionTraits.Of(VectorFunctionTraits.FunctionOf(e.Kind, ActivationAccuracy.Standard)).InlinedCalls,
        OperationForm.Spread => e.Kind == OperationKind.OneHot ? 1 : 0,
        _ => throw new InvalidOperationException($"Tile selection expected an operation that is computed lane by lane, found {e.Kind}."),
    });
}
