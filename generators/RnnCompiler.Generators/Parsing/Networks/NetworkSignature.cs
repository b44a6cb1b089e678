using Microsoft.CodeAnalysis;
using static RnnCompiler.Generators.Parsing.NetworkProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the parameters and the return type of the method of a network.</summary>
internal static class NetworkSignature
{
    /// <summary>Returns the input, or null after reporting why it cannot be read.</summary>
    public static NetworkInput? Read(IMethodSymbol method, NetworkSources sources, CancellationToken cancellationToken)
    {
        Location place = method.Locations[0];
        if (method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(static t => t.TypeKind == TypeKind.Error))
        {
            sources.IsUnreadable = true;
            return null;
        }

        if (NetworkTypes.Kind(method.ReturnType) is not (NetworkTypes.Sequence or NetworkTypes.Features))
            sources.Report(OutputWrong, place, "a Sequence or Features", CellTypes.Display(method.ReturnType));
        if (method.Parameters.Length != 1)
        {
            sources.Report(MethodUnfit, place, "have one parameter, the input");
            return null;
        }

        IParameterSymbol parameter = method.Parameters[0];
        cancellationToken.ThrowIfCancellationRequested();
        if (parameter.RefKind != RefKind.None || parameter.IsParams || parameter.IsOptional)
        {
            Report("be passed by value, without a default", parameter.RefKind != RefKind.None ? "by reference" : parameter.IsParams ? "params" : "a default");
            return null;
        }

        int? size = Argument<SizeAttribute>(parameter), vocabulary = Argument<VocabularyAttribute>(parameter);
        switch (NetworkTypes.Kind(parameter.Type))
        {
            case NetworkTypes.Sequence when vocabulary is null:
                return new NetworkInput(size ?? 1, 0);
            case NetworkTypes.Sequence:
                Report("have [Size], since it is a Sequence", "[Vocabulary]");
                return null;
            case NetworkTypes.Tokens when size is null && vocabulary is { } ids:
                return new NetworkInput(0, ids);
            case NetworkTypes.Tokens:
                Report("have [Vocabulary], since it is Tokens", size is null ? "none" : "[Size]");
                return null;
            default:
                Report("be a Sequence or Tokens", CellTypes.Display(parameter.Type));
                return null;
        }

        void Report(string expected, string found) => sources.Report(InputWrong, parameter.Locations[0], parameter.Name, expected, found);
    }

    /// <summary>Returns the number that an attribute of a parameter gives; null if it has none.</summary>
    internal static int? Argument<TAttribute>(IParameterSymbol parameter) =>
        parameter.GetAttributes().FirstOrDefault(CellTypes.Is<TAttribute>) is { ConstructorArguments: [{ Value: int number }] } ? number : null;
}
