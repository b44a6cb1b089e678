using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The syntax that a diagnostic underlines for a statement.</summary>
internal static class StatementSyntaxes
{
    /// <summary>Returns the head of a statement with a body, else the statement.</summary>
    public static SyntaxNode Head(SyntaxNode statement) => statement switch
    {
        IfStatementSyntax branch => branch.Condition,
        WhileStatementSyntax loop => loop.Condition,
        ForEachStatementSyntax loop => loop.Expression,
        ForStatementSyntax { Condition: { } condition } => condition,
        DoStatementSyntax loop => loop.Condition,
        SwitchStatementSyntax choice => choice.Expression,
        _ => statement,
    };
}
