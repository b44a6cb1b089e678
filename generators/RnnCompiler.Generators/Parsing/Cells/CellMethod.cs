using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Finds the method of a cell.</summary>
internal static class CellMethod
{
    /// <summary>Returns the single method <c>Step</c>, or null after reporting the problem.</summary>
    public static IMethodSymbol? Find(INamedTypeSymbol type, CellPlaces places, CancellationToken cancellationToken)
    {
        Location? named = type.DeclaringSyntaxReferences.Select(r => (r.GetSyntax(cancellationToken) as BaseTypeDeclarationSyntax)?.Identifier.GetLocation())
            .FirstOrDefault(static l => l is not null);
        if (type.Name.Length == 0 || named is null)
        {
            places.IsUnreadable = true;
            return null;
        }

        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            if (level.Arity > 0)
            {
                places.Add(CellProblemKind.CellUnfit, places.Of(named, type.Name), type.Name, "have no type parameters, nor a type around it");
                return null;
            }
        }

        IMethodSymbol[] methods = [.. type.GetMembers(CellTypes.Method).OfType<IMethodSymbol>()];
        if (methods.Length != 1)
        {
            places.Add(CellProblemKind.CellUnfit, places.Of(named, type.Name), type.Name, methods.Length == 0
                ? "have a static method Step, such as public static Vector Step(Vector x, Vector h, Matrix W, Matrix U, Vector b)"
                : "have one method Step, without overloads");
            return null;
        }

        IMethodSymbol step = methods[0].PartialImplementationPart ?? methods[0];
        string? unfit = !step.IsStatic ? "be static" : step.Arity > 0 ? "have no type parameters" : null;
        if (unfit is not null)
        {
            places.Add(CellProblemKind.StepUnfit, places.Of(step.Locations[0], step.Name), unfit);
            return null;
        }

        return step;
    }
}
