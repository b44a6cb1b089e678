using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Finds the cell of a type: from its source in this project, or from the attribute that the generator added to the assembly of the type.</summary>
internal static class CellSources
{
    /// <summary>Returns the cell of a type. Without one, returns the reason, unless the diagnostics of the cell itself state it or its code is incomplete.</summary>
    public static (CellProgram? Program, (ClassProblemKind Kind, string Detail)? Problem) Find(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!CellTypes.IsCell(type))
            return (null, (NotACell, CellTypes.Display(type)));
        return SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            ? (CellReader.Read(type, compilation, cancellationToken).Program, null)
            : FromAssembly(type);
    }

    /// <summary>Returns all problems with the cells that layers name.</summary>
    public static IEnumerable<ClassProblem> Check(ModelAttributes attributes, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (AttributeData layer in attributes.Layers.Where(static l => l.AttributeClass!.Name == nameof(RecurrentAttribute)))
        {
            // An array type, a pointer type or null is not a cell either; C# reports a type that does not exist.
            (ClassProblemKind Kind, string Detail)? problem = layer.ConstructorArguments switch
            {
                [{ Value: ITypeSymbol { TypeKind: TypeKind.Error } }, ..] => null,
                [{ Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type }, ..] => Find(type, compilation, cancellationToken).Problem,
                [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol other }, ..] => (NotACell, CellTypes.Display(other)),
                [{ IsNull: true }, ..] => (NotACell, "null"),
                _ => null,
            };
            if (problem is { } found)
                yield return new(found.Kind, found.Detail, AttributeLocations.FirstArgument(layer, cancellationToken));
        }
    }

    /// <summary>Returns whether [CompiledCell] names a type: by the type, or by text if a reference to the type is an error.</summary>
    private static bool IsOf(object? named, INamedTypeSymbol type) =>
        named is string name ? name == ModelParser.Identify(type).FullName : SymbolEqualityComparer.Default.Equals(named as ISymbol, type);

    private static (CellProgram? Program, (ClassProblemKind Kind, string Detail)? Problem) FromAssembly(INamedTypeSymbol type)
    {
        AttributeData? compiled = type.ContainingAssembly.GetAttributes().FirstOrDefault(a =>
            CellTypes.Is<CompiledCellAttribute>(a) && a.ConstructorArguments.Length == 3 && IsOf(a.ConstructorArguments[0].Value, type));
        if (compiled?.ConstructorArguments[1].Value is not int version || compiled.ConstructorArguments[2].Value is not string text)
            return (null, (CompiledCellUnreadable, $"{CellTypes.Display(type)}: {type.ContainingAssembly.Name} was built without this generator, or the cell has an error there"));
        if (!CellText.Reads(version))
        {
            return (null, (CompiledCellUnreadable, FormattableString.Invariant(
                $"{CellTypes.Display(type)}: {type.ContainingAssembly.Name} holds it in version {version}, this generator reads versions up to {CellText.Version}")));
        }

        try
        {
            return (CellText.Parse(text), null);
        }
        catch (IrFormatException fault)
        {
            return (null, (CompiledCellUnreadable, $"{CellTypes.Display(type)} of {type.ContainingAssembly.Name}: {fault.Message.TrimEnd('.')}"));
        }
    }
}
