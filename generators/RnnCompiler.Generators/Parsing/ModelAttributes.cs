using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// The attributes of a model, told apart. Layers count in the order in which one part of the class writes them; between parts the
/// language promises no order, so a layer on another part is a fault. Holds symbols: it never leaves the parser.
/// </summary>
internal sealed class ModelAttributes
{
    /// <summary>The full name of the attribute that declares a model.</summary>
    public const string ModelName = Namespace + ".RnnModelAttribute";

    private const string Namespace = "RnnCompiler";
    private const string LayerName = "LayerAttribute";

    private ModelAttributes(IReadOnlyList<AttributeData> models, IReadOnlyList<AttributeData> layers, IReadOnlyList<AttributeData> elsewhere)
    {
        Models = models;
        Layers = layers;
        Elsewhere = elsewhere;
    }

    /// <summary>[RnnModel]; more than one is a fault.</summary>
    public IReadOnlyList<AttributeData> Models { get; }

    /// <summary>The layers on the part that has [RnnModel], as written.</summary>
    public IReadOnlyList<AttributeData> Layers { get; }

    /// <summary>Layers on other parts.</summary>
    public IReadOnlyList<AttributeData> Elsewhere { get; }

    /// <summary>Tells the attributes of a class apart.</summary>
    /// <param name="type">The class.</param>
    /// <param name="part">The part that has [RnnModel].</param>
    public static ModelAttributes Of(INamedTypeSymbol type, SyntaxNode part)
    {
        List<AttributeData> models = [];
        List<AttributeData> layers = [];
        List<AttributeData> elsewhere = [];
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { } kind)
                continue;
            if (kind.Name == "RnnModelAttribute" && IsOurs(kind))
                models.Add(attribute);
            else if (IsLayer(kind))
                (StandsOn(attribute, part) ? layers : elsewhere).Add(attribute);
        }

        layers.Sort(static (a, b) => Start(a).CompareTo(Start(b)));
        return new ModelAttributes(models, layers, elsewhere);
    }

    private static bool IsLayer(INamedTypeSymbol kind)
    {
        for (INamedTypeSymbol? ancestor = kind.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.Name == LayerName && IsOurs(ancestor))
                return true;
        }

        return false;
    }

    private static bool IsOurs(INamedTypeSymbol kind) => kind.ContainingNamespace is { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true };

    private static bool StandsOn(AttributeData attribute, SyntaxNode part) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == part.SyntaxTree && part.Span.Contains(reference.Span);

    private static int Start(AttributeData attribute) => attribute.ApplicationSyntaxReference?.Span.Start ?? 0;
}
