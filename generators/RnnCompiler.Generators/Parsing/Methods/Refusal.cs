namespace RnnCompiler.Generators.Parsing;

/// <summary>Reasons why something in a method cannot be read.</summary>
internal enum Refusal
{
    /// <summary>A statement is not part of the language. Details: what it is, and how to write it instead.</summary>
    Statement,

    /// <summary>An expression is not part of the language. Details: what it is, and how to write it instead.</summary>
    Expression,

    /// <summary>A method cannot be called. Details: the method, and what to do instead.</summary>
    Call,

    /// <summary>Methods call each other in a circle. Details: the circle.</summary>
    Recursion,

    /// <summary>The method, with all that it calls, is too large. Details: the limit.</summary>
    TooLarge,
}
