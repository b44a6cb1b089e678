using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for a class whose network is a method.</summary>
internal static class NetworkRules
{
    /// <summary>Returns a problem with the name of an argument as methods spell it, where attributes have another one.</summary>
    public static DeclarationProblem InTermsOfMethods(DeclarationProblem problem) => problem.Argument == "hiddenSize" ? problem with { Argument = "units" } : problem;

    /// <summary>Returns all problems with the loss function, and with losses that are named beside it.</summary>
    public static IEnumerable<ModelProblem> Check(ParsedLoss? loss, ModelAttributes attributes)
    {
        if (loss is null)
            yield break;
        foreach (string setting in attributes.Models.SelectMany(static m => m.NamedArguments).Select(static a => a.Key).Distinct())
        {
            if (setting is nameof(RnnModelAttribute.Loss) or nameof(RnnModelAttribute.HuberDelta))
                yield return new RuleProblem(new(DeclarationProblemKind.LossTwice, null, setting, new([setting])));
        }

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
