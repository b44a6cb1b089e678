using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>An input, output or target of a network with several of them, and its place in a row of a batch.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Offset">Elements of the row before it.</param>
/// <param name="Steps">The most steps; 0 for one vector of an example.</param>
/// <param name="Size">Elements of a step, or of the vector; 1 for ids.</param>
/// <param name="Ids">Token or class ids that exist; 0 for numbers.</param>
/// <param name="Group">Its length group: 0 for that of the model.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NetworkPort(string Name, int Offset, int Steps, int Size, int Ids = 0, int Group = 0)
{
    /// <summary>Whether it has a value for each step.</summary>
    public bool IsOverTime => Steps > 0;

    /// <summary>Its elements in a row.</summary>
    internal int Length => Math.Max(1, Steps) * Size;

    /// <summary>The steps of a row that its values reach; 1 for a vector.</summary>
    internal int StepsOf(ReadOnlySpan<int> lengths, int row) => !IsOverTime ? 1 : lengths.IsEmpty ? Steps : lengths[row];
}

/// <summary>A length group other than that of the model.</summary>
/// <param name="Steps">The most steps of its sequences.</param>
/// <param name="MaskOffset">Elements of the row before its padding mask, which has one for each step; −1 if rows have none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LengthGroup(int Steps, int MaskOffset);

/// <summary>
/// Layout of the rows of a network with several inputs or outputs: a row holds them one after another, ids as the bits of integers, and then the padding masks.
/// </summary>
/// <param name="inputs">The inputs in order.</param>
/// <param name="outputs">The outputs in order.</param>
/// <param name="targets">The targets, in the order of the outputs.</param>
/// <param name="groups">The length groups other than that of the model: group 1, 2 and so on.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkLayout(NetworkPort[] inputs, NetworkPort[] outputs, NetworkPort[] targets, LengthGroup[] groups)
{
    /// <summary>Elements of the inputs of one step, one input after another.</summary>
    public int StepInputLength { get; } = inputs.Sum(static port => port.Size);

    /// <summary>Elements of the outputs of one step.</summary>
    public int StepOutputLength { get; } = outputs.Sum(static port => port.Size);

    /// <summary>The number of the input that the network writes itself; −1 if it is given all of them.</summary>
    public int Generated { get; init; } = -1;

    /// <summary>The token id before the first one that the network writes.</summary>
    public int Start { get; init; }

    /// <summary>The token id that ends what the network writes.</summary>
    public int Stop { get; init; }

    internal NetworkPort[] Inputs { get; } = inputs;

    internal NetworkPort[] Outputs { get; } = outputs;

    internal NetworkPort[] Targets { get; } = targets;

    internal LengthGroup[] Groups { get; } = groups;

    internal int[] StepInputs { get; } = StepOffsets(inputs);

    internal int[] StepOutputs { get; } = StepOffsets(outputs);

    private static int[] StepOffsets(NetworkPort[] ports)
    {
        int[] offsets = new int[ports.Length];
        for (int i = 1; i < ports.Length; i++)
            offsets[i] = offsets[i - 1] + ports[i - 1].Size;
        return offsets;
    }
}
