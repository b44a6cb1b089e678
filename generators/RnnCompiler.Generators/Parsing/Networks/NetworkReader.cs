using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Cells;
using static RnnCompiler.Generators.Parsing.NetworkProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the method with [Network] of a class to the layers of a declaration. The generator and the analyzer share it.</summary>
internal static class NetworkReader
{
    /// <summary>Returns the methods with [Network] of a class.</summary>
    public static IReadOnlyList<IMethodSymbol> Methods(INamedTypeSymbol type) => [.. type.GetMembers().OfType<IMethodSymbol>().Where(NetworkTypes.IsNetwork)];

    /// <summary>Reads the network of a class; null if it has none.</summary>
    /// <param name="type">The class.</param>
    /// <param name="sequenceLength">The number of steps of the model.</param>
    /// <param name="cells">Returns the cell of a type, or the problem with it.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public static ParsedNetwork? Read(
        INamedTypeSymbol type,
        int sequenceLength,
        Func<INamedTypeSymbol, (CellProgram?, (ClassProblemKind Kind, string Detail)?)> cells,
        Compilation compilation,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<IMethodSymbol> methods = Methods(type);
        if (methods.Count == 0)
            return null;
        NetworkSources sources = new();
        IMethodSymbol method = methods[0].PartialImplementationPart ?? methods[0];
        Location place = method.Locations[0];
        foreach (IMethodSymbol again in methods.Skip(1))
            sources.Report(MethodUnfit, again.Locations[0], "be the only one with [Network] in its class");
        if (!method.IsStatic || method.Arity > 0)
            sources.Report(MethodUnfit, place, method.IsStatic ? "have no type parameters" : "be static");
        if (method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(IsUnknown))
        {
            sources.IsUnreadable = true;
            return new ParsedNetwork(null, sources, place);
        }

        IReadOnlyList<NetworkOutput> outputs = NetworkOutputs.Names(method, sources, cancellationToken);
        IReadOnlyList<NetworkInput>? inputs = new NetworkInputs(sequenceLength, sources).Read(method);
        if (inputs is not null && method.IsStatic)
        {
            ReadBody(method, inputs, outputs, sources, new NetworkLayers(Cell), compilation, cancellationToken);
            CheckMembers(type, sources, cancellationToken);
        }

        return new ParsedNetwork(inputs, sources, place);

        CellProgram? Cell(ITypeSymbol cell, Location at)
        {
            if (cell is not INamedTypeSymbol named)
            {
                sources.Report(NotConstant, at, "cell", "typeof of a type with [Cell],");
                return null;
            }

            (CellProgram? program, (ClassProblemKind Kind, string Detail)? problem) = cells(named);
            if (problem is { } found)
                sources.Report(CellUnfit, at, found.Kind == ClassProblemKind.NotACell ? "a type with [Cell]" : "one that can be read", found.Detail);
            else if (program is null)
                sources.IsUnreadable = true;
            return program;
        }
    }

    /// <summary>Reports private fields and properties with a layer that no other code of the class names, so that nothing applies the layer.</summary>
    private static void CheckMembers(INamedTypeSymbol type, NetworkSources sources, CancellationToken cancellationToken)
    {
        if (sources.Problems.Count > 0 || sources.IsUnreadable)
            return;
        foreach (ISymbol member in type.GetMembers().Where(static m => m.DeclaredAccessibility == Accessibility.Private && NetworkTypes.IsLayerObject(TypeOf(m))))
        {
            bool isNamed = type.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellationToken).DescendantNodes()).OfType<IdentifierNameSyntax>()
                .Any(name => name.Identifier.ValueText == member.Name);
            if (!isNamed && member.CanBeReferencedByName)
                sources.Report(LayerUnused, Initializer(member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken)).GetLocation(), $"\"{member.Name}\"");
        }

        static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

        static SyntaxNode Initializer(SyntaxNode member) => member switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => value,
            _ => member,
        };
    }

    private static bool IsUnknown(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(static element => IsUnknown(element.Type)));

    private static void ReadBody(
        IMethodSymbol method,
        IReadOnlyList<NetworkInput> inputs,
        IReadOnlyList<NetworkOutput> outputs,
        NetworkSources sources,
        NetworkLayers layers,
        Compilation compilation,
        CancellationToken cancellationToken)
    {
        NetworkEvaluator evaluator = new(sources, layers, compilation, cancellationToken);
        if (evaluator.Body(method) is not { } body)
        {
            sources.Report(MethodUnfit, method.Locations[0], "have a body in this project's source");
            return;
        }

        try
        {
            IReadOnlyList<NodeTerm> nodes = sources.AddInputs(inputs);
            if (evaluator.Enter(method, body, inputs.Select((input, i) => new KeyValuePair<ISymbol, Term>(input.Parameter, nodes[i]))) is { } returned)
                NetworkOutputs.Read(outputs, returned.Term, returned.Syntax, sources);
        }
        catch (InsufficientExecutionStackException)
        {
            sources.Report(TooLarge, method.Locations[0], MethodReader.Limit);
        }
    }
}
