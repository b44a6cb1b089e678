using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Types of the language of networks, found by their names.</summary>
internal static class NetworkTypes
{
    /// <summary>The class whose methods create layers.</summary>
    public const string Layers = "Layers";

    public const string Sequence = "Sequence";
    public const string Features = "Features";
    public const string Tokens = "Tokens";

    /// <summary>Returns whether a type belongs to the language.</summary>
    public static bool IsLanguage(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Networks", ContainingNamespace: { Name: "RnnCompiler", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>Returns whether a type is the class whose methods create layers.</summary>
    public static bool IsLayers(ITypeSymbol? type) => IsLanguage(type) && type!.Name == Layers;

    /// <summary>Returns whether a type is that of layers that can be applied several times.</summary>
    public static bool IsLayerObject(ITypeSymbol? type)
    {
        for (; IsLanguage(type); type = type!.BaseType)
        {
            if (type!.Name == "NetworkLayer")
                return true;
        }

        return false;
    }

    /// <summary>Returns the name of the kind of value that a type has: a sequence, features or tokens; null for any other type.</summary>
    public static string? Kind(ITypeSymbol? type)
    {
        for (; IsLanguage(type); type = type!.BaseType)
        {
            if (type!.Name is Sequence or Features or Tokens)
                return type.Name;
        }

        return null;
    }

    /// <summary>Returns whether a method has [LossFunction].</summary>
    public static bool IsLossFunction(IMethodSymbol method) => method.GetAttributes().Any(CellTypes.Is<LossFunctionAttribute>);

    /// <summary>Returns whether a method has [Network].</summary>
    public static bool IsNetwork(IMethodSymbol method) => method.GetAttributes().Any(CellTypes.Is<NetworkAttribute>);
}
