using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Generators.Parsing.NetworkProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the method with [LossFunction] of a class, as that of a network is read. The generator and the analyzer share it.</summary>
internal static class LossReader
{
    /// <summary>Reads the loss function of a class; null if it has none.</summary>
    /// <param name="type">The class.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public static ParsedLoss? Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        IReadOnlyList<IMethodSymbol> methods = [.. type.GetMembers().OfType<IMethodSymbol>().Where(NetworkTypes.IsLossFunction)];
        if (methods.Count == 0)
            return null;
        NetworkSources sources = new() { IsLossFunction = true };
        IMethodSymbol method = methods[0].PartialImplementationPart ?? methods[0];
        Location place = method.Locations[0];
        foreach (IMethodSymbol again in methods.Skip(1))
            sources.Report(LossUnfit, again.Locations[0], "be the only one with [LossFunction] in its class");
        if (!method.IsStatic || method.Arity > 0)
            sources.Report(LossUnfit, place, method.IsStatic ? "have no type parameters" : "be static");
        IReadOnlyList<LossParameter> parameters = Signature(method, sources);
        if (parameters.Count > 0 && method.IsStatic)
            ReadBody(method, parameters, sources, compilation, cancellationToken);
        return new ParsedLoss(parameters, sources, place);
    }

    private static void ReadBody(
        IMethodSymbol method, IReadOnlyList<LossParameter> parameters, NetworkSources sources, Compilation compilation, CancellationToken cancellationToken)
    {
        NetworkEvaluator evaluator = new(sources, new NetworkLayers(static (_, _) => null), compilation, cancellationToken);
        if (evaluator.Body(method) is not { } body)
        {
            sources.Report(LossUnfit, method.Locations[0], "have a body in this project's source");
            return;
        }

        // The network gives the sizes that parameters leave out, when it has been read.
        KeyValuePair<ISymbol, Term>[] arguments =
        [
            .. parameters.Select((parameter, i) => new KeyValuePair<ISymbol, Term>(
                method.Parameters[i],
                sources.AddInput(new NetworkInput(new InputDeclaration(InputKind.Features, parameter.Size ?? 1, null, null), method.Parameters[i])))),
        ];
        try
        {
            if (evaluator.Enter(method, body, arguments) is { } returned)
                CheckResult(returned.Term, returned.Syntax, sources);
        }
        catch (InsufficientExecutionStackException)
        {
            sources.Report(TooLarge, method.Locations[0], MethodReader.Limit);
        }
    }

    /// <summary>Returns the parameters; none after reporting why one cannot be read.</summary>
    private static IReadOnlyList<LossParameter> Signature(IMethodSymbol method, NetworkSources sources)
    {
        Location place = method.Locations[0];
        if (method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(static t => t.TypeKind == TypeKind.Error))
        {
            sources.IsUnreadable = true;
            return [];
        }

        if (NetworkTypes.Kind(method.ReturnType) != NetworkTypes.Features)
            sources.Report(LossUnfit, place, $"return Features of size 1, not {CellTypes.Display(method.ReturnType)}");
        int count = method.Parameters.Length;
        if (count == 0 || count % 2 != 0)
        {
            sources.Report(LossUnfit, place, "have the outputs of the network as parameters, then as many targets");
            return [];
        }

        LossParameter?[] parameters = [.. method.Parameters.Select((parameter, i) => Parameter(parameter, i >= count / 2, sources))];
        return parameters.All(static p => p is not null) ? [.. parameters.Select(static p => p!)] : [];
    }

    private static LossParameter? Parameter(IParameterSymbol parameter, bool isTarget, NetworkSources sources)
    {
        if (parameter.RefKind != RefKind.None || parameter.IsParams || parameter.IsOptional)
            return Report("be passed by value, without a default", parameter.RefKind != RefKind.None ? "by reference" : parameter.IsParams ? "params" : "a default");
        int? size = Argument<SizeAttribute>(parameter), vocabulary = Argument<VocabularyAttribute>(parameter);
        if (NetworkInput.Find<LengthAttribute>(parameter) is not null)
            return Report("have the length of the output in its place", "[Length]");
        if (NetworkInput.Find<GeneratedAttribute>(parameter) is not null)
            return Report("be given with the example", "[Generated]");
        switch (NetworkTypes.Kind(parameter.Type))
        {
            case NetworkTypes.Tokens when !isTarget:
                return Report("be an output, a Sequence or Features", "Tokens");
            case NetworkTypes.Tokens:
                return size is null ? new LossParameter(NetworkTypes.Tokens, vocabulary) : Report("have [Vocabulary], since it is Tokens", "[Size]");
            case { } kind:
                return vocabulary is null ? new LossParameter(kind, size) : Report($"have [Size], since it is {kind}", "[Vocabulary]");
            default:
                return Report(isTarget ? "be a Sequence, Features or Tokens" : "be a Sequence or Features", CellTypes.Display(parameter.Type));
        }

        LossParameter? Report(string expected, string found)
        {
            sources.Report(LossParameterWrong, parameter.Locations[0], parameter.Name, expected, found);
            return null;
        }
    }

    private static int? Argument<TAttribute>(IParameterSymbol parameter) =>
        NetworkInput.Find<TAttribute>(parameter) is { ConstructorArguments: [{ Value: int number }] } ? number : null;

    private static void CheckResult(Term term, SyntaxNode syntax, NetworkSources sources)
    {
        if (term is not NodeTerm result)
        {
            sources.IsUnreadable |= sources.Problems.Count == 0;
            return;
        }

        if (result.Node <= sources.Layers.TakeWhile(static layer => layer is InputDeclaration).Count())
            sources.Report(LossUnfit, syntax.GetLocation(), "return what it computes, not a parameter");
        sources.ReportUnused(result.Node);
    }
}
