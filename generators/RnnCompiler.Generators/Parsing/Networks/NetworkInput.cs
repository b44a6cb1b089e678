using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>An input of a network: a parameter of its method.</summary>
/// <param name="Declaration">What the parameter and its attributes declare.</param>
/// <param name="Parameter">The parameter.</param>
internal sealed record NetworkInput(InputDeclaration Declaration, IParameterSymbol Parameter)
{
    /// <summary>Gets whether a model needs no declaration of its own for it, if it is the only input: a sequence or tokens of the model's length that are given.</summary>
    public bool CanBePlain => Declaration is { Kind: not InputKind.Features, Length: null, Generated: null };

    /// <summary>Returns the attribute of a kind that a parameter has, or null.</summary>
    public static AttributeData? Find<TAttribute>(IParameterSymbol parameter) => parameter.GetAttributes().FirstOrDefault(CellTypes.Is<TAttribute>);

    /// <summary>Returns the location of the argument of an attribute that a rule names; of the name of the parameter if there is no such attribute.</summary>
    public Location Place(string? argument)
    {
        AttributeData? attribute = argument switch
        {
            "size" => Find<SizeAttribute>(Parameter),
            "vocabulary" => Find<VocabularyAttribute>(Parameter),
            "length" => Find<LengthAttribute>(Parameter),
            "start" or "stop" => Find<GeneratedAttribute>(Parameter),
            _ => null,
        };
        return attribute is null ? Parameter.Locations[0] : AttributeLocations.Argument(attribute, argument!, default);
    }
}
