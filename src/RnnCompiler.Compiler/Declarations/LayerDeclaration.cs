using System.Globalization;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>One layer as declared.</summary>
/// <param name="Name">The name as written, or <see langword="null"/>; LayerNames resolves it.</param>
public abstract record LayerDeclaration(string? Name);

/// <summary>A recurrent layer: a cell, unfolded over time.</summary>
/// <param name="Cell">The cell whose equations are unfolded.</param>
/// <param name="HiddenSize">Units per direction.</param>
/// <param name="Layers">How many are stacked.</param>
/// <param name="Bidirectional">Whether a second direction reads from the end.</param>
/// <param name="Merge">How the directions become one output.</param>
/// <param name="Name">The name as written.</param>
public sealed record RecurrentDeclaration(CellDeclaration Cell, int HiddenSize, int Layers, bool Bidirectional, Merge Merge, string? Name)
    : LayerDeclaration(Name)
{
    /// <summary>Whether the products of a built-in cell have biases; a custom cell names its weights itself.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Probability with which a unit of the output keeps its value while training.</summary>
    public double Zoneout { get; init; }

    /// <summary>Probability of a drop of what recurrent products read of the first state.</summary>
    public double RecurrentDropout { get; init; }
}

/// <summary>A dense layer.</summary>
/// <param name="Units">Outputs.</param>
/// <param name="Activation">The activation.</param>
/// <param name="UseBias">Whether a bias is added.</param>
/// <param name="Name">The name as written.</param>
public sealed record DenseDeclaration(int Units, Activation Activation, bool UseBias, string? Name) : LayerDeclaration(Name);

/// <summary>How a sequence becomes one vector.</summary>
public enum TimeReduction
{
    /// <summary>The last step.</summary>
    LastStep,

    /// <summary>The mean of all steps.</summary>
    Mean,

    /// <summary>The elementwise maximum of all steps.</summary>
    Max,
}

/// <summary>A reduction over time.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Name">The name as written.</param>
public sealed record TimeReductionDeclaration(TimeReduction Kind, string? Name) : LayerDeclaration(Name);

/// <summary>Inverted dropout.</summary>
/// <param name="Rate">Probability of a drop.</param>
/// <param name="Name">The name as written.</param>
public sealed record DropoutDeclaration(double Rate, string? Name) : LayerDeclaration(Name);

/// <summary>A table of vectors, indexed by token id.</summary>
/// <param name="Vocabulary">Number of token ids.</param>
/// <param name="Dimension">Length of each vector.</param>
/// <param name="Name">The name as written.</param>
public sealed record EmbeddingDeclaration(int Vocabulary, int Dimension, string? Name) : LayerDeclaration(Name);

/// <summary>Which cell a recurrent layer unfolds; the equations themselves are in the Cells folder.</summary>
public abstract record CellDeclaration;

/// <summary>The vanilla cell.</summary>
/// <param name="Activation">Tanh or Relu.</param>
public sealed record ElmanDeclaration(Activation Activation) : CellDeclaration;

/// <summary>Long short-term memory.</summary>
public sealed record LstmDeclaration : CellDeclaration;

/// <summary>The gated recurrent unit.</summary>
/// <param name="ResetAfter">Whether the reset gate applies after the recurrent product.</param>
public sealed record GruDeclaration(bool ResetAfter) : CellDeclaration;

/// <summary>A cell that someone wrote.</summary>
/// <param name="Program">Its equations.</param>
/// <param name="Dimensions">A size for each that it names.</param>
public sealed record CustomDeclaration(CellProgram Program, EquatableArray<NamedSize> Dimensions) : CellDeclaration;

/// <summary>A size that a cell names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Size">The size.</param>
public sealed record NamedSize(string Name, int Size)
{
    /// <summary>As [Recurrent] gives it: <c>rank=8</c>.</summary>
    public string Text => FormattableString.Invariant($"{Name}={Size}");

    /// <summary>Reads <c>rank=8</c>; what is no whole number becomes 0, which no rule lets pass.</summary>
    public static NamedSize Parse(string text)
    {
        int equals = text.IndexOf('=');
        string name = equals < 0 ? text : text.Substring(0, equals);
        bool isNumber = int.TryParse(text.Substring(equals + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int size);
        return new NamedSize(name.Trim(), equals >= 0 && isNumber ? size : 0);
    }
}
