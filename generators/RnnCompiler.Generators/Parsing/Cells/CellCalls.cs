using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using Kind = RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads calls: functions of the cell language, and other static methods, which are inlined.</summary>
internal sealed class CellCalls(CellEvaluator evaluator)
{
    /// <summary>Operations of the cell language, by method name and number of arguments.</summary>
    private static readonly Dictionary<(string Method, int Arguments), Kind> s_functions = Enum.GetValues(typeof(Kind)).Cast<Kind>()
        .Where(static k => OperationTraits.Of(k).CellMethod is not null).ToDictionary(static k => (OperationTraits.Of(k).CellMethod!, OperationTraits.Of(k).Operands));

    /// <summary>The maximum number of expressions, or of calls, of a cell; it also limits the cost of reading incomplete code.</summary>
    private const int Most = 10_000;

    /// <summary>Gets the limit as text for messages.</summary>
    public static string Limit { get; } = Most.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private readonly Stack<IMethodSymbol> _open = new();
    private int _calls;

    /// <summary>Gets or sets whether the cell exceeds the limit, so that reading stops.</summary>
    private bool IsTooLarge { get; set; }

    /// <summary>Returns the term of a call.</summary>
    public CellTerm Evaluate(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod.PartialImplementationPart ?? call.TargetMethod;
        if (CellTypes.IsMath(method.ContainingType))
            return Function(call);
        if (Obstacle(call) is { } obstacle)
        {
            foreach (IArgumentOperation argument in call.Arguments.Where(static a => CellTypes.Rank(a.Value.Type) is not null))
                evaluator.Evaluate(argument.Value);
            return evaluator.Refuse(CellProblemKind.CallNotAllowed, call.Syntax, $"{method.ContainingType?.Name}.{method.Name}", obstacle);
        }

        if (_open.Contains(method, SymbolEqualityComparer.Default))
        {
            IEnumerable<string> chain = _open.Reverse().SkipWhile(m => !SymbolEqualityComparer.Default.Equals(m, method)).Append(method).Select(static m => m.Name);
            return evaluator.Refuse(CellProblemKind.Recursion, call.Syntax, string.Join(" → ", chain));
        }

        _calls++;
        if (GivesUp(call.Syntax))
            return NoTerm.Instance;

        if (evaluator.Body(method) is not { } body)
        {
            return evaluator.Refuse(CellProblemKind.CallNotAllowed, call.Syntax, $"{method.ContainingType?.Name}.{method.Name}",
                "Its source is not in this project, and the body of what a cell calls is compiled with the cell. Write it here.");
        }

        List<KeyValuePair<ISymbol, CellTerm>> arguments =
            [.. call.Arguments.Select(a => new KeyValuePair<ISymbol, CellTerm>(method.Parameters[a.Parameter!.Ordinal], evaluator.Evaluate(a.Value)))];
        return Enter(method, body, arguments)?.Term ?? NoTerm.Instance;
    }

    /// <summary>Returns whether the cell exceeds the limit; the first time, it also reports that.</summary>
    public bool GivesUp(SyntaxNode syntax)
    {
        if (!IsTooLarge && (_calls > Most || evaluator.Builder.EquationCount > Most))
        {
            evaluator.Refuse(CellProblemKind.TooLarge, syntax, Limit);
            IsTooLarge = true;
        }

        return IsTooLarge;
    }

    /// <summary>Reads the body of a method; returns the term that it returns, and the place of that term.</summary>
    public (CellTerm Term, CellPlace Place)? Enter(IMethodSymbol method, IBlockOperation body, IEnumerable<KeyValuePair<ISymbol, CellTerm>> arguments)
    {
        Dictionary<ISymbol, CellTerm> outside = evaluator.Names;
        evaluator.Names = new Dictionary<ISymbol, CellTerm>(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, CellTerm> argument in arguments)
            evaluator.Names[argument.Key] = argument.Value;
        _open.Push(method);
        try
        {
            (CellTerm Term, CellPlace Place)? returned = evaluator.Execute(body.Operations);

            // C# reports a path without a return, unless this reader refused the return statement.
            if (returned is null && evaluator.Places.Problems.Count == 0)
                evaluator.Places.IsUnreadable = true;
            return returned;
        }
        finally
        {
            _open.Pop();
            evaluator.Names = outside;
        }
    }

    private CellTerm Function(IInvocationOperation call)
    {
        // Arguments are evaluated in source order, as C# does, and then sorted by parameter.
        (int? Ordinal, CellTerm Term)[] written = [.. call.Arguments.Select(a => (a.Parameter?.Ordinal, evaluator.Evaluate(a.Value)))];
        CellTerm[] terms = [.. written.OrderBy(static a => a.Ordinal).Select(static a => a.Term)];
        if (terms.Any(static t => t is NoTerm))
            return NoTerm.Instance;
        CellValue?[] values = [.. terms.Select(evaluator.Value)];
        Kind? kind = s_functions.TryGetValue((call.TargetMethod.Name, values.Length), out Kind function) ? function : null;
        if (kind is not { } known || values.Any(static v => v is null))
        {
            return evaluator.Refuse(CellProblemKind.CallNotAllowed, call.Syntax, $"CellMath.{call.TargetMethod.Name}",
                "This version of the generator does not know it; the generator and the runtime should be of one version.");
        }

        return new ValueTerm(evaluator.Builder.Apply(known, evaluator.Places.Of(call.Syntax), [.. values.Select(static v => v!)]));
    }

    /// <summary>Returns the reason why a call cannot be read, or null.</summary>
    private static string? Obstacle(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (CellTypes.IsLanguage(method.ContainingType))
            return "Members of vectors and matrices are for tests; cells use the operators and CellMath.";
        if (method.ContainingNamespace is { Name: "System" } && method.ContainingType.Name is "Math" or "MathF")
            return $"Use CellMath{(Counterpart(method.Name) is { } name ? "." + name : "")}, or write the number.";
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

    private static string? Counterpart(string name) => s_functions.Keys.Any(f => f.Method == name) ? name : null;
}
