using RnnCompiler.Compiler.Modules;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>A parameter of the members of a network with several inputs or outputs.</summary>
/// <param name="Name">Its name as source code spells it.</param>
/// <param name="Index">The number of the input or output.</param>
/// <param name="Port">The input or output.</param>
internal sealed record PortParameter(string Name, int Index, NetworkPort Port)
{
    /// <summary>Gets the type of an element.</summary>
    public string Element => Port.Ids > 0 ? "int" : "float";

    /// <summary>Gets the shape of one example, as text for documentation.</summary>
    public string Shape => Describe(Port.Steps > 0 ? CSharpLiteral.Integer(Port.Steps) : null);

    /// <summary>Gets the shape of some steps.</summary>
    public string StepShape => Describe(Port.Steps > 0 ? "steps" : null);

    private string Describe(string? steps)
    {
        string shape = Port.Ids > 0 ? $"[{steps}] ids from 0 to {CSharpLiteral.Integer(Port.Ids - 1)}"
            : steps is null ? $"[{CSharpLiteral.Integer(Port.Size)}]" : $"[{steps}, {CSharpLiteral.Integer(Port.Size)}]";
        return Port.Ids > 0 && steps is null ? shape.Replace("[]", "[1]") : shape;
    }
}

/// <summary>The parameters of the members of a network with several inputs or outputs, each with a name of its own.</summary>
internal sealed class NetworkShape
{
    private static readonly string[] s_others =
        ["batch", "lengths", "initialStates", "finalStates", "state", "states", "steps", "call", "optimizer", "batchSize", "options", "isEvaluation", "tokens"];

    private readonly HashSet<string> _taken = new(s_others, StringComparer.Ordinal);

    public NetworkShape(NetworkSurface surface)
    {
        Surface = surface;
        Inputs = [.. surface.Inputs.Select((port, i) => new PortParameter(Own(port.Name, "Input"), i, port))];
        Groups = [.. surface.Groups.Select(group => Own(group.Input + "Lengths", "Group"))];
        HashSet<string> taken = new(_taken, StringComparer.Ordinal);
        Outputs = [.. surface.Outputs.Select((port, i) => new PortParameter(Own(port.Name, "Output"), i, port))];
        _taken = taken;
        Targets = [.. surface.Targets.Select((port, i) => new PortParameter(Own(port.Name, "Target"), i, port))];
    }

    /// <summary>Gets what the signatures depend on.</summary>
    public NetworkSurface Surface { get; }

    /// <summary>Gets whether the network writes a sequence itself, so that it has no Forward but Generate.</summary>
    public bool IsDecoder => Surface.IsDecoder;

    /// <summary>Gets the input that the network writes itself; null if it is given all of them.</summary>
    public PortParameter? Written => IsDecoder ? Inputs[Surface.Written] : null;

    /// <summary>Gets the inputs that the network is given.</summary>
    public IEnumerable<PortParameter> Given => Inputs.Where(input => input != Written);

    /// <summary>Gets the targets that are passed as such: what the network writes is passed once, as an input.</summary>
    public IEnumerable<PortParameter> PassedTargets => Targets.Skip(IsDecoder ? 1 : 0);

    public IReadOnlyList<PortParameter> Inputs { get; }

    public IReadOnlyList<PortParameter> Outputs { get; }

    public IReadOnlyList<PortParameter> Targets { get; }

    /// <summary>Gets the names of the lengths of the groups other than that of the model.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Gets the argument that is the lengths of the model's group.</summary>
    public string OwnLengths => Surface.HasOwnGroup ? "lengths" : "default";

    /// <summary>Returns the lengths of the group of an input or output.</summary>
    public string LengthsOf(PortParameter parameter) => !parameter.Port.IsOverTime ? "default" : parameter.Port.Group == 0 ? OwnLengths : Groups[parameter.Port.Group - 1];

    /// <summary>Gets the names of the lengths of what is given for one example.</summary>
    public IEnumerable<string> GivenLengths =>
        [.. Surface.IsGivenOwnGroup ? ["lengths"] : Array.Empty<string>(), .. Groups.Where((_, group) => !Surface.IsWritten(group))];

    /// <summary>Returns the parameters that are the lengths of all groups, each after a comma.</summary>
    public string LengthParameters() => string.Concat(Lengths().Select(static name => $", global::System.ReadOnlySpan<int> {name} = default"));

    /// <summary>Returns the arguments that are the lengths of all groups, each after a comma.</summary>
    public string LengthArguments() => string.Concat(Lengths().Select(static name => ", " + name));

    /// <summary>Returns the lines of documentation of the lengths.</summary>
    public IEnumerable<string> LengthDocumentation()
    {
        if (Surface.HasOwnGroup)
            yield return "<param name=\"lengths\">The steps of each row, from 0 to SequenceLength; empty if all rows are full.</param>";
        for (int i = 0; i < Groups.Count; i++)
        {
            (string input, int steps) = (Surface.Groups[i].Input, Surface.Groups[i].Steps);
            yield return $"<param name=\"{Groups[i].TrimStart('@')}\">The steps of each row of {input}, from 0 to {CSharpLiteral.Integer(steps)}; "
                + "empty if all are full.</param>";
        }
    }

    /// <summary>Returns a list of parameters that are spans.</summary>
    public static string Spans(IEnumerable<PortParameter> parameters, string type = "ReadOnlySpan") =>
        string.Join(", ", parameters.Select(p => $"global::System.{type}<{p.Element}> {p.Name}"));

    private IEnumerable<string> Lengths() => Surface.HasOwnGroup ? Groups.Prepend("lengths") : Groups;

    private string Own(string name, string kind)
    {
        string own = _taken.Contains(name) ? name + kind : name;
        while (!_taken.Add(own))
            own += "_";
        return GeneratedNames.Keyword(own);
    }
}
