using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Splits a sequence of independent loop nests into methods that stay within the budget of the JIT compiler.</summary>
internal static class MethodPartitioner
{
    /// <summary>Splits statements before comments, which begin loop nests; a pointer that is defined outside of the nests keeps them together.</summary>
    public static IReadOnlyList<IReadOnlyList<Statement>> Split(IReadOnlyList<Statement> statements)
    {
        if (statements.Any(static s => s is DefinePointer))
            return [statements];
        List<IReadOnlyList<Statement>> methods = [];
        List<Statement> method = [];
        int size = 0;
        foreach (Statement statement in statements)
        {
            if (statement is Comment && size > JitBudget.StatementsPerMethod / 2)
            {
                methods.Add(method);
                method = [];
                size = 0;
            }

            method.Add(statement);
            size += MethodSize.Of([statement]);
        }

        methods.Add(method);
        return methods;
    }
}
