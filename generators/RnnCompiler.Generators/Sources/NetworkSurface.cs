using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Generators.Sources;

/// <summary>What the signatures of a network with several inputs or outputs depend on. A faulty network has them too, as far as its method is read.</summary>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Outputs">The outputs in order.</param>
/// <param name="Targets">The targets, in the order of the outputs.</param>
/// <param name="Groups">The length groups other than that of the model.</param>
/// <param name="Written">The number of the input that the network writes itself; −1 if it is given all of them.</param>
/// <param name="HasStep">Whether the network can be fed step by step.</param>
internal sealed record NetworkSurface(
    EquatableArray<NetworkPort> Inputs,
    EquatableArray<NetworkPort> Outputs,
    EquatableArray<NetworkPort> Targets,
    EquatableArray<NetworkGroup> Groups,
    int Written,
    bool HasStep)
{
    private const string Lengths = "ReadOnlySpan<int>", Reals = "Span<float>";

    /// <summary>Gets whether the network writes a sequence itself, so that it has no Forward but Generate.</summary>
    public bool IsDecoder => Written >= 0;

    /// <summary>Gets the inputs that the network is given.</summary>
    public IEnumerable<NetworkPort> Given => Inputs.Where((_, i) => i != Written);

    /// <summary>Gets whether something has a value for each step of the model's length.</summary>
    public bool HasOwnGroup => Inputs.Concat(Outputs).Any(IsOwn);

    /// <summary>Gets whether a given input has a value for each step of the model's length.</summary>
    public bool IsGivenOwnGroup => Given.Any(IsOwn);

    /// <summary>Returns whether a length group, counted from 0, is that of what the network writes.</summary>
    public bool IsWritten(int group) => IsDecoder && Inputs[Written].Group == group + 1;

    /// <summary>Returns the surface of a module.</summary>
    public static NetworkSurface Of(Module module)
    {
        NetworkPorts ports = new(module, training: true);
        return new NetworkSurface(new(ports.Inputs), new(ports.Outputs), new(ports.Targets), new(ports.Groups), ports.GeneratedIndex, module.Step is not null);
    }

    /// <summary>Returns the surface of a declaration whose nodes exist, although it may break rules; null if it has one input and one output without names.</summary>
    public static NetworkSurface? Of(ModelDeclaration declaration)
    {
        if (declaration.IsPlain)
            return null;
        NetworkGraph graph = new(declaration);
        IReadOnlyList<InputDeclaration> inputs = [.. declaration.Layers.TakeWhile(static layer => layer is InputDeclaration).Cast<InputDeclaration>()];
        if (inputs.Count == 0)
            inputs = [new InputDeclaration(declaration.HasTokenInput ? InputKind.Tokens : InputKind.Sequence, Math.Max(declaration.InputSize, declaration.Vocabulary), null, null)];
        IEnumerable<NetworkPort> outputs = declaration.OutputNodes.Select((node, i) =>
            new NetworkPort(declaration.Outputs.Count == 0 ? "" : declaration.Outputs[i].Name, 0, graph.IsOverTime(node) ? 1 : 0, 1, 0, graph.GroupOf(node)));
        NetworkSurface surface = Of(declaration.SequenceLength, inputs, [.. outputs], declaration.LossFunction?.Targets ?? [], declaration.HasClassTargets);
        return surface with { HasStep = declaration.Generated is not null || graph.IsStreaming };
    }

    /// <summary>Returns the surface of a network of which no more is known than its inputs and outputs.</summary>
    /// <param name="steps">The steps of the model.</param>
    /// <param name="inputs">The inputs; without a name, <c>input</c>.</param>
    /// <param name="outputs">The outputs; without a name, <c>output</c>.</param>
    /// <param name="targets">The targets of a loss function; empty if there is none.</param>
    /// <param name="hasClasses">Whether the targets of a loss by name are class ids.</param>
    public static NetworkSurface Of(
        int steps, IReadOnlyList<InputDeclaration> inputs, IReadOnlyList<NetworkPort> outputs, IReadOnlyList<InputDeclaration> targets, bool hasClasses)
    {
        List<NetworkPort> ports = [];
        List<NetworkGroup> groups = [];
        foreach (InputDeclaration input in inputs)
        {
            string name = input.Name ?? NetworkGraph.Input;
            if (input.Length is { } length)
                groups.Add(new NetworkGroup(name, length, -1));
            int ids = input.IsIds ? Math.Max(1, input.Size) : 0, size = input.IsIds ? 1 : Math.Max(1, input.Size);
            ports.Add(new NetworkPort(name, 0, input.IsOverTime ? Math.Max(1, input.Length ?? steps) : 0, size, ids, input.Length is null ? 0 : groups.Count));
        }

        bool fits = targets.Count == outputs.Count;
        IEnumerable<NetworkPort> expected = outputs.Select((output, i) => output with
        {
            Name = Named(output, "target").Name,
            Steps = fits && !targets[i].IsOverTime ? 0 : output.Steps,
            Ids = (fits ? targets[i].IsIds : hasClasses) ? 1 : 0,
        });
        EquatableArray<NetworkPort> named = new([.. outputs.Select(static output => Named(output, "output"))]);
        int written = inputs.ToList().FindIndex(static input => input.Generated is not null);
        return new NetworkSurface(new(ports), named, new([.. expected]), new(groups), written, HasStep: groups.Count == 0);
    }

    /// <summary>Returns the signatures of the methods that plain models do not have, with the simple names of their parameters' types.</summary>
    public IEnumerable<string> Signatures()
    {
        string[] lengths = [.. Groups.Select(static _ => Lengths)];
        if (IsDecoder)
        {
            string[] given = [.. Given.Select(Spans)];
            string[] own = [.. IsGivenOwnGroup ? [Lengths] : Array.Empty<string>(), .. lengths.Where((_, group) => !IsWritten(group))];
            yield return Signature("Generate", [.. given, .. own, "Span<int>", "GenerationOptions"]);
            if (own.Length > 0)
                yield return Signature("Generate", [.. given, "Span<int>", "GenerationOptions"]);
            yield break;
        }

        string[] all = [.. Inputs.Select(Spans), .. Outputs.Select(static _ => Reals)];
        yield return Signature("Forward", [.. all, "int", .. HasOwnGroup ? [Lengths] : Array.Empty<string>(), .. lengths, "ReadOnlySpan<float>", Reals]);
        if (!HasStep)
            yield break;
        yield return Signature("CreateState", []);
        yield return Signature("Step", ["State", .. all]);
        yield return Signature("Step", ["State", .. all, "int"]);
    }

    private static NetworkPort Named(NetworkPort port, string name) => port.Name.Length > 0 ? port : port with { Name = name };

    private static string Signature(string name, IEnumerable<string> types) => $"{name}({string.Join(", ", types)})";

    private static string Spans(NetworkPort port) => port.Ids > 0 ? "ReadOnlySpan<int>" : "ReadOnlySpan<float>";

    private static bool IsOwn(NetworkPort port) => port is { IsOverTime: true, Group: 0 };
}
