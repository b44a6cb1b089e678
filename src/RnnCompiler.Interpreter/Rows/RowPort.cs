using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Interpreter.Rows;

/// <summary>An input, target or output of a network in the rows of a batch.</summary>
/// <param name="Name">Its name for callers.</param>
/// <param name="Part">Its place in the row that kernels read or write.</param>
/// <param name="Group">The length group of its steps, 0 for that of the model; null if it is one vector.</param>
/// <param name="Kinds">The number of ids, if it is ids; else 0.</param>
/// <param name="Mask">The place of the padding mask, if it is an input that begins a length group.</param>
internal sealed record RowPort(string Name, RowPart Part, int? Group, int Kinds, RowPart? Mask)
{
    /// <summary>Gets whether elements are ids; else they are real numbers.</summary>
    public bool IsIds { get; } = Kinds > 0;

    /// <summary>Gets the number of steps; 1 for one vector.</summary>
    public int Steps => Group is null ? 1 : Part.Type.Rows;

    /// <summary>Gets the number of elements of a row.</summary>
    public int Length { get; } = Part.Length;

    /// <summary>Gets the number of elements of a step.</summary>
    public int StepLength => Length / Steps;

    /// <summary>Gets the start and stop of token ids that the network writes itself; null for others.</summary>
    public GeneratedTokens? Generated { get; init; }

    /// <summary>Gets the name of the gradient in the training function.</summary>
    public string GradientKey { get; } = Part.Key + "_bar";
}

/// <summary>The inputs, targets and outputs of a network, and its length groups.</summary>
internal sealed class RowPorts
{
    private const char Dot = '.';

    private RowPorts(Module module, RowLayout inputs, IReadOnlyList<RowPart> outputs, bool isStep)
    {
        ModelDeclaration declaration = module.Declaration;
        NetworkGraph graph = new(declaration);
        Declaration = declaration;
        IsStep = isStep;
        RowPart[] parts = [.. inputs.Parts.Where(static part => part.Key == "input" || part.Key.StartsWith("input.", StringComparison.Ordinal))];
        Inputs = [.. parts.Select(Input)];
        Outputs = [.. outputs.Select(Output)];
        NetworkPorts ports = new(module, training: true);
        Targets = isStep ? [] : [.. module.TargetRow.Parts.Zip(ports.Targets, ports.Outputs).Select(static port => Target(port.First, port.Second, port.Third.Name))];
        Written = Inputs.FirstOrDefault(static input => input.Generated is not null);
        InputLength = inputs.Length;
        GroupSteps = [isStep ? 1 : declaration.SequenceLength, .. Inputs.Where(static input => input.Mask is not null).Select(static input => input.Steps)];

        RowPort Input(RowPart part, int index)
        {
            InputDeclaration? layer = declaration.NamesInputs ? (InputDeclaration)declaration.Layers[index] : null;
            int node = layer is null ? 0 : index + 1;
            int kinds = layer is null ? declaration.Vocabulary : layer.Kind == InputKind.Tokens ? layer.Size : 0;
            RowPart? mask = inputs.Parts.FirstOrDefault(p => p.Key == "mask" + part.Key["input".Length..]);
            return new RowPort(NameOf(part.Key), part, !isStep && graph.IsOverTime(node) ? graph.GroupOf(node) : null, kinds, mask) { Generated = layer?.Generated };
        }

        RowPort Output(RowPart part, int index)
        {
            int? group = !isStep && module.OutputRow.Parts[index].Type.Rank == 2 ? graph.GroupOf(declaration.OutputNodes[index]) : null;
            return new RowPort(NameOf(part.Key), part, group, Kinds: 0, Mask: null);
        }

        static RowPort Target(RowPart part, NetworkPort target, string output) =>
            new(output, part, target.IsOverTime ? target.Group : null, target.Ids, Mask: null);
    }

    /// <summary>Gets the declaration of the network.</summary>
    public ModelDeclaration Declaration { get; }

    /// <summary>Gets whether the rows are single steps of streams.</summary>
    public bool IsStep { get; }

    /// <summary>Gets the inputs.</summary>
    public IReadOnlyList<RowPort> Inputs { get; }

    /// <summary>Gets the input that the network writes itself, which is the target of the first output too; null if it is given all inputs.</summary>
    public RowPort? Written { get; }

    /// <summary>Gets the outputs of calls; none of a network that writes tokens itself.</summary>
    public IReadOnlyList<RowPort> Outputs { get; }

    /// <summary>Gets the targets in the order of the outputs.</summary>
    public IReadOnlyList<RowPort> Targets { get; }

    /// <summary>Gets the number of elements of all inputs and padding masks of a row.</summary>
    public int InputLength { get; }

    /// <summary>Gets the largest number of steps of each length group; the first is that of the model.</summary>
    public IReadOnlyList<int> GroupSteps { get; }

    /// <summary>Returns the ports of rows of sequences, as training reads them.</summary>
    public static RowPorts OfSequences(Module module) => new(module, module.TrainingRow, module.IsDecoder ? [] : module.OutputRow.Parts, isStep: false);

    /// <summary>Returns the ports of single steps of streams.</summary>
    /// <param name="module">A module that can be streamed.</param>
    public static RowPorts OfSteps(Module module) => new(module, RowLayout.Inputs(module.Step!), RowLayout.Outputs(module.Step!).Parts, isStep: true);

    private static string NameOf(string key) => key[(key.IndexOf(Dot) + 1)..];
}
