using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The types of the cell language, by their names.</summary>
internal static class CellTypes
{
    /// <summary>The full name of the attribute that marks a cell.</summary>
    public const string AttributeName = "RnnCompiler.CellAttribute";

    /// <summary>The method of a cell.</summary>
    public const string Method = "Step";

    private const string Root = "RnnCompiler";

    /// <summary>0 of a Scalar, 1 of a Vector, 2 of a Matrix, null of anything else.</summary>
    public static int? Rank(ITypeSymbol? type) => IsLanguage(type) ? type!.Name switch
    {
        "Scalar" => 0,
        "Vector" => 1,
        "Matrix" => 2,
        _ => null,
    }
    : null;

    /// <summary>Whether a type is the one with the functions of the language.</summary>
    public static bool IsMath(ITypeSymbol? type) => IsLanguage(type) && type!.Name == "CellMath";

    /// <summary>Whether a type is of the language.</summary>
    public static bool IsLanguage(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Cells", ContainingNamespace: { Name: Root, ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>Whether numbers of a type mix with vectors.</summary>
    public static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64
        or SpecialType.System_Single or SpecialType.System_Double;

    /// <summary>Whether an attribute is one of ours.</summary>
    public static bool Is<TAttribute>(AttributeData attribute) => attribute.AttributeClass is { ContainingType: null } kind
        && kind.Name == typeof(TAttribute).Name
        && (kind.ContainingNamespace is { Name: Root, ContainingNamespace.IsGlobalNamespace: true }
            || kind.ContainingNamespace is { Name: "CompilerServices", ContainingNamespace: { Name: Root, ContainingNamespace.IsGlobalNamespace: true } });

    /// <summary>Whether a type has [Cell].</summary>
    public static bool IsCell(ITypeSymbol type) => type.GetAttributes().Any(Is<CellAttribute>);

    /// <summary>A type as messages call it.</summary>
    public static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
