using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Modules;

/// <summary>An input, output or target of a network, as users see it, and its place in a row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">The elements of the row before it.</param>
/// <param name="Steps">The largest number of steps; 0 for one vector of an example.</param>
/// <param name="Size">The number of elements of a step, or of the vector; 1 for ids.</param>
/// <param name="Ids">The number of token or class ids; 0 for numbers.</param>
/// <param name="Group">Its length group: 0 for that of the model.</param>
public sealed record NetworkPort(string Name, int Offset, int Steps, int Size, int Ids, int Group)
{
    /// <summary>Gets whether it has a value for each step.</summary>
    public bool IsOverTime => Steps > 0;
}

/// <summary>A length group other than that of the model.</summary>
/// <param name="Input">The input that begins it.</param>
/// <param name="Steps">The largest number of steps.</param>
/// <param name="MaskOffset">The elements of the row before its padding mask; −1 if rows have none.</param>
public sealed record NetworkGroup(string Input, int Steps, int MaskOffset);

/// <summary>The inputs, outputs and targets of a network, and its length groups.</summary>
public sealed class NetworkPorts
{
    /// <summary>Describes a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="training">Whether the rows are those of training, which has the tokens that the network writes as an input.</param>
    public NetworkPorts(Module module, bool training = false)
    {
        NetworkPlan plan = new(module.Declaration);
        RowLayout inputs = training ? module.TrainingRow : module.InputRow, outputs = module.OutputRow, targets = module.TargetRow;
        Inputs =
        [
            .. plan.Inputs.Where(port => inputs.Has(port.Key))
                .Select(port => Port(plan, port, inputs[port.Key].Offset, port.Type.Element == ElementType.Integer ? Vocabulary(module.Declaration, port) : 0)),
        ];
        Outputs = [.. plan.Outputs.Select(port => Port(plan, port, outputs.Has(port.Key) ? outputs[port.Key].Offset : 0, 0))];
        IReadOnlyList<InputDeclaration>? declared = module.Declaration.LossFunction?.Targets;
        Targets =
        [
            .. plan.Targets.Select((port, i) =>
                Port(plan, port, targets[port.Key].Offset, port.Type.Element == ElementType.Integer ? declared?[i].Size ?? Outputs[i].Size : 0)),
        ];
        Groups = [.. plan.GroupInputs.Select(port => new NetworkGroup(Name(port), plan.StepsOf(port.Node), MaskOffset(port)))];
        InputLength = inputs.Length;
        OutputLength = outputs.Length;
        TargetLength = targets.Length;
        Generated = module.Declaration.Generated?.Generated;
        GeneratedIndex = plan.Generated is { } written ? plan.Inputs.ToList().IndexOf(written) : -1;

        int MaskOffset(PortPlan port) => inputs.Has(PlanTables.PaddingMask(port)) ? inputs[PlanTables.PaddingMask(port)].Offset : -1;
    }

    /// <summary>Gets the start and stop of the tokens that the network writes itself; null if it writes none.</summary>
    public GeneratedTokens? Generated { get; }

    /// <summary>Gets the number of the input that the network writes itself among all inputs; −1 if it writes none.</summary>
    public int GeneratedIndex { get; }

    /// <summary>Gets the inputs in order.</summary>
    public IReadOnlyList<NetworkPort> Inputs { get; }

    /// <summary>Gets the outputs in order.</summary>
    public IReadOnlyList<NetworkPort> Outputs { get; }

    /// <summary>Gets the targets, in the order of the outputs.</summary>
    public IReadOnlyList<NetworkPort> Targets { get; }

    /// <summary>Gets the length groups other than that of the model: group 1, 2 and so on.</summary>
    public IReadOnlyList<NetworkGroup> Groups { get; }

    /// <summary>Gets the number of elements of a row of inputs, padding masks included.</summary>
    public int InputLength { get; }

    /// <summary>Gets the number of elements of a row of outputs.</summary>
    public int OutputLength { get; }

    /// <summary>Gets the number of elements of a row of targets.</summary>
    public int TargetLength { get; }

    private static NetworkPort Port(NetworkPlan plan, PortPlan port, int offset, int ids) => new(
        Name(port),
        offset,
        port.OverTime ? plan.StepsOf(port.Node) : 0,
        port.Type.Rank == 0 ? 1 : port.Type.Rows,
        ids,
        port.OverTime ? plan.Graph.GroupOf(port.Node) : 0);

    private static int Vocabulary(ModelDeclaration declaration, PortPlan port) =>
        port.Node == 0 ? declaration.Vocabulary : ((InputDeclaration)declaration.Layers[port.Node - 1]).Size;

    private static string Name(PortPlan port) => port.Key.Substring(port.Key.IndexOf('.') + 1);
}
