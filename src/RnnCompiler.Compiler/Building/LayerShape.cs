using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Compiler.Building;

/// <summary>What a declared layer gives, at its place among the others.</summary>
/// <param name="Name">Its resolved name, the first part of the names of its parameters.</param>
/// <param name="Kind">What it is, in lower case.</param>
/// <param name="OutputSize">Features of its output.</param>
/// <param name="OverTime">Whether it gives them at every step.</param>
public sealed record LayerShape(string Name, string Kind, int OutputSize, bool OverTime)
{
    /// <summary>The layers of a declaration in order.</summary>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static IReadOnlyList<LayerShape> Of(ModelDeclaration declaration)
    {
        IReadOnlyList<DeclarationProblem> problems = DeclarationRules.Check(declaration);
        if (problems.Count > 0)
            throw new InvalidDeclarationException(declaration.Name, problems);
        return
        [
            .. new NetworkPlan(declaration).Layers.Select(static layer => new LayerShape(
                layer.Name,
                LayerNames.Kind(layer.Declaration),
                layer.OutputSize,
                layer.OverTime && layer.Declaration is not TimeReductionDeclaration)),
        ];
    }
}
