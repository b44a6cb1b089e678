using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// The attributes of a model, sorted by kind. Layers are ordered as one part of the class lists them. C# defines no order between parts, so a layer
/// on another part is an error. Holds symbols, so it does not leave the parser.
/// </summary>
internal sealed class ModelAttributes
{
    /// <summary>The full name of the attribute that declares a model.</summary>
    public const string ModelName = Namespace + "." + nameof(RnnModelAttribute);

    private const string Namespace = "RnnCompiler";
    private const string Suffix = "Attribute";

    private ModelAttributes(IReadOnlyList<AttributeData> models, IReadOnlyList<AttributeData> layers, IReadOnlyList<AttributeData> elsewhere)
    {
        Models = models;
        Layers = layers;
        Elsewhere = elsewhere;
    }

    /// <summary>Gets the [RnnModel] attributes; more than one is an error.</summary>
    public IReadOnlyList<AttributeData> Models { get; }

    /// <summary>Gets the layers on the part that has [RnnModel], in source order.</summary>
    public IReadOnlyList<AttributeData> Layers { get; }

    /// <summary>Gets the layers on other parts.</summary>
    public IReadOnlyList<AttributeData> Elsewhere { get; }

    /// <summary>Returns the location of an attribute.</summary>
    public static Location Place(AttributeData attribute) => attribute.ApplicationSyntaxReference is { } reference
        ? Location.Create(reference.SyntaxTree, reference.Span)
        : Location.None;

    /// <summary>Returns the name of an attribute as users write it.</summary>
    public static string ShortName(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name;
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>Sorts the attributes of a class by kind.</summary>
    /// <param name="type">The class.</param>
    /// <param name="part">The part that has [RnnModel].</param>
    public static ModelAttributes Of(INamedTypeSymbol type, SyntaxNode part)
    {
        List<AttributeData> models = [];
        List<AttributeData> layers = [];
        List<AttributeData> elsewhere = [];
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (IsModel(attribute))
                models.Add(attribute);
            else if (IsLayer(attribute))
                (StandsOn(attribute, part) ? layers : elsewhere).Add(attribute);
        }

        layers.Sort(static (a, b) => Start(a).CompareTo(Start(b)));
        return new ModelAttributes(models, layers, elsewhere);
    }

    /// <summary>Returns whether a class has any attribute that this generator handles.</summary>
    public static bool Any(INamedTypeSymbol type) => type.GetAttributes().Any(static a => IsModel(a) || IsLayer(a));

    /// <summary>Returns whether an attribute is [RnnModel].</summary>
    public static bool IsModel(AttributeData attribute) => attribute.AttributeClass is { Name: nameof(RnnModelAttribute) } kind && IsOurs(kind);

    /// <summary>Returns whether an attribute declares a layer, including layers of later versions.</summary>
    public static bool IsLayer(AttributeData attribute)
    {
        for (INamedTypeSymbol? ancestor = attribute.AttributeClass?.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.Name == nameof(LayerAttribute) && IsOurs(ancestor))
                return true;
        }

        return false;
    }

    private static bool IsOurs(INamedTypeSymbol kind) => kind.ContainingNamespace is { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true };

    private static bool StandsOn(AttributeData attribute, SyntaxNode part) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == part.SyntaxTree && part.Span.Contains(reference.Span);

    private static int Start(AttributeData attribute) => attribute.ApplicationSyntaxReference?.Span.Start ?? 0;
}
