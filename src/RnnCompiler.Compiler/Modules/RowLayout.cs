using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Modules;

/// <summary>Place of an input, output or target of a function in a row of a batch.</summary>
/// <param name="Key">Its name in the function.</param>
/// <param name="Type">Its type, over all steps.</param>
/// <param name="Offset">The elements of the row before it.</param>
public sealed record RowPart(string Key, TensorType Type, int Offset)
{
    /// <summary>Gets the number of its elements, each of 4 bytes.</summary>
    public int Length => LengthOf(Type);

    internal static int LengthOf(TensorType type) => type.Rank switch
    {
        0 => 1,
        1 => type.Rows,
        _ => checked(type.Rows * type.Columns),
    };
}

/// <summary>
/// Layout of the row of a batch that a function reads or writes: its inputs, with the padding masks of length groups, or its targets or outputs, one after the other without
/// padding. A model with one input and one output has the caller's rows.
/// </summary>
public sealed class RowLayout
{
    private RowLayout(IEnumerable<(string Key, TensorType Type)> parts)
    {
        List<RowPart> placed = [];
        foreach ((string key, TensorType type) in parts)
        {
            placed.Add(new RowPart(key, type, Length));
            Length = checked(Length + placed[placed.Count - 1].Length);
        }

        Parts = placed;
    }

    /// <summary>Gets the parts in order.</summary>
    public IReadOnlyList<RowPart> Parts { get; }

    /// <summary>Gets the number of elements of a row.</summary>
    public int Length { get; }

    /// <summary>Returns the layout of what a function reads of a row.</summary>
    public static RowLayout Inputs(Function function) => Of(function, ParameterRole.Input, ParameterRole.PaddingMask);

    /// <summary>Returns the layout of the targets of a function.</summary>
    public static RowLayout Targets(Function function) => Of(function, ParameterRole.Target, ParameterRole.Target);

    /// <summary>Returns the layout of the outputs of a function.</summary>
    public static RowLayout Outputs(Function function) =>
        new(function.Results.Where(result => IsOutput(function, result)).Select(static r => (r.Name, r.Value.Type)));

    /// <summary>Returns whether a result of a function is an output of the network; a layer may be called output too, and have states.</summary>
    public static bool IsOutput(Function function, FunctionResult result) => result.Name == "output"
        || (result.CotangentOf is null && result.Name.StartsWith("output.", StringComparison.Ordinal)
            && !function.ParametersOf(ParameterRole.State).Any(state => state.Name == result.Name));

    /// <summary>Returns whether there is a part with a name.</summary>
    public bool Has(string key) => Parts.Any(part => part.Key == key);

    /// <summary>Returns the part with a name.</summary>
    public RowPart this[string key] => Parts.First(part => part.Key == key);

    private static RowLayout Of(Function function, ParameterRole role, ParameterRole other) =>
        new(function.Parameters.Where(p => p.Role == role || p.Role == other).Select(static p => (p.Value.Name!, p.Value.Type)));
}
