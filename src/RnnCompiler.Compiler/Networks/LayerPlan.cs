using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>A declared layer with all that follows from its place among the others.</summary>
/// <param name="Name">Its resolved name.</param>
/// <param name="Declaration">As declared.</param>
/// <param name="InputSize">Features that it reads; 1 for token ids.</param>
/// <param name="OutputSize">Features that it gives.</param>
/// <param name="OverTime">Whether it reads a value for each step.</param>
/// <param name="Cells">Of a recurrent layer: its cells, level by level, forward before reverse.</param>
internal sealed record LayerPlan(
    string Name,
    LayerDeclaration Declaration,
    int InputSize,
    int OutputSize,
    bool OverTime,
    IReadOnlyList<CellPlan> Cells)
{
    /// <summary>The key of a weight, state or mask that belongs to the layer.</summary>
    public string Key(string part) => $"{Name}.{part}";
}

/// <summary>A cell at its place in a stack of layers.</summary>
/// <param name="Layer">The name of the layer.</param>
/// <param name="Declaration">What was declared.</param>
/// <param name="Cell">Its equations.</param>
/// <param name="Level">Its level in the stack, from 0.</param>
/// <param name="Reverse">Whether it reads the sequence from its end.</param>
internal sealed record CellPlan(string Layer, RecurrentDeclaration Declaration, Cell Cell, int Level, bool Reverse)
{
    /// <summary>The key of a weight, state or tensor, as in <c>lstm.weight_ih_l0_reverse</c>.</summary>
    public string Key(string part) => $"{Layer}.{part}{(Level == 0 && !Cell.NumbersFirstLevel ? "" : FormattableString.Invariant($"_l{Level}"))}{Direction}";

    /// <summary>What the body of its scan is called within a function.</summary>
    public string BodyName => FormattableString.Invariant($"{Layer}.l{Level}{Direction}");

    /// <summary>The key of the masks of zoneout; no weight's key has two dots.</summary>
    public string ZoneoutKey => BodyName + ".zoneout";

    /// <summary>The key of the masks of recurrent dropout.</summary>
    public string RecurrentDropoutKey => BodyName + ".recurrent_dropout";

    private string Direction => Reverse ? "_reverse" : "";
}

/// <summary>A weight of the functions.</summary>
/// <param name="Key">Its key, as in <c>lstm.W_ii_l0</c>.</param>
/// <param name="Type">Its type.</param>
internal sealed record WeightPlan(string Key, TensorType Type);
