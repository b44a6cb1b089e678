using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Parameter of a loss function.</summary>
/// <param name="Kind">The kind of its type.</param>
/// <param name="Size">The features or ids that an attribute gives; null for those of the output in its place.</param>
internal sealed record LossParameter(string Kind, int? Size);

/// <summary>Result of reading the method of a loss function. It holds locations, so later steps use only the declaration.</summary>
/// <param name="Parameters">Its parameters, outputs then targets; empty if they cannot be read.</param>
/// <param name="Sources">The operations, their sources and the problems.</param>
/// <param name="Place">The location of the name of the method.</param>
internal sealed record ParsedLoss(IReadOnlyList<LossParameter> Parameters, NetworkSources Sources, Location Place)
{
    /// <summary>Gets whether the loss function is complete: there is no problem, and no error of C#.</summary>
    public bool IsComplete => Parameters.Count > 0 && Sources.Problems.Count == 0 && !Sources.IsUnreadable;

    /// <summary>Gets whether targets are class ids.</summary>
    public bool HasClassTargets => Parameters.Skip(Parameters.Count / 2).Any(static p => p.Kind == NetworkTypes.Tokens);

    /// <summary>Returns the loss function of a network, whose outputs give the sizes that are left out.</summary>
    /// <param name="model">The network, which satisfies all rules.</param>
    public LossFunctionDeclaration Complete(ModelDeclaration model)
    {
        IReadOnlyList<LayerShape> shapes = LayerShape.OfNetwork(model);
        IReadOnlyList<LayerShape> outputs = [.. model.OutputNodes.Select(node => shapes[node - 1])];
        int half = Parameters.Count / 2;
        IEnumerable<LayerDeclaration> inputs = Parameters.Select((parameter, i) =>
        {
            LayerShape output = outputs[i % half % outputs.Count];
            InputKind kind = parameter.Kind switch
            {
                NetworkTypes.Sequence => InputKind.Sequence,
                NetworkTypes.Features => InputKind.Features,
                _ => output.OverTime ? InputKind.Tokens : InputKind.Class,
            };
            return new InputDeclaration(kind, parameter.Size ?? output.OutputSize, null, LossFunctionDeclaration.NameOf(i >= half, i % half));
        });
        return new LossFunctionDeclaration(new([.. inputs, .. Sources.Layers.Skip(Parameters.Count)]));
    }
}
