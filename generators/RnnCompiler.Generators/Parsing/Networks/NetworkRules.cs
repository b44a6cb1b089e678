using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for a class whose network is a method.</summary>
internal static class NetworkRules
{
    /// <summary>Returns problems with the names of arguments as methods spell them, where attributes have others.</summary>
    public static IEnumerable<DeclarationProblem> InTermsOfMethods(IEnumerable<DeclarationProblem> problems, ParsedNetwork network) => problems
        .Where(problem => !IsOfInput(problem, network))
        .Select(static problem => problem switch
        {
            { Argument: "hiddenSize" } => problem with { Argument = "units" },
            { LayerIndex: not null, Argument: { } argument } => problem with { Argument = SourceTitles.ArgumentOf(argument) },

            // A parameter has a size, so that only 0 is taken as none.
            { Kind: DeclarationProblemKind.InputSizeMissing } =>
                new DeclarationProblem(DeclarationProblemKind.SizeOutOfRange, null, "size", new EquatableArray<string>(["1", problem.Details[0], "0"])),
            { Argument: "InputSize" } => problem with { Argument = "size" },
            _ => problem,
        });

    // The vocabulary of an embedding is that of its input, at which it is reported.
    private static bool IsOfInput(DeclarationProblem problem, ParsedNetwork network) => problem is { IsOfLoss: false, Argument: "vocabulary", LayerIndex: { } layer }
        && network.Layers[layer] is EmbeddingDeclaration && network.Sources.PlainInput is null;

    /// <summary>Returns all problems with the loss function, and with a loss that is named beside it.</summary>
    public static IEnumerable<ModelProblem> Check(ParsedLoss? loss, ParsedNetwork? network, ModelAttributes attributes)
    {
        if (loss is null)
            yield break;

        // A network that writes tokens has a loss by name: there the loss function is at fault, which is another rule.
        string[] settings = [.. attributes.Models.SelectMany(static m => m.NamedArguments).Select(static a => a.Key)];
        string? setting = new[] { nameof(RnnModelAttribute.Loss), nameof(RnnModelAttribute.HuberDelta) }.FirstOrDefault(settings.Contains);
        if (setting is not null && network is not { WritesTokens: true })
            yield return new RuleProblem(new(DeclarationProblemKind.LossTwice, null, setting, new([setting])));

        foreach (NetworkProblem problem in loss.Sources.IsUnreadable ? [] : loss.Sources.Problems)
            yield return problem;
    }

    /// <summary>Returns all problems with the method, unless the C# compiler reports an error itself, and with what stands beside it.</summary>
    public static IEnumerable<NetworkProblem> Check(ParsedNetwork? network, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        if (network is null)
            yield break;
        foreach (AttributeData layer in attributes.Layers)
            yield return new(NetworkProblemKind.BesideNetwork, [$"[{ModelAttributes.ShortName(layer)}]"], ModelAttributes.Place(layer));
        foreach (AttributeData model in attributes.Models.Where(static m => m.NamedArguments.Any(static a => a.Key == nameof(RnnModelAttribute.InputSize))))
        {
            yield return new(NetworkProblemKind.BesideNetwork, ["InputSize, which [Size] of the parameter gives"],
                AttributeLocations.Argument(model, nameof(RnnModelAttribute.InputSize), cancellationToken));
        }

        foreach (NetworkProblem problem in network.Sources.IsUnreadable ? [] : network.Sources.Problems)
            yield return problem;
    }
}
