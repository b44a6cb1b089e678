using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Cuts a sequence of independent nests into methods that stay within the budget of the JIT compiler.</summary>
internal static class MethodPartitioner
{
    /// <summary>Pieces that follow one another; a nest is never cut, and pointers that were defined outside of nests keep it whole.</summary>
    public static IReadOnlyList<IReadOnlyList<Statement>> Split(IReadOnlyList<Statement> statements)
    {
        if (statements.Any(static s => s is DefinePointer))
            return [statements];
        List<IReadOnlyList<Statement>> pieces = [];
        List<Statement> piece = [];
        foreach (Statement statement in statements)
        {
            if (statement is Comment && piece.Count > 0 && MethodSize.Of(piece) > JitBudget.StatementsPerMethod / 2)
            {
                pieces.Add(piece);
                piece = [];
            }

            piece.Add(statement);
        }

        pieces.Add(piece);
        return pieces;
    }
}

/// <summary>What a method costs the JIT compiler.</summary>
internal static class MethodSize
{
    /// <summary>Statements, those of loops counted once.</summary>
    public static int Of(IEnumerable<Statement> statements) => statements.Sum(static s => s switch
    {
        Comment => 0,
        Loop loop => 2 + Of(loop.Body),
        Conditional conditional => 1 + Of(conditional.Body),
        Scope scope => Of(scope.Body),
        _ => 1,
    });

    /// <summary>Calls that the JIT compiler has to inline.</summary>
    public static int Calls(IEnumerable<Statement> statements) => statements.Sum(static s => s switch
    {
        Loop loop => Calls(loop.Body),
        Conditional conditional => Calls(conditional.Body),
        Scope scope => Calls(scope.Body),
        DefineVector define => Calls(define.Value),
        AssignVector assign => Calls(assign.Value),
        StoreVector store => Calls(store.Value) + (store.Exact ? 1 : 0),
        StoreReduction => 1,
        _ => 0,
    });

    private static int Calls(VectorExpression expression) => expression switch
    {
        Apply apply => apply.Arguments.Sum(Calls) + (apply.Function is VectorFunction.Sigmoid or VectorFunction.Tanh or VectorFunction.Exp or VectorFunction.Log ? 1 : 0),
        MaskTail mask => 1 + Calls(mask.Argument),
        BFloat16Half half => Calls(half.Words),
        ByteLoad => 1,
        OneHotLanes => 1,
        VectorLoad => 0,
        _ => 0,
    };
}
