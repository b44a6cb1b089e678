using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>A value of the network.</summary>
/// <param name="Node">Its node in the graph of layers.</param>
internal sealed record NodeTerm(int Node) : Term;

/// <summary>The states of a recurrent layer after the last step.</summary>
/// <param name="Layer">The layer.</param>
internal sealed record StateTerm(int Layer) : Term;

/// <summary>A layer that may be applied several times.</summary>
/// <param name="Layer">The layer, without what it reads.</param>
internal sealed record LayerTerm(LayerDeclaration Layer) : Term
{
    /// <summary>Gets or sets the first local to which it is assigned; null before that.</summary>
    public string? Local { get; set; }

    /// <summary>Gets or sets its first application, which has the weights; null before it.</summary>
    public int? First { get; set; }
}

/// <summary>A constant that is no number: text, a truth value or null.</summary>
/// <param name="Value">The constant.</param>
internal sealed record ConstantTerm(object? Value) : Term;

/// <summary>A type, as typeof gives it.</summary>
/// <param name="Type">The type.</param>
internal sealed record TypeTerm(ITypeSymbol Type) : Term;

/// <summary>The elements of an array or of arguments for a parameter array.</summary>
/// <param name="Elements">The elements in order.</param>
internal sealed record ListTerm(IReadOnlyList<Term> Elements) : Term;
