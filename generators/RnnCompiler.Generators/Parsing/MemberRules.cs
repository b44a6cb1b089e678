using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Names;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for the members that users declare in the class of a model.</summary>
internal static class MemberRules
{
    private static readonly SymbolDisplayFormat s_typeName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Returns all problems with the names of a class and of its members.</summary>
    /// <param name="type">The class.</param>
    /// <param name="place">The location of the name of the class.</param>
    /// <param name="names">The names of generated members.</param>
    public static IEnumerable<ClassProblem> Check(INamedTypeSymbol type, Location place, MemberNames names)
    {
        if (names.All.Contains(type.Name))
            yield return new(NameTaken, "", place);
        foreach (ISymbol member in type.GetMembers())
        {
            if (member.IsImplicitlyDeclared || UserPlace(member) is not { } memberPlace)
                continue;
            if (Taken(member, names) is { } taken)
                yield return new(MemberTaken, taken, memberPlace);
        }

        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            foreach (ISymbol member in level.GetMembers().Where(static m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                yield return new(RequiredMember, member.Name, ReferenceEquals(level, type) ? UserPlace(member) ?? place : place);
        }
    }

    // Users may overload generated methods; any other member with the name of a generated one is an error.
    private static string? Taken(ISymbol member, MemberNames names)
    {
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
            return names.All.Contains(member.Name) ? member.Name : null;
        if (names.Others.Contains(method.Name))
            return method.Name;
        string signature = Signature(method);
        return method.Arity == 0 && (names.Signatures.Contains(signature) || SurfaceNames.Accessors.Contains(signature)) ? signature : null;
    }

    /// <summary>Returns the signature of a method in the format of <see cref="SurfaceNames.Signatures"/>.</summary>
    public static string Signature(IMethodSymbol method) =>
        $"{method.Name}({string.Join(", ", method.Parameters.Select(static p => (p.RefKind == RefKind.None ? "" : "ref ") + TypeName(p)))})";

    private static string TypeName(IParameterSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(parameter.Type, parameter.ContainingType) ? "self" : parameter.Type.ToDisplayString(s_typeName);

    // The analyzer also sees the generated members.
    private static Location? UserPlace(ISymbol member) =>
        member.Locations.FirstOrDefault(static l => l.SourceTree is { } tree && !SurfaceNames.IsGenerated(tree));
}
