using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Types of the cell language, found by their names.</summary>
internal static class CellTypes
{
    /// <summary>The full name of the attribute that marks a cell.</summary>
    public const string AttributeName = "RnnCompiler.CellAttribute";

    /// <summary>The name of a cell's method.</summary>
    public const string Method = "Step";

    private const string Root = "RnnCompiler";

    /// <summary>Returns 0 for Scalar, 1 for Vector, 2 for Matrix, null for any other type.</summary>
    public static int? Rank(ITypeSymbol? type) => IsLanguage(type) ? type!.Name switch
    {
        "Scalar" => 0,
        "Vector" => 1,
        "Matrix" => 2,
        _ => null,
    }
    : null;

    /// <summary>Returns whether a type is CellMath, which holds the functions of the cell language.</summary>
    public static bool IsMath(ITypeSymbol? type) => IsLanguage(type) && type!.Name == "CellMath";

    /// <summary>Returns whether a type belongs to the cell language.</summary>
    public static bool IsLanguage(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Cells", ContainingNamespace: { Name: Root, ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>Returns whether numbers of a type can be combined with vectors.</summary>
    public static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64
        or SpecialType.System_Single or SpecialType.System_Double;

    /// <summary>Returns whether an attribute is of a type of this package.</summary>
    public static bool Is<TAttribute>(AttributeData attribute) => attribute.AttributeClass is { ContainingType: null } kind
        && kind.Name == typeof(TAttribute).Name
        && (kind.ContainingNamespace is { Name: Root, ContainingNamespace.IsGlobalNamespace: true }
            || kind.ContainingNamespace is { Name: "CompilerServices", ContainingNamespace: { Name: Root, ContainingNamespace.IsGlobalNamespace: true } });

    /// <summary>Returns whether a type has [Cell].</summary>
    public static bool IsCell(ITypeSymbol type) => type.GetAttributes().Any(Is<CellAttribute>);

    /// <summary>Returns the name of a type for messages.</summary>
    public static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
