using Microsoft.CodeAnalysis;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for the placement of attributes.</summary>
internal static class AttributeRules
{
    /// <summary>Returns all problems with the attributes of a class, except for those with their arguments.</summary>
    public static IEnumerable<ClassProblem> Check(ModelAttributes attributes)
    {
        foreach (AttributeData again in attributes.Models.Skip(1))
            yield return new(DeclaredTwice, "", ModelAttributes.Place(again));
        foreach (AttributeData layer in attributes.Elsewhere)
            yield return new(LayerOnAnotherPart, ModelAttributes.ShortName(layer), ModelAttributes.Place(layer));
        foreach (AttributeData layer in attributes.Layers.Where(static l => !LayerParser.Knows(l)))
            yield return new(UnknownLayer, ModelAttributes.ShortName(layer), ModelAttributes.Place(layer));
    }
}
