using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// Reads the body of a cell's method and of the methods that it calls, statement by statement. It evaluates the method symbolically, with expressions
/// in place of numbers. It reports what is not part of the cell language and continues with the next statement.
/// </summary>
internal sealed class CellEvaluator
{
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellationToken;
    private readonly CellExpressions _expressions;
    private readonly Dictionary<ISymbol, IBlockOperation?> _bodies = new(SymbolEqualityComparer.Default);

    public CellEvaluator(CellBuilder builder, CellPlaces places, Compilation compilation, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _cancellationToken = cancellationToken;
        Builder = builder;
        Places = places;
        _expressions = new CellExpressions(this);
        Calls = new CellCalls(this);
    }

    public CellBuilder Builder { get; }

    public CellPlaces Places { get; }

    public CellCalls Calls { get; }

    /// <summary>Gets or sets the terms of the names in the current method.</summary>
    public Dictionary<ISymbol, CellTerm> Names { get; set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Reads the cell's own method; returns the term that it returns, and the place of that term.</summary>
    public (CellTerm Term, CellPlace Place)? Run(IMethodSymbol step, IEnumerable<KeyValuePair<ISymbol, CellTerm>> parameters)
    {
        if (Body(step) is not { } body)
        {
            Places.Add(CellProblemKind.StepUnfit, Places.Of(step.Locations[0], step.Name), "have a body in this project's source");
            return null;
        }

        return Calls.Enter(step, body, parameters);
    }

    /// <summary>Returns the body of a method whose source is in the compilation, or null.</summary>
    public IBlockOperation? Body(IMethodSymbol method)
    {
        if (!_bodies.TryGetValue(method, out IBlockOperation? body))
            _bodies[method] = body = FindBody(method);
        return body;
    }

    private IBlockOperation? FindBody(IMethodSymbol method)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (!_compilation.ContainsSyntaxTree(reference.SyntaxTree))
                continue;
            SyntaxNode syntax = reference.GetSyntax(_cancellationToken);
#pragma warning disable RS1030 // A cell may call methods of other files, which the semantic model of its own file does not cover.
            IOperation? operation = _compilation.GetSemanticModel(reference.SyntaxTree).GetOperation(syntax, _cancellationToken);
#pragma warning restore RS1030
            IBlockOperation? body = operation switch
            {
                IMethodBodyOperation declared => declared.BlockBody ?? declared.ExpressionBody,
                ILocalFunctionOperation local => local.Body,
                _ => null,
            };
            if (body is not null)
                return body;
        }

        return null;
    }

    /// <summary>Reads statements up to a return; returns the term that is returned, and its place.</summary>
    public (CellTerm Term, CellPlace Place)? Execute(IEnumerable<IOperation> statements)
    {
        foreach (IOperation statement in statements)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (Calls.GivesUp(statement.Syntax))
                return null;
            if (Execute(statement) is { } returned)
                return returned;
        }

        return null;
    }

    /// <summary>Returns the value of a term, or null if it has none.</summary>
    public CellValue? Value(CellTerm term) => term switch
    {
        ValueTerm value => value.Value,
        NumberTerm number => Builder.Constant(number.Number),
        _ => null,
    };

    /// <summary>Reads an expression.</summary>
    public CellTerm Evaluate(IOperation operation) => _expressions.Evaluate(operation);

    /// <summary>Assigns a term to a name; a value without a name gets that name.</summary>
    public void Assign(ISymbol symbol, CellTerm term)
    {
        Names[symbol] = term;
        if (term is ValueTerm value && symbol is ILocalSymbol)
            Builder.Name(value.Value, symbol.Name);
    }

    /// <summary>Reports that something is not part of the cell language.</summary>
    public CellTerm Refuse(CellProblemKind kind, SyntaxNode syntax, params string[] details)
    {
        Places.Add(kind, Places.Of(syntax), details);
        return NoTerm.Instance;
    }

    private (CellTerm Term, CellPlace Place)? Execute(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                return Execute(block.Operations);
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
                    Declare(declarator);
                return null;
            case IExpressionStatementOperation expression:
                Evaluate(expression.Operation);
                return null;
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                return (Evaluate(value), Places.Of(value.Syntax));
            case IEmptyOperation or ILocalFunctionOperation:
                return null;
            case IInvalidOperation:
                Places.IsUnreadable = true;
                return null;
            default:
                (string what, string instead) = CellRefusals.Statement(statement);
                Refuse(CellProblemKind.StatementNotAllowed, CellRefusals.Keyword(statement.Syntax), what, instead);
                return null;
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.IsConst)
            return;
        if (declarator.Symbol.IsRef)
            Refuse(CellProblemKind.StatementNotAllowed, declarator.Syntax, "A ref local", "Use an ordinary local.");
        else if (declarator.GetVariableInitializer() is { } initializer)
            Assign(declarator.Symbol, Evaluate(initializer.Value));
    }
}
