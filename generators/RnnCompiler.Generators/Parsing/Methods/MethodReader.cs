using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// Reads the body of a method and of the methods that it calls, statement by statement. It evaluates the method symbolically, with terms in place of values. It
/// reports what is not part of the language and continues with the next statement. Derived readers know the language: that of cells or that of networks.
/// </summary>
internal abstract partial class MethodReader(Compilation compilation, CancellationToken cancellationToken)
{
    /// <summary>The maximum number of expressions, or of calls; it also limits the cost of reading incomplete code.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<ISymbol, IBlockOperation?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Stack<IMethodSymbol> _open = new();
    private Dictionary<ISymbol, Term> _names = new(SymbolEqualityComparer.Default);
    private int _calls;
    private bool _isTooLarge;

    /// <summary>Gets the limit as text for messages.</summary>
    public static string Limit { get; } = Most.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Gets whether a problem was reported.</summary>
    protected abstract bool HasProblems { get; }

    /// <summary>Gets the number of expressions read so far.</summary>
    protected abstract int ExpressionCount { get; }

    /// <summary>Returns the term of an expression; <see cref="NoTerm"/> if it is not part of the language, which is reported.</summary>
    public abstract Term Evaluate(IOperation operation);

    /// <summary>Reports that something is not part of the language.</summary>
    public abstract Term Refuse(Refusal reason, SyntaxNode syntax, params string[] details);

    /// <summary>Records that the C# compiler itself reports an error.</summary>
    public abstract Term Unreadable();

    /// <summary>Returns how messages name a statement that is not part of the language, and how to write it instead.</summary>
    protected abstract (string What, string Instead) Describe(IOperation statement);

    /// <summary>Called when a term is assigned to a name.</summary>
    protected virtual void OnAssigned(ISymbol symbol, Term term)
    {
    }

    /// <summary>Returns the body of a method whose source is in the compilation, or null.</summary>
    public IBlockOperation? Body(IMethodSymbol method)
    {
        if (!_bodies.TryGetValue(method, out IBlockOperation? body))
            _bodies[method] = body = FindBody(method);
        return body;
    }

    /// <summary>Reads the body of a method; returns the term that it returns, and the syntax of that term.</summary>
    public (Term Term, SyntaxNode Syntax)? Enter(IMethodSymbol method, IBlockOperation body, IEnumerable<KeyValuePair<ISymbol, Term>> arguments)
    {
        Dictionary<ISymbol, Term> outside = _names;
        _names = new Dictionary<ISymbol, Term>(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, Term> argument in arguments)
            _names[argument.Key] = argument.Value;
        _open.Push(method);
        try
        {
            (Term Term, SyntaxNode Syntax)? returned = Execute(body.Operations);

            // C# reports a path without a return, unless this reader refused the return statement.
            if (returned is null && !HasProblems)
                Unreadable();
            return returned;
        }
        finally
        {
            _open.Pop();
            _names = outside;
        }
    }

    /// <summary>Returns the term of a call of another static method, whose body is read in place of the call.</summary>
    public Term Inline(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod.PartialImplementationPart ?? call.TargetMethod;
        if (_open.Contains(method, SymbolEqualityComparer.Default))
        {
            IEnumerable<string> chain = _open.Reverse().SkipWhile(m => !SymbolEqualityComparer.Default.Equals(m, method)).Append(method).Select(static m => m.Name);
            return Refuse(Refusal.Recursion, call.Syntax, string.Join(" → ", chain));
        }

        _calls++;
        if (GivesUp(call.Syntax))
            return NoTerm.Instance;
        if (Body(method) is not { } body)
        {
            return Refuse(Refusal.Call, call.Syntax, $"{method.ContainingType?.Name}.{method.Name}",
                "Its source is not in this project, and the body of what is called is compiled with the method that calls it. Write it here.");
        }

        List<KeyValuePair<ISymbol, Term>> arguments =
            [.. call.Arguments.Select(a => new KeyValuePair<ISymbol, Term>(method.Parameters[a.Parameter!.Ordinal], Evaluate(a.Value)))];
        return Enter(method, body, arguments)?.Term ?? NoTerm.Instance;
    }

    /// <summary>Returns whether what is called could not be read, which is reported where it is created, as a lambda is.</summary>
    public bool IsReported(IInvocationOperation call) => call.Instance is { } instance and not IInstanceReferenceOperation && Evaluate(instance) is NoTerm;

    /// <summary>Returns the reason why the body of a method cannot be read in place of its call, or null.</summary>
    public static string? Obstacle(IMethodSymbol method)
    {
        if (!method.IsStatic)
            return method.MethodKind == MethodKind.LocalFunction ? "Make the local function static." : "Make the method static.";
        if (method.Arity > 0 || method.ContainingType is { IsGenericType: true })
            return "Make it a method without type parameters, in a type without any.";
        if (method.Parameters.Any(static p => p.RefKind != RefKind.None || p.IsParams))
            return "Its parameters should be passed by value, and not as params.";
        if (method.ReturnsVoid)
            return "It should return what it computes; a call that returns nothing has no meaning here.";
        return method.IsAsync ? "Make it an ordinary method." : null;
    }

    /// <summary>Returns whether the method exceeds the limit; the first time, it also reports that.</summary>
    private bool GivesUp(SyntaxNode syntax)
    {
        if (!_isTooLarge && (_calls > Most || ExpressionCount > Most))
        {
            Refuse(Refusal.TooLarge, syntax, Limit);
            _isTooLarge = true;
        }

        return _isTooLarge;
    }

    private IBlockOperation? FindBody(IMethodSymbol method)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree))
                continue;
            SyntaxNode syntax = reference.GetSyntax(cancellationToken);
#pragma warning disable RS1030 // A method may call methods of other files, which the semantic model of its own file does not cover.
            IOperation? operation = compilation.GetSemanticModel(reference.SyntaxTree).GetOperation(syntax, cancellationToken);
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

    /// <summary>Reads statements up to a return; returns the term that is returned, and its syntax.</summary>
    private (Term Term, SyntaxNode Syntax)? Execute(IEnumerable<IOperation> statements)
    {
        foreach (IOperation statement in statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (GivesUp(statement.Syntax))
                return null;
            if (Execute(statement) is { } returned)
                return returned;
        }

        return null;
    }

    private (Term Term, SyntaxNode Syntax)? Execute(IOperation statement)
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
                return (Evaluate(value), value.Syntax);
            case IEmptyOperation or ILocalFunctionOperation:
                return null;
            case IInvalidOperation:
                Unreadable();
                return null;
            default:
                (string what, string instead) = Describe(statement);
                Refuse(Refusal.Statement, StatementSyntaxes.Head(statement.Syntax), what, instead);
                foreach (IOperation target in statement.Descendants().OfType<IAssignmentOperation>().SelectMany(static a => a.Target.DescendantsAndSelf()))
                    Forget(target);
                return null;
        }
    }

    /// <summary>Makes the term of a name unknown, so that no problem follows from a statement that was not read.</summary>
    private void Forget(IOperation target)
    {
        ISymbol? symbol = target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        if (symbol is not null)
            _names[symbol] = NoTerm.Instance;
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.IsConst)
            return;
        if (declarator.Symbol.IsRef)
            Refuse(Refusal.Statement, declarator.Syntax, "A ref local", "Use an ordinary local.");
        else if (declarator.GetVariableInitializer() is { } initializer)
            AssignTo(declarator.Symbol, Evaluate(initializer.Value));
    }

    private void AssignTo(ISymbol symbol, Term term)
    {
        _names[symbol] = term;
        OnAssigned(symbol, term);
    }
}
