using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Generators.Parsing.NetworkProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the parameters of the method of a network.</summary>
/// <param name="sequenceLength">The number of steps of the model.</param>
/// <param name="sources">Takes the problems.</param>
internal sealed class NetworkInputs(int sequenceLength, NetworkSources sources)
{
    /// <summary>Returns the inputs, or null after reporting why they cannot be read.</summary>
    public IReadOnlyList<NetworkInput>? Read(IMethodSymbol method)
    {
        if (method.Parameters.Length == 0)
            sources.Report(MethodUnfit, method.Locations[0], "have a parameter for each input, at least one");
        NetworkInput[] inputs = [.. method.Parameters.Select(parameter => Read(parameter, method.Parameters.Length == 1)).OfType<NetworkInput>()];
        return inputs.Length > 0 && inputs.Length == method.Parameters.Length ? inputs : null;
    }

    private NetworkInput? Read(IParameterSymbol parameter, bool isOnly)
    {
        if (parameter.RefKind != RefKind.None || parameter.IsParams || parameter.IsOptional)
        {
            Report(parameter, "be passed by value, without a default", parameter.RefKind != RefKind.None ? "by reference" : parameter.IsParams ? "params" : "a default");
            return null;
        }

        // Layers alone create the types that are derived from these.
        InputKind? kind = NetworkTypes.IsLanguage(parameter.Type) && Enum.TryParse(parameter.Type.Name, out InputKind known) ? known : null;
        if (kind is not { } input)
        {
            Report(parameter, "be a Sequence, Features or Tokens", CellTypes.Display(parameter.Type));
            return null;
        }

        AttributeData? size = NetworkInput.Find<SizeAttribute>(parameter), vocabulary = NetworkInput.Find<VocabularyAttribute>(parameter);
        AttributeData? length = NetworkInput.Find<LengthAttribute>(parameter), generated = NetworkInput.Find<GeneratedAttribute>(parameter);
        bool isTokens = input == InputKind.Tokens;
        string number = isTokens ? "have [Vocabulary], since it is Tokens" : $"have [Size], since it is {(input == InputKind.Sequence ? "a Sequence" : "Features")}";
        bool fits = Refuse(parameter, isTokens ? size : vocabulary, number)
            & Refuse(parameter, input == InputKind.Features ? length : null, "be a Sequence or Tokens, since it has a length")
            & Refuse(parameter, isTokens ? null : generated, "be Tokens, since the network writes it");
        if (fits && isTokens && vocabulary is null)
        {
            Report(parameter, number, "none");
            fits = false;
        }

        if (!fits)
            return null;
        int? steps = Number(length);
        if (isOnly && generated is null && steps == sequenceLength)
            steps = null;
        return new NetworkInput(new InputDeclaration(input, Number(isTokens ? vocabulary : size) ?? 1, steps, parameter.Name) { Generated = Generated(generated) }, parameter);
    }

    /// <summary>Reports an attribute that does not fit; returns whether there is none.</summary>
    private bool Refuse(IParameterSymbol parameter, AttributeData? attribute, string expected)
    {
        if (attribute is not null)
            sources.Report(InputWrong, ModelAttributes.Place(attribute), parameter.Name, expected, $"[{ModelAttributes.ShortName(attribute)}]");
        return attribute is null;
    }

    private void Report(IParameterSymbol parameter, string expected, string found) => sources.Report(InputWrong, parameter.Locations[0], parameter.Name, expected, found);

    private int? Number(AttributeData? attribute)
    {
        if (attribute is null)
            return null;
        if (attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: int number }])
            return number;
        sources.IsUnreadable = true;
        return null;
    }

    private GeneratedTokens? Generated(AttributeData? attribute)
    {
        return attribute is null ? null : new GeneratedTokens(Named(nameof(GeneratedAttribute.Start)), Named(nameof(GeneratedAttribute.Stop)));

        int Named(string name)
        {
            foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments.Where(argument => argument.Key == name))
            {
                if (argument.Value is { Kind: TypedConstantKind.Primitive, Value: int id })
                    return id;
                sources.IsUnreadable = true;
            }

            return 0;
        }
    }
}
