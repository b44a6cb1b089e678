using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Compiler.Building;

/// <summary>Shape of a declared layer's output.</summary>
/// <param name="Name">The resolved name, the first part of the names of its parameters.</param>
/// <param name="Kind">The kind of layer, in lower case.</param>
/// <param name="OutputSize">The number of features of the output.</param>
/// <param name="OverTime">Whether the layer has an output at each step.</param>
public sealed record LayerShape(string Name, string Kind, int OutputSize, bool OverTime)
{
    /// <summary>Gets the number of steps of a sequence of the layer's length group.</summary>
    public int Steps { get; init; }

    /// <summary>Returns the shapes of a declaration's layers, in order.</summary>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static IReadOnlyList<LayerShape> Of(ModelDeclaration declaration) => Of(declaration, DeclarationRules.Check(declaration));

    /// <summary>Returns the shapes of a declaration's layers, in order, before its loss is known.</summary>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule that is none for its loss.</exception>
    public static IReadOnlyList<LayerShape> OfNetwork(ModelDeclaration declaration) => Of(declaration, DeclarationRules.CheckNetwork(declaration));

    private static IReadOnlyList<LayerShape> Of(ModelDeclaration declaration, IReadOnlyList<DeclarationProblem> problems)
    {
        if (problems.Count > 0)
            throw new InvalidDeclarationException(declaration.Name, problems);
        NetworkPlan plan = new(declaration);
        return
        [
            .. plan.Layers.Select((layer, i) => new LayerShape(
                layer.Name,
                LayerNames.Kind(layer.Declaration),
                layer.OutputSize,
                layer.Declaration is RepeatDeclaration || (layer.OverTime && layer.Declaration is not TimeReductionDeclaration))
            {
                Steps = plan.StepsOf(i + 1),
            }),
        ];
    }
}
