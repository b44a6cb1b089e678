using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// Rules for what is legal and probably not meant. Settings that have no effect in combination with others of their model give warnings, since the model means the
/// same without the setting; the last step of a bidirectional layer gives an information. A setting that another one makes meaningless is reported with any value; a
/// value that is the default, such as a rate of 0, is not.
/// </summary>
internal static class NoEffectRules
{
    /// <summary>Returns all settings without effect.</summary>
    /// <param name="attributes">The attributes of the model.</param>
    /// <param name="declaration">What they declare; null if an attribute cannot be read, so that rules for the whole model are skipped.</param>
    /// <param name="hasLossFunction">Whether a method computes the loss; settings of a loss by name are errors then.</param>
    /// <param name="cancellationToken">Checked while syntax is searched.</param>
    public static IEnumerable<ClassProblem> Check(ModelAttributes attributes, ModelDeclaration? declaration, bool hasLossFunction, CancellationToken cancellationToken)
    {
        foreach (AttributeData model in attributes.Models)
        {
            if (!hasLossFunction && Has(model, nameof(RnnModelAttribute.HuberDelta)) && Named(model, nameof(RnnModelAttribute.Loss)) is not (int)Loss.Huber)
                yield return Problem(model, nameof(RnnModelAttribute.HuberDelta), "is for Loss.Huber", cancellationToken);
            if (Has(model, nameof(RnnModelAttribute.IntegerProducts)) && Named(model, nameof(RnnModelAttribute.Weights)) is not (int)WeightFormat.Int8)
                yield return Problem(model, nameof(RnnModelAttribute.IntegerProducts), "is for Weights = WeightFormat.Int8", cancellationToken);
            if (declaration is { Weights: not WeightFormat.Float32 } && !HasMatrix(declaration))
                yield return Problem(model, nameof(RnnModelAttribute.Weights), "is for models that multiply a matrix by a vector", cancellationToken);
        }

        for (int i = 0; i < attributes.Layers.Count; i++)
        {
            AttributeData layer = attributes.Layers[i];
            if (declaration?.Layers[i] is TimeReductionDeclaration { Kind: TimeReduction.LastStep } && Before(attributes, declaration, i) is { } both)
                yield return new ClassProblem(LastStepOfBothDirections, both, ModelAttributes.Place(layer));
            if (Has(layer, nameof(RecurrentLayerAttribute.Merge)) && Named(layer, nameof(RecurrentLayerAttribute.Bidirectional)) is not true)
                yield return Problem(layer, nameof(RecurrentLayerAttribute.Merge), "is for layers with Bidirectional = true", cancellationToken);
            if (declaration?.Layers[i] is not RecurrentDeclaration recurrent)
                continue;

            // UseBias = false is an error of its own there.
            if (recurrent is { Cell: CustomDeclaration, UseBias: true } && Has(layer, nameof(RecurrentLayerAttribute.UseBias)))
                yield return Problem(layer, nameof(RecurrentLayerAttribute.UseBias), "is for the built-in cells", cancellationToken);

            if (recurrent is { Layers: 1, Dropout: > 0 })
                yield return Problem(layer, nameof(RecurrentLayerAttribute.Dropout), "is for layers with Layers of at least 2", cancellationToken);
        }
    }

    /// <summary>Returns the name of the bidirectional layer before a layer, dropout aside; null if there is another one.</summary>
    private static string? Before(ModelAttributes attributes, ModelDeclaration declaration, int index)
    {
        int before = index - 1;
        while (before >= 0 && declaration.Layers[before] is DropoutDeclaration)
            before--;
        return before >= 0 && declaration.Layers[before] is RecurrentDeclaration { Bidirectional: true } ? ModelAttributes.ShortName(attributes.Layers[before]) : null;
    }

    // The declared format is for matrices that inference multiplies with a vector; a custom cell may have none.
    private static bool HasMatrix(ModelDeclaration declaration) => declaration.Layers.Any(static layer => layer switch
    {
        DenseDeclaration or ConvolutionDeclaration => true,
        RecurrentDeclaration { Cell: CustomDeclaration custom } => custom.Program.Parameters.Any(static p => p.Role == CellRole.Weight && p.Shape.Rank == 2),
        RecurrentDeclaration => true,
        _ => false,
    });

    private static ClassProblem Problem(AttributeData attribute, string setting, string use, CancellationToken cancellationToken) =>
        new(SettingWithoutEffect, $"{setting} {use} and has no effect on [{ModelAttributes.ShortName(attribute)}]",
            AttributeLocations.Argument(attribute, setting, cancellationToken));

    private static bool Has(AttributeData attribute, string setting) => attribute.NamedArguments.Any(a => a.Key == setting);

    // No warning for an argument that cannot be read.
    private static object? Named(AttributeData attribute, string setting) =>
        attribute.NamedArguments.Where(a => a.Key == setting).Select(static a => a.Value.Kind == TypedConstantKind.Array ? null : a.Value.Value).FirstOrDefault();
}
