using Microsoft.CodeAnalysis;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// Rules for settings that have no effect in combination with others of their attribute. They give warnings, since the model means the same without
/// the setting.
/// </summary>
internal static class NoEffectRules
{
    /// <summary>Returns all settings without effect.</summary>
    public static IEnumerable<ClassProblem> Check(ModelAttributes attributes, CancellationToken cancellationToken)
    {
        foreach (AttributeData model in attributes.Models)
        {
            if (Has(model, nameof(RnnModelAttribute.HuberDelta)) && Named(model, nameof(RnnModelAttribute.Loss)) is not (int)Loss.Huber)
                yield return Problem(model, nameof(RnnModelAttribute.HuberDelta), "is for Loss.Huber", cancellationToken);
        }

        foreach (AttributeData layer in attributes.Layers)
        {
            if (Has(layer, nameof(RecurrentLayerAttribute.Merge)) && Named(layer, nameof(RecurrentLayerAttribute.Bidirectional)) is not true)
                yield return Problem(layer, nameof(RecurrentLayerAttribute.Merge), "is for layers with Bidirectional = true", cancellationToken);
        }
    }

    private static ClassProblem Problem(AttributeData attribute, string setting, string use, CancellationToken cancellationToken) =>
        new(SettingWithoutEffect, $"{setting} {use} and has no effect on [{ModelAttributes.ShortName(attribute)}]",
            AttributeLocations.Argument(attribute, setting, cancellationToken));

    private static bool Has(AttributeData attribute, string setting) => attribute.NamedArguments.Any(a => a.Key == setting);

    // No warning for an argument that cannot be read.
    private static object? Named(AttributeData attribute, string setting) =>
        attribute.NamedArguments.Where(a => a.Key == setting).Select(static a => a.Value.Kind == TypedConstantKind.Array ? null : a.Value.Value).FirstOrDefault();
}
