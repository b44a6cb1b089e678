using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// All rules for declarations, for both front ends. They are checked in this order: structure, sizes, names, head and loss. Totals are only checked
/// if there are no other problems, since they are meaningless otherwise.
/// </summary>
public static class DeclarationRules
{
    /// <summary>Returns all problems of a declaration, by layer; empty if it is valid.</summary>
    public static IReadOnlyList<DeclarationProblem> Check(ModelDeclaration declaration)
    {
        ProblemList problems = new();
        if (!CheckNetwork(declaration, problems))
            return problems.Sorted();
        bool hasFittingLoss = GenerationRules.CheckLoss(declaration, problems);
        if (hasFittingLoss && declaration.LossFunction is null)
            HeadRules.Check(declaration, problems);
        else if (problems.IsEmpty)
            LossRules.Check(declaration, problems);
        if (problems.IsEmpty)
            TotalRules.Check(declaration, problems);
        return problems.Sorted();
    }

    /// <summary>Returns the problems of a declaration with its structure, sizes and names, without those of its loss.</summary>
    public static IReadOnlyList<DeclarationProblem> CheckNetwork(ModelDeclaration declaration)
    {
        ProblemList problems = new();
        CheckNetwork(declaration, problems);
        return problems.Sorted();
    }

    /// <summary>Returns whether a declaration has inputs and outputs, and each node that a layer reads exists. Without that, it is no graph.</summary>
    public static bool HasNodes(ModelDeclaration declaration) => GraphRules.Check(declaration, new ProblemList());

    private static bool CheckNetwork(ModelDeclaration declaration, ProblemList problems)
    {
        if (!GraphRules.Check(declaration, problems))
            return false;
        ModelRules.Check(declaration, problems);
        OrderRules.Check(declaration, problems);
        for (int i = 0; i < declaration.Layers.Count; i++)
            LayerRules.Check(declaration.Layers[i], i, problems);
        NameRules.Check(declaration.Layers, problems);
        return true;
    }
}
