using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static RnnCompiler.Generators.Parsing.NetworkProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Name of one of several outputs of a network.</summary>
/// <param name="Name">The name of the element of the tuple type that the method returns.</param>
/// <param name="Place">Its location.</param>
internal sealed record NetworkOutput(string Name, Location Place);

/// <summary>Reads what the method of a network returns: its type, then its value.</summary>
internal static class NetworkOutputs
{
    /// <summary>Returns the names of several outputs, or none of a single output; reports what is wrong with them.</summary>
    public static IReadOnlyList<NetworkOutput> Names(IMethodSymbol method, NetworkSources sources, CancellationToken cancellationToken)
    {
        if (method.ReturnType is not INamedTypeSymbol { IsTupleType: true } tuple)
        {
            if (!IsOutput(method.ReturnType))
                sources.Report(OutputWrong, method.Locations[0], "a Sequence or Features, or a tuple of them", CellTypes.Display(method.ReturnType));
            return [];
        }

        TupleTypeSyntax? syntax = method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<MethodDeclarationSyntax>().Select(static declaration => declaration.ReturnType).OfType<TupleTypeSyntax>().FirstOrDefault();
        List<NetworkOutput> outputs = [];
        for (int i = 0; i < tuple.TupleElements.Length; i++)
        {
            IFieldSymbol element = tuple.TupleElements[i];
            TupleElementSyntax? written = syntax?.Elements.ElementAtOrDefault(i);
            if (!IsOutput(element.Type))
                sources.Report(OutputWrong, written?.Type.GetLocation() ?? method.Locations[0], "a tuple of Sequences and Features", CellTypes.Display(element.Type));
            if (!element.IsExplicitlyNamedTupleElement || element.Name == FormattableString.Invariant($"Item{i + 1}"))
                sources.Report(OutputUnnamed, written?.GetLocation() ?? method.Locations[0]);
            outputs.Add(new NetworkOutput(element.Name, written?.Identifier.GetLocation() ?? method.Locations[0]));
        }

        return outputs;
    }

    /// <summary>Adds the outputs that a method returns to the network; reports values that cannot be outputs.</summary>
    /// <param name="outputs">The names of several outputs; none of a single one.</param>
    /// <param name="term">What is returned.</param>
    /// <param name="syntax">Its expression.</param>
    /// <param name="sources">Takes the outputs and the problems.</param>
    public static void Read(IReadOnlyList<NetworkOutput> outputs, Term term, SyntaxNode syntax, NetworkSources sources)
    {
        if (outputs.Count == 0)
        {
            ReadSingle(term, syntax, sources);
            return;
        }

        if (term is not TupleTerm tuple || tuple.Elements.Count != outputs.Count)
        {
            Refuse(term, syntax, sources);
            return;
        }

        TupleExpressionSyntax? written = syntax as TupleExpressionSyntax;
        for (int i = 0; i < outputs.Count; i++)
        {
            SyntaxNode place = written?.Arguments.ElementAtOrDefault(i)?.Expression ?? syntax;
            if (tuple.Elements[i] is NodeTerm output)
                sources.AddOutput(outputs[i], output.Node, place.GetLocation());
            else
                Refuse(tuple.Elements[i], place, sources);
        }

        sources.ReportUnused(sources.Layers.Count);
    }

    private static void ReadSingle(Term term, SyntaxNode syntax, NetworkSources sources)
    {
        if (term is not NodeTerm output)
        {
            Refuse(term, syntax, sources);
            return;
        }

        if (sources.IsInput(output.Node))
        {
            sources.Report(OutputIsInput, syntax.GetLocation());
            return;
        }

        sources.ReportUnused(output.Node);
    }

    private static void Refuse(Term term, SyntaxNode syntax, NetworkSources sources)
    {
        if (term is ConstantTerm)
            sources.Report(OutputWrong, syntax.GetLocation(), "the output of a layer", "null");
        else
            sources.IsUnreadable |= sources.Problems.Count == 0;
    }

    private static bool IsOutput(ITypeSymbol type) => NetworkTypes.Kind(type) is NetworkTypes.Sequence or NetworkTypes.Features;
}
