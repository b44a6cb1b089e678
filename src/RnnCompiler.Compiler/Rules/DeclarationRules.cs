using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// All rules for declarations, for both front ends. They are checked in this order: structure, sizes, names, head and loss. Totals are only checked
/// if there are no other problems, since they are meaningless otherwise.
/// </summary>
public static class DeclarationRules
{
    /// <summary>Returns all problems of a declaration, by layer; empty if it is valid.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="titles">What messages call the layers of the network; null for their names in the declaration.</param>
    /// <param name="lossTitles">What messages call the layers of the loss function; null for their names in the declaration.</param>
    public static IReadOnlyList<DeclarationProblem> Check(ModelDeclaration declaration, LayerTitles? titles = null, LayerTitles? lossTitles = null)
    {
        ProblemList problems = new(titles ?? new LayerTitles(declaration.Layers));
        if (!CheckNetwork(declaration, problems))
            return problems.Sorted();
        bool hasFittingLoss = GenerationRules.CheckLoss(declaration, problems);
        if (hasFittingLoss && declaration.LossFunction is null)
            HeadRules.Check(declaration, problems);
        else if (problems.IsEmpty)
            LossRules.Check(declaration, lossTitles ?? new LayerTitles(declaration.LossFunction!.Layers), problems);
        if (problems.IsEmpty)
            TotalRules.Check(declaration, problems);
        return problems.Sorted();
    }

    /// <summary>Returns the problems of a declaration with its structure, sizes and names, without those of its loss.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="titles">What messages call the layers; null for their names in the declaration.</param>
    public static IReadOnlyList<DeclarationProblem> CheckNetwork(ModelDeclaration declaration, LayerTitles? titles = null)
    {
        ProblemList problems = new(titles ?? new LayerTitles(declaration.Layers));
        CheckNetwork(declaration, problems);
        return problems.Sorted();
    }

    /// <summary>Returns whether a declaration has inputs and outputs, and each node that a layer reads exists. Without that, it is no graph.</summary>
    public static bool HasNodes(ModelDeclaration declaration) => GraphRules.Check(declaration, new ProblemList(new LayerTitles(declaration.Layers)));

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
