using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Result of reading the method of a network. It holds locations, so later steps use only the declaration.</summary>
/// <param name="Input">The input, or null if it cannot be read.</param>
/// <param name="Sources">The layers, their sources and the problems.</param>
/// <param name="Place">The location of the name of the method.</param>
internal sealed record ParsedNetwork(NetworkInput? Input, NetworkSources Sources, Location Place)
{
    /// <summary>Gets the layers in the order of evaluation.</summary>
    public EquatableArray<LayerDeclaration> Layers { get; } = Sources.ToArray();

    /// <summary>Gets whether the network is complete: there is no problem, and no error of C#.</summary>
    public bool IsComplete => Input is not null && Sources.Problems.Count == 0 && !Sources.IsUnreadable;

    /// <summary>Returns the location that a rule names.</summary>
    public Location PlaceOf(int layer, string? argument) => Sources.Place(layer, argument);

    /// <summary>Returns the locations of the layers that a layer reads, which a message about sizes names.</summary>
    public IReadOnlyList<Location> OperandsOf(int layer) =>
        [.. NetworkGraph.Operands(Layers[layer], layer).Where(static node => node > 0).Select(node => Sources.Place(node - 1, null))];
}
