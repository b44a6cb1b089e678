using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Generators.Names;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for a class so that another part of it can be generated, and so that only generated code constructs models.</summary>
internal static class ClassRules
{
    /// <summary>Returns all problems with the declaration of a class.</summary>
    public static IEnumerable<ClassProblem> Check(INamedTypeSymbol type, TypeDeclarationSyntax part, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (ClassProblem problem in CheckNesting(type, cancellationToken))
            yield return problem;

        IReadOnlyList<TypeDeclarationSyntax> parts = UserParts(type, cancellationToken);
        if (type.TypeKind != TypeKind.Class || type.IsRecord)
            yield return new(NotClass, Kind(type), part.Keyword.GetLocation());
        if (type.TypeKind == TypeKind.Class && (type.IsStatic || type.IsAbstract))
        {
            SyntaxKind modifier = type.IsStatic ? SyntaxKind.StaticKeyword : SyntaxKind.AbstractKeyword;
            yield return new(NotInstantiable, SyntaxFacts.GetText(modifier), Modifier(parts, modifier) ?? part.Identifier.GetLocation());
        }

        foreach (TypeDeclarationSyntax primary in parts.Where(static p => p.ParameterList is not null))
            yield return new(Constructor, "", primary.ParameterList!.GetLocation());
        foreach (ConstructorDeclarationSyntax constructor in parts.SelectMany(static p => p.Members).OfType<ConstructorDeclarationSyntax>().Where(IsOfInstances))
            yield return new(Constructor, "", constructor.Identifier.GetLocation());
        if (type.BaseType is { TypeKind: TypeKind.Class } ancestor && !ancestor.InstanceConstructors.Any(c => CanBeCalled(c, type, compilation)))
        {
            yield return new(BaseConstructor, ancestor.Name, parts.FirstOrDefault(static p => p.BaseList is not null)?.BaseList!.Types[0].GetLocation()
                ?? part.Identifier.GetLocation());
        }
    }

    private static IEnumerable<ClassProblem> CheckNesting(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            IReadOnlyList<TypeDeclarationSyntax> parts = UserParts(level, cancellationToken);
            if (parts.FirstOrDefault(static p => !p.Modifiers.Any(SyntaxKind.PartialKeyword)) is { } whole)
                yield return new(ReferenceEquals(level, type) ? NotPartial : ContainingTypeNotPartial, level.Name, whole.Identifier.GetLocation());
            if (level.Arity > 0 && parts.FirstOrDefault(static p => p.TypeParameterList is not null) is { } generic)
                yield return new(Generic, level.Name, generic.TypeParameterList!.GetLocation());
            if (level.IsFileLocal && Modifier(parts, SyntaxKind.FileKeyword) is { } file)
                yield return new(FileLocal, level.Name, file);
        }
    }

    // The analyzer also sees the generated parts, which the user cannot correct.
    private static IReadOnlyList<TypeDeclarationSyntax> UserParts(INamedTypeSymbol type, CancellationToken cancellationToken) =>
    [
        .. type.DeclaringSyntaxReferences
            .Where(static r => !SurfaceNames.IsGenerated(r.SyntaxTree))
            .Select(r => r.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>(),
    ];

    private static Location? Modifier(IReadOnlyList<TypeDeclarationSyntax> parts, SyntaxKind kind) =>
        parts.SelectMany(static p => p.Modifiers).Where(m => m.IsKind(kind)).Select(static m => m.GetLocation()).FirstOrDefault();

    private static string Kind(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        TypeKind.Class => "record",
        TypeKind other => other.ToString().ToLowerInvariant(),
    };

    private static bool IsOfInstances(ConstructorDeclarationSyntax constructor) => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static bool CanBeCalled(IMethodSymbol constructor, INamedTypeSymbol type, Compilation compilation) =>
        compilation.IsSymbolAccessibleWithin(constructor, type) && constructor.Parameters.All(static p => p.IsOptional || p.IsParams);
}
