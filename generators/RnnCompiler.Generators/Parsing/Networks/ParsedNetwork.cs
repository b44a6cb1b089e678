using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Result of reading the method of a network. It holds locations, so later steps use only the declaration.</summary>
/// <param name="Inputs">The inputs, or null if one cannot be read.</param>
/// <param name="Sources">The layers, their sources and the problems.</param>
/// <param name="Place">The location of the name of the method.</param>
internal sealed record ParsedNetwork(IReadOnlyList<NetworkInput>? Inputs, NetworkSources Sources, Location Place)
{
    /// <summary>Gets the layers in the order of evaluation, after those that declare inputs.</summary>
    public EquatableArray<LayerDeclaration> Layers { get; } = Sources.ToArray();

    /// <summary>Gets several outputs; empty if there is one.</summary>
    public EquatableArray<OutputDeclaration> Outputs { get; } = new(Sources.Outputs);

    /// <summary>Gets the number of features of the input that no layer declares; 0 if there is none, or if it is tokens.</summary>
    public int InputSize => Sources.PlainInput?.Declaration is { Kind: InputKind.Sequence } sequence ? sequence.Size : 0;

    /// <summary>Gets whether the network writes token ids itself.</summary>
    public bool WritesTokens => Inputs?.Any(static input => input.Declaration.Generated is not null) ?? false;

    /// <summary>Gets whether the network is complete: there is no problem, and no error of C#.</summary>
    public bool IsComplete => Inputs is not null && Sources.Problems.Count == 0 && !Sources.IsUnreadable;

    /// <summary>Returns the location that a rule names; null if it is not in the method.</summary>
    public Location? PlaceOf(DeclarationProblem problem) => problem switch
    {
        { LayerIndex: { } layer, Argument: "vocabulary" } when Sources.PlainInput is { } input && Layers[layer] is EmbeddingDeclaration => input.Place("vocabulary"),
        { LayerIndex: { } layer } => Sources.Place(layer, problem.Argument),
        { Argument: "size" } when Sources.PlainInput is { } input => input.Place("size"),
        { Kind: DeclarationProblemKind.OutputIsInput } => Sources.PlacesOfOutput(problem.Details[0])?.Value,
        { Kind: DeclarationProblemKind.OutputNameWrong } => Sources.PlacesOfOutput(problem.Details[0])?.Name,
        { Kind: DeclarationProblemKind.NoLayer or DeclarationProblemKind.NoRecurrentLayer or DeclarationProblemKind.PortCount } => Place,
        _ => null,
    };

    /// <summary>Returns the locations of what a message names beside the layer at fault: its operands, if these contradict each other, or the layer that it should equal.</summary>
    public IReadOnlyList<Location> OthersOf(DeclarationProblem problem) => (problem.Kind, problem.LayerIndex) switch
    {
        (DeclarationProblemKind.SizesDiffer or DeclarationProblemKind.GroupsDiffer, { } layer) => [.. NetworkGraph.Operands(Layers[layer], layer).Select(PlaceOfNode)],
        (DeclarationProblemKind.WeightsDiffer or DeclarationProblemKind.SharedSizeDiffers, { } layer) => [Sources.Place(Layers[layer].Shares!.Value, null)],
        (DeclarationProblemKind.StatesDiffer, { } layer) => [Sources.Place(((RecurrentDeclaration)Layers[layer]).Initial!.Value, null)],
        _ => [],
    };

    private Location PlaceOfNode(int node) => node > 0 ? Sources.Place(node - 1, null) : Sources.PlainInput!.Place(null);
}
