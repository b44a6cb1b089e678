using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>A declared layer with the sizes that its position determines.</summary>
/// <param name="Name">Its resolved name.</param>
/// <param name="Weights">The name of the layer that has its weights: its own, unless it shares them.</param>
/// <param name="Declaration">The declaration of the layer.</param>
/// <param name="Inputs">The nodes that it reads: 0 is the input of the model, i + 1 the output of layer i.</param>
/// <param name="InputSize">The number of features of the first node that it reads; 1 for token ids.</param>
/// <param name="OutputSize">The number of output features.</param>
/// <param name="OverTime">Whether a node that it reads, the query if it is attention, has a value for each step.</param>
/// <param name="Cells">The cells of a recurrent layer, level by level, forward before reverse; empty for other layers.</param>
internal sealed record LayerPlan(
    string Name,
    string Weights,
    LayerDeclaration Declaration,
    IReadOnlyList<int> Inputs,
    int InputSize,
    int OutputSize,
    bool OverTime,
    IReadOnlyList<CellPlan> Cells)
{
    /// <summary>Gets the length group of what it reads, or of an input its own: 0 for that of the model.</summary>
    public int Group { get; init; }

    /// <summary>Gets whether the layer depends on the tokens that the network writes itself.</summary>
    public bool InDecoder { get; init; }

    /// <summary>Gets whether the layer is computed for each token that the network writes itself, to predict the next one.</summary>
    public bool InStep { get; init; }

    /// <summary>Gets whether each row of the weight is a vector of its own, for a dot product.</summary>
    public bool HasRowWeights { get; init; }

    /// <summary>Gets whether the weights are the layer's own.</summary>
    public bool OwnsWeights => Weights == Name;

    /// <summary>Returns the key of a state or mask of the layer.</summary>
    public string Key(string part) => $"{Name}.{part}";

    /// <summary>Returns the key of a weight that the layer reads.</summary>
    public string WeightKey(string part) => $"{Weights}.{part}";

    /// <summary>Returns the key of the masks of dropout of the output of a level.</summary>
    public string LevelDropoutKey(int level) => FormattableString.Invariant($"{Name}.l{level}.dropout");
}

/// <summary>A cell at its level and direction in a stack of layers.</summary>
/// <param name="Layer">The name of the layer.</param>
/// <param name="Weights">The name of the layer that has its weights.</param>
/// <param name="Declaration">The declaration of the layer.</param>
/// <param name="Cell">The equations of the cell.</param>
/// <param name="Level">Its level in the stack, from 0.</param>
/// <param name="Reverse">Whether it processes the sequence from its end.</param>
internal sealed record CellPlan(string Layer, string Weights, RecurrentDeclaration Declaration, Cell Cell, int Level, bool Reverse)
{
    /// <summary>Returns the key of a state or result, as in <c>lstm.h_l0_reverse</c>.</summary>
    public string Key(string part) => KeyOf(Layer, part);

    /// <summary>Returns the key of a weight or tensor, as in <c>lstm.weight_ih_l0_reverse</c>.</summary>
    public string WeightKey(string part) => KeyOf(Weights, part);

    /// <summary>Gets the cell whose states after the last step are the initial states; null if they are states of the row.</summary>
    public CellPlan? Initial { get; init; }

    /// <summary>Returns the key of the parameter that is the initial value of a state.</summary>
    public string InitialKey(CellState state) => WeightKey("initial_" + state.Name);

    /// <summary>Gets the name of the scan body within a function.</summary>
    public string BodyName => FormattableString.Invariant($"{Layer}.l{Level}{Direction}");

    /// <summary>Gets the key of the zoneout masks; no key of a weight has two dots.</summary>
    public string ZoneoutKey => BodyName + ".zoneout";

    /// <summary>Gets the key of the recurrent dropout masks.</summary>
    public string RecurrentDropoutKey => BodyName + ".recurrent_dropout";

    private string KeyOf(string layer, string part) =>
        $"{layer}.{part}{(Level == 0 && !Cell.NumbersFirstLevel ? "" : FormattableString.Invariant($"_l{Level}"))}{Direction}";

    private string Direction => Reverse ? "_reverse" : "";
}

/// <summary>A weight of the functions.</summary>
/// <param name="Key">Its key, as in <c>lstm.W_ii_l0</c>.</param>
/// <param name="Type">Its type.</param>
internal sealed record WeightPlan(string Key, TensorType Type);
