using System.Globalization;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>A declared layer.</summary>
/// <param name="Name">The name in the declaration, or <see langword="null"/>; LayerNames resolves it.</param>
public abstract record LayerDeclaration(string? Name)
{
    /// <summary>
    /// Gets the nodes whose values the layer reads: 0 is the input of the model, i + 1 the output of layer i. Empty for the node before it, as in a chain; then the
    /// chain of attributes and the method of the same network are equal.
    /// </summary>
    public EquatableArray<int> From { get; init; }

    /// <summary>Gets the layer before it whose weights it shares; <see langword="null"/> if it has its own.</summary>
    public int? Shares { get; init; }
}

/// <summary>A recurrent layer: a cell, unfolded over time.</summary>
/// <param name="Cell">The cell whose equations are unfolded.</param>
/// <param name="HiddenSize">Units per direction.</param>
/// <param name="Layers">The number of stacked levels.</param>
/// <param name="Bidirectional">Whether a second direction processes the sequence from its end.</param>
/// <param name="Merge">How the outputs of the two directions are merged.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record RecurrentDeclaration(CellDeclaration Cell, int HiddenSize, int Layers, bool Bidirectional, Merge Merge, string? Name)
    : LayerDeclaration(Name)
{
    /// <summary>Gets whether the products of a built-in cell have biases; a custom cell defines its weights itself.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Gets the probability that a unit keeps its previous value in a training step.</summary>
    public double Zoneout { get; init; }

    /// <summary>Gets the probability that an element of the first state is dropped as an operand of recurrent products.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>Gets the probability that an element of the output of a level, other than the last one, is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>Gets whether the initial states are parameters.</summary>
    public bool LearnInitialState { get; init; }

    /// <summary>Gets the recurrent layer before it whose states after the last step are the initial states; <see langword="null"/> for states of the row.</summary>
    public int? Initial { get; init; }
}

/// <summary>A dense layer.</summary>
/// <param name="Units">The number of outputs.</param>
/// <param name="Activation">The activation.</param>
/// <param name="UseBias">Whether a bias is added.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record DenseDeclaration(int Units, Activation Activation, bool UseBias, string? Name) : LayerDeclaration(Name);

/// <summary>Kind of a reduction over time.</summary>
public enum TimeReduction
{
    /// <summary>The last step.</summary>
    LastStep,

    /// <summary>The step at which each direction has read the whole sequence.</summary>
    BothEnds,

    /// <summary>The sum of all steps.</summary>
    Sum,

    /// <summary>The mean of all steps.</summary>
    Mean,

    /// <summary>The elementwise maximum of all steps.</summary>
    Max,
}

/// <summary>A reduction over time.</summary>
/// <param name="Kind">The kind of reduction.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record TimeReductionDeclaration(TimeReduction Kind, string? Name) : LayerDeclaration(Name);

/// <summary>Inverted dropout.</summary>
/// <param name="Rate">The probability that an element is dropped.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record DropoutDeclaration(double Rate, string? Name) : LayerDeclaration(Name);

/// <summary>An embedding: a table of vectors, indexed by token id.</summary>
/// <param name="Vocabulary">The number of token ids.</param>
/// <param name="Dimension">The length of each vector.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record EmbeddingDeclaration(int Vocabulary, int Dimension, string? Name) : LayerDeclaration(Name);

/// <summary>The cell of a recurrent layer; its equations are in the Cells folder.</summary>
public abstract record CellDeclaration;

/// <summary>The vanilla cell.</summary>
/// <param name="Activation">Tanh or Relu.</param>
public sealed record ElmanDeclaration(Activation Activation) : CellDeclaration;

/// <summary>Long short-term memory.</summary>
public sealed record LstmDeclaration : CellDeclaration;

/// <summary>The gated recurrent unit.</summary>
/// <param name="ResetAfter">Whether the reset gate applies after the recurrent product.</param>
public sealed record GruDeclaration(bool ResetAfter) : CellDeclaration;

/// <summary>A custom cell.</summary>
/// <param name="Program">Its equations.</param>
/// <param name="Dimensions">A size for each name in the cell.</param>
public sealed record CustomDeclaration(CellProgram Program, EquatableArray<NamedSize> Dimensions) : CellDeclaration;

/// <summary>A size that a cell names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Size">The size.</param>
public sealed record NamedSize(string Name, int Size)
{
    /// <summary>Gets the text in [Recurrent], such as <c>rank=8</c>.</summary>
    public string Text => FormattableString.Invariant($"{Name}={Size}");

    /// <summary>Parses text such as <c>rank=8</c>. A value that is not an integer becomes 0, which the rules reject.</summary>
    public static NamedSize Parse(string text)
    {
        int equals = text.IndexOf('=');
        string name = equals < 0 ? text : text.Substring(0, equals);
        bool isNumber = int.TryParse(text.Substring(equals + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int size);
        return new NamedSize(name.Trim(), equals >= 0 && isNumber ? size : 0);
    }
}
