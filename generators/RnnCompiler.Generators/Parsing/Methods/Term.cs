namespace RnnCompiler.Generators.Parsing;

/// <summary>Symbolic value of an expression of a method that is read: of a cell or of a network.</summary>
internal abstract record Term;

/// <summary>A constant number.</summary>
/// <param name="Number">The number.</param>
internal sealed record NumberTerm(double Number) : Term;

/// <summary>A tuple of terms.</summary>
/// <param name="Elements">The elements in order.</param>
internal sealed record TupleTerm(IReadOnlyList<Term> Elements) : Term;

/// <summary>The term of an expression that could not be read; its problem has been reported.</summary>
internal sealed record NoTerm : Term
{
    /// <summary>Gets the single instance.</summary>
    public static NoTerm Instance { get; } = new();
}
