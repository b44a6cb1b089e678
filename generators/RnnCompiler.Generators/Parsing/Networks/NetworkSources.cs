using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The layers of a network while its method is read, the source of each, its outputs, and the problems.</summary>
internal sealed class NetworkSources
{
    private readonly List<LayerDeclaration> _layers = [];
    private readonly List<OutputDeclaration> _outputs = [];
    private readonly List<(NetworkInput? Input, IOperation? Call)> _sources = [];
    private readonly Dictionary<string, (Location Name, Location Value)> _outputPlaces = new(StringComparer.Ordinal);
    private readonly List<NetworkProblem> _problems = [];
    private readonly List<(LayerTerm Layer, IOperation Source)> _objects = [];
    private readonly Dictionary<int, string> _names = [];

    /// <summary>Gets or sets whether the C# compiler itself reports an error.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Gets whether the method is a loss function, which calls losses.</summary>
    public bool IsLossFunction { get; init; }

    /// <summary>Gets the input that is node 0; null if layers declare the inputs.</summary>
    public NetworkInput? PlainInput { get; private set; }

    /// <summary>Gets the layers in the order of evaluation, after those that declare inputs.</summary>
    public IReadOnlyList<LayerDeclaration> Layers => _layers;

    /// <summary>Gets several outputs in order; empty if there is one.</summary>
    public IReadOnlyList<OutputDeclaration> Outputs => _outputs;

    /// <summary>Gets what messages call the layers.</summary>
    public SourceTitles Titles => new(this);

    /// <summary>Gets the problems.</summary>
    public IReadOnlyList<NetworkProblem> Problems => _problems;

    /// <summary>Adds the inputs, before all layers; returns their nodes.</summary>
    public IReadOnlyList<NodeTerm> AddInputs(IReadOnlyList<NetworkInput> inputs)
    {
        PlainInput = inputs.Count == 1 && inputs[0].CanBePlain ? inputs[0] : null;
        if (PlainInput is not null)
            return [new NodeTerm(0)];
        return [.. inputs.Select(AddInput)];
    }

    /// <summary>Returns whether a node is an input.</summary>
    public bool IsInput(int node) => node == 0 || _layers[node - 1] is InputDeclaration;

    /// <summary>Returns the number of token ids of an input; 0 of any other node.</summary>
    public int Vocabulary(int node) => (node == 0 ? PlainInput?.Declaration : _layers[node - 1]) is InputDeclaration { Kind: InputKind.Tokens } tokens ? tokens.Size : 0;

    /// <summary>Adds one of several outputs.</summary>
    /// <param name="output">Its name.</param>
    /// <param name="node">The node whose value it is.</param>
    /// <param name="place">The expression that returns it.</param>
    public void AddOutput(NetworkOutput output, int node, Location place)
    {
        _outputs.Add(new OutputDeclaration(output.Name, node));
        _outputPlaces[output.Name] = (output.Place, place);
    }

    /// <summary>Adds a layer; returns its node.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="source">The expression that creates it.</param>
    /// <param name="nodes">The nodes that it reads.</param>
    public NodeTerm Add(LayerDeclaration layer, IOperation source, params IReadOnlyList<int> nodes)
    {
        _layers.Add(NetworkGraph.Reading(layer, _layers.Count, nodes));
        _sources.Add((null, source));
        return new NodeTerm(_layers.Count);
    }

    /// <summary>Adds a layer that is created to be applied later.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="source">The expression that creates it.</param>
    /// <returns>The layer.</returns>
    public LayerTerm Add(LayerTerm layer, IOperation source)
    {
        _objects.Add((layer, source));
        return layer;
    }

    /// <summary>Names a node after the first local or parameter to which it is assigned.</summary>
    public void Name(int node, string name)
    {
        if (NameOf(node) is null)
            _names.Add(node, name);
    }

    /// <summary>Returns the name of an input, or of the local that has a value first; null of any other node.</summary>
    public string? NameOf(int node)
    {
        NetworkInput? input = node == 0 ? PlainInput : _sources[node - 1].Input;
        return input is not null ? input.Parameter.Name : _names.TryGetValue(node, out string? name) ? name : null;
    }

    /// <summary>Returns the expression that creates a node; null of an input.</summary>
    public IOperation? Source(int node) => node == 0 ? null : _sources[node - 1].Call;

    /// <summary>
    /// Reports layers that nothing uses: those after a single output, and those that are created and never applied. Other problems come first, since they may be the reason.
    /// </summary>
    /// <param name="output">The node of a single output; the last node if there are several.</param>
    public void ReportUnused(int output)
    {
        if (_problems.Count > 0 || IsUnreadable)
            return;
        HashSet<int> read = [.. _layers.SelectMany(NetworkGraph.Operands), .. _layers.OfType<RecurrentDeclaration>().Select(static layer => layer.Initial + 1 ?? 0)];
        for (int layer = output; layer < _layers.Count; layer++)
        {
            if (!read.Contains(layer + 1))
                Report(NetworkProblemKind.LayerUnused, Place(layer, null), Titles.Node(layer + 1));
        }

        foreach ((LayerTerm layer, IOperation source) in _objects.Where(static created => created.Layer.First is null))
            Report(NetworkProblemKind.LayerUnused, source.Syntax.GetLocation(), $"\"{layer.Local ?? SourceTitles.Of(source)}\"");
    }

    /// <summary>Adds an input, before all layers, that is not node 0; returns its node.</summary>
    public NodeTerm AddInput(NetworkInput input)
    {
        _layers.Add(input.Declaration);
        _sources.Add((input, null));
        return new NodeTerm(_layers.Count);
    }

    /// <summary>Reports a problem.</summary>
    public void Report(NetworkProblemKind kind, Location place, params string[] details) => _problems.Add(new NetworkProblem(kind, details, place));

    /// <summary>Returns the location of a layer, or of the argument that a rule names.</summary>
    public Location Place(int layer, string? argument)
    {
        (NetworkInput? input, IOperation? source) = _sources[layer];
        if (source is null)
            return input!.Place(argument);
        IArgumentOperation? given = (source as IInvocationOperation)?.Arguments.FirstOrDefault(a => a.ArgumentKind == ArgumentKind.Explicit && IsNamed(a, argument));
        return (given?.Value ?? source).Syntax.GetLocation();
    }

    /// <summary>Returns the locations of the name of an output and of the expression that returns it; null if there is no such output.</summary>
    public (Location Name, Location Value)? PlacesOfOutput(string name) => _outputPlaces.TryGetValue(name, out (Location, Location) places) ? places : null;

    /// <summary>Returns the layers.</summary>
    public EquatableArray<LayerDeclaration> ToArray() => new(_layers);

    // Rules name the arguments of attributes, some of which are properties.
    private static bool IsNamed(IArgumentOperation given, string? argument) => string.Equals(given.Parameter?.Name, argument, StringComparison.OrdinalIgnoreCase);
}
