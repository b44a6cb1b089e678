using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Titles of the layers of a method as it spells them: the parameter or local that has a value, else its expression; operators and the names of methods.</summary>
/// <param name="sources">The layers and their sources.</param>
internal sealed class SourceTitles(NetworkSources sources) : LayerTitles(sources.Layers)
{
    private const int LongestExpression = 40;

    /// <summary>Returns the text of an expression; of a long one, or one that holds text, its method or operator alone.</summary>
    public static string Of(IOperation source)
    {
        string text = source.Syntax.ToString();
        if (text.Length <= LongestExpression && !text.Any(static c => c is '"' or '\n'))
            return text;
        return source is IInvocationOperation call ? $"{call.TargetMethod.Name}(…)" : $"… {Operator(source)} …";
    }

    public override string Node(int node) => $"\"{sources.NameOf(node) ?? Of(sources.Source(node)!)}\"";

    public override string Operation(int layer) => sources.Source(layer + 1) switch
    {
        null => base.Operation(layer),
        IInvocationOperation { Instance: null } call => call.TargetMethod.Name,
        IInvocationOperation => base.Declaration(layer).Trim('[', ']'),
        { } expression => Operator(expression),
    };

    public override string Declaration(int layer) => Operation(layer);

    public override string Position(int layer) => Node(layer + 1);

    public override string Unexpected(int node) => Node(node);

    public override string Kind(string attribute) => attribute;

    public override string Setting(string name) => $"{ArgumentOf(name)}: true";

    /// <summary>Returns the name of an argument of a method, whose attribute has a property for it.</summary>
    public static string ArgumentOf(string property) => char.ToLowerInvariant(property[0]) + property.Substring(1);

    private static string Operator(IOperation source) => source.Syntax switch
    {
        BinaryExpressionSyntax binary => binary.OperatorToken.Text,
        AssignmentExpressionSyntax assignment => assignment.OperatorToken.Text,
        PrefixUnaryExpressionSyntax unary => unary.OperatorToken.Text,
        _ => "",
    };
}
