using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// Every rule that a declaration has to keep, whichever front end made it. Structure first, then sizes, names, head and loss; totals
/// only once all else is in order, since they mean nothing before.
/// </summary>
public static class DeclarationRules
{
    /// <summary>All that is wrong with a declaration, by layer; empty when it can be built.</summary>
    public static IReadOnlyList<DeclarationProblem> Check(ModelDeclaration declaration)
    {
        ProblemList problems = new();
        ModelRules.Check(declaration, problems);
        OrderRules.Check(declaration.Layers, problems);
        for (int i = 0; i < declaration.Layers.Count; i++)
            LayerRules.Check(declaration.Layers[i], i, problems);
        NameRules.Check(declaration.Layers, problems);
        HeadRules.Check(declaration, problems);
        if (problems.IsEmpty)
            TotalRules.Check(declaration, problems);
        return problems.Sorted();
    }
}
