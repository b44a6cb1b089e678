using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Finds the locations of a model's attributes and their arguments, for diagnostics. The results hold syntax, so only the analyzer uses them.</summary>
internal static class AttributeLocations
{
    /// <summary>
    /// Returns the location of an argument; of the attribute, if it does not have that argument; of the name of the class, if there is no attribute.
    /// </summary>
    /// <param name="attributes">The attributes that were parsed.</param>
    /// <param name="part">The part that has [RnnModel].</param>
    /// <param name="layer">The layer's index, or null for [RnnModel].</param>
    /// <param name="argument">The argument's name as the attribute class spells it, in any case, or null for the whole attribute.</param>
    /// <param name="cancellationToken">Cancels the search for syntax.</param>
    public static Location Find(ModelAttributes attributes, TypeDeclarationSyntax part, int? layer, string? argument, CancellationToken cancellationToken)
    {
        AttributeData? attribute = layer is { } index ? attributes.Layers.ElementAtOrDefault(index) : attributes.Models.FirstOrDefault();
        if (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
            return part.Identifier.GetLocation();
        return (argument is null ? null : FindArgument(attribute, syntax, argument))?.GetLocation() ?? syntax.GetLocation();
    }

    /// <summary>Returns the location of an argument, or of the attribute if it does not have that argument.</summary>
    public static Location Argument(AttributeData attribute, string argument, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax && FindArgument(attribute, syntax, argument) is { } found
            ? found.GetLocation()
            : ModelAttributes.Place(attribute);

    /// <summary>Returns the location of the first argument of an attribute.</summary>
    public static Location FirstArgument(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { ArgumentList.Arguments: [{ } first, ..] } ? first.Expression.GetLocation()
            : ModelAttributes.Place(attribute);

    private static SyntaxNode? FindArgument(AttributeData attribute, AttributeSyntax syntax, string name)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax.ArgumentList?.Arguments ?? default;
        foreach (AttributeArgumentSyntax argument in arguments)
        {
            if (IsNamed(argument.NameEquals?.Name ?? argument.NameColon?.Name, name))
                return argument.Expression;
        }

        int position = attribute.AttributeConstructor?.Parameters.Select(static p => p.Name).ToList().FindIndex(p => IsSame(p, name)) ?? -1;
        return position >= 0 && position < arguments.Count && arguments[position] is { NameEquals: null, NameColon: null } positional ? positional.Expression : null;
    }

    private static bool IsNamed(IdentifierNameSyntax? written, string name) => written is not null && IsSame(written.Identifier.ValueText, name);

    // A size is a constructor parameter and a property whose name differs in the case of the first letter.
    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
