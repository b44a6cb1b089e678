using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Generators.Emission;

namespace RnnCompiler.Generators.Parsing;

/// <summary>What a class must be so that another part of it can be generated.</summary>
internal static class ClassRules
{
    /// <summary>All that is wrong with a class, in the order of the kinds.</summary>
    public static IEnumerable<ClassProblem> Check(INamedTypeSymbol type, TypeDeclarationSyntax part, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        IReadOnlyList<TypeDeclarationSyntax> parts = Parts(type, cancellationToken);
        if (!parts.All(IsPartial))
            yield return new(ClassProblemKind.NotPartial, "");
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!Parts(outer, cancellationToken).All(IsPartial))
                yield return new(ClassProblemKind.ContainingTypeNotPartial, outer.Name);
        }

        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            if (level.Arity > 0)
                yield return new(ClassProblemKind.Generic, level.Name);
            if (level.IsFileLocal)
                yield return new(ClassProblemKind.FileLocal, level.Name);
        }

        if (type.IsStatic || type.IsAbstract)
            yield return new(ClassProblemKind.NotInstantiable, type.IsStatic ? "static" : "abstract");
        if (type.IsRecord)
            yield return new(ClassProblemKind.Record, "");
        if (parts.Any(static p => p.ParameterList is not null))
            yield return new(ClassProblemKind.PrimaryConstructor, "");
        if (type.BaseType is { TypeKind: not TypeKind.Error } ancestor && !ancestor.InstanceConstructors.Any(CanBeCalled))
            yield return new(ClassProblemKind.BaseConstructor, ancestor.Name);
        if (SurfaceNames.All.Contains(type.Name))
            yield return new(ClassProblemKind.NameTaken, type.Name);
        foreach (string member in TakenMembers(type))
            yield return new(ClassProblemKind.MemberTaken, member);
        if (attributes.Models.Count > 1)
            yield return new(ClassProblemKind.DeclaredTwice, "");
        foreach (AttributeData layer in attributes.Elsewhere)
            yield return new(ClassProblemKind.LayerOnAnotherPart, layer.AttributeClass!.Name);
        if (part.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 } options)
            yield return new(ClassProblemKind.LanguageVersion, options.LanguageVersion.ToDisplayString());
    }

    private static bool IsPartial(TypeDeclarationSyntax part) => part.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool CanBeCalled(IMethodSymbol constructor) =>
        constructor.DeclaredAccessibility != Accessibility.Private && constructor.Parameters.All(static p => p.IsOptional || p.IsParams);

    // The analyzer sees the generated parts too, which are no fault of the user's.
    private static IEnumerable<string> TakenMembers(INamedTypeSymbol type) => type.GetMembers()
        .Where(static m => !m.IsImplicitlyDeclared && SurfaceNames.Clashes(m) && m.Locations.Any(static l => l.SourceTree is { } tree && !SurfaceNames.IsGenerated(tree)))
        .Select(static m => m.Name)
        .Distinct();

    private static IReadOnlyList<TypeDeclarationSyntax> Parts(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        [.. type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>()];
}
