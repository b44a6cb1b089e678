using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The layers of a network while its method is read, the source of each, and the problems.</summary>
internal sealed class NetworkSources
{
    private readonly List<LayerDeclaration> _layers = [];
    private readonly List<IOperation?> _sources = [];
    private readonly List<Location> _parameters = [];
    private readonly List<NetworkProblem> _problems = [];

    /// <summary>Gets or sets whether the C# compiler itself reports an error.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Gets whether the method is a loss function, which calls losses.</summary>
    public bool IsLossFunction { get; init; }

    /// <summary>Gets the layers in the order of evaluation.</summary>
    public IReadOnlyList<LayerDeclaration> Layers => _layers;

    /// <summary>Gets the problems.</summary>
    public IReadOnlyList<NetworkProblem> Problems => _problems;

    /// <summary>Adds a layer; returns its node.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="source">The expression that creates it.</param>
    /// <param name="nodes">The nodes that it reads.</param>
    public NodeTerm Add(LayerDeclaration layer, IOperation source, params IReadOnlyList<int> nodes)
    {
        _layers.Add(NetworkGraph.Reading(layer, _layers.Count, nodes));
        _sources.Add(source);
        return new NodeTerm(_layers.Count);
    }

    /// <summary>Adds an input, before all layers; returns its node.</summary>
    /// <param name="input">The input.</param>
    /// <param name="place">The location of the parameter.</param>
    public NodeTerm AddInput(InputDeclaration input, Location place)
    {
        _layers.Add(input);
        _sources.Add(null);
        _parameters.Add(place);
        return new NodeTerm(_layers.Count);
    }

    /// <summary>Reports a problem.</summary>
    public void Report(NetworkProblemKind kind, Location place, params string[] details) => _problems.Add(new NetworkProblem(kind, details, place));

    /// <summary>Returns the location of a layer, or of the argument that a rule names.</summary>
    public Location Place(int layer, string? argument)
    {
        if (_sources[layer] is not { } source)
            return _parameters[layer];
        IArgumentOperation? given = (source as IInvocationOperation)?.Arguments.FirstOrDefault(a => a.ArgumentKind == ArgumentKind.Explicit && IsNamed(a, argument));
        return (given?.Value ?? source).Syntax.GetLocation();
    }

    /// <summary>Returns the layers.</summary>
    public EquatableArray<LayerDeclaration> ToArray() => new(_layers);

    // Rules name the arguments of attributes, some of which are properties.
    private static bool IsNamed(IArgumentOperation given, string? argument) => string.Equals(given.Parameter?.Name, argument, StringComparison.OrdinalIgnoreCase);
}
