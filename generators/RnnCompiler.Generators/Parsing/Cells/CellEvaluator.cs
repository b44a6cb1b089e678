using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the method of a cell and the methods that it calls.</summary>
internal sealed class CellEvaluator : MethodReader
{
    private readonly CellExpressions _expressions;

    public CellEvaluator(CellBuilder builder, CellPlaces places, Compilation compilation, CancellationToken cancellationToken)
        : base(compilation, cancellationToken)
    {
        Builder = builder;
        Places = places;
        _expressions = new CellExpressions(this);
        Calls = new CellCalls(this);
    }

    public CellBuilder Builder { get; }

    public CellPlaces Places { get; }

    public CellCalls Calls { get; }

    protected override bool HasProblems => Places.Problems.Count > 0;

    protected override int ExpressionCount => Builder.EquationCount;

    protected override string WritingInstead => "Give the value to a local; what is carried from step to step is a state, which is returned.";

    /// <summary>Reads the cell's own method; returns the term that it returns, and the place of that term.</summary>
    public (Term Term, CellPlace Place)? Run(IMethodSymbol step, IEnumerable<KeyValuePair<ISymbol, Term>> parameters)
    {
        if (Body(step) is not { } body)
        {
            Places.Add(CellProblemKind.StepUnfit, Places.Of(step.Locations[0], step.Name), "have a body in this project's source");
            return null;
        }

        return Enter(step, body, parameters) is { } returned ? (returned.Term, Places.Of(returned.Syntax)) : null;
    }

    /// <summary>Returns the value of a term, or null if it has none.</summary>
    public CellValue? Value(Term term) => term switch
    {
        ValueTerm value => value.Value,
        NumberTerm number => Builder.Constant(number.Number),
        _ => null,
    };

    public override Term Evaluate(IOperation operation) => _expressions.Evaluate(operation);

    public override Term Refuse(Refusal reason, SyntaxNode syntax, params string[] details)
    {
        Places.Add(Kind(reason), Places.Of(syntax), details);
        return NoTerm.Instance;
    }

    public override Term Unreadable()
    {
        Places.IsUnreadable = true;
        return NoTerm.Instance;
    }

    protected override Term RefuseExpression(IOperation operation) => _expressions.Refuse(operation);

    protected override (string What, string Instead) Describe(IOperation statement) => CellRefusals.Statement(statement);

    /// <summary>A value without a name gets that of the local.</summary>
    protected override void OnAssigned(ISymbol symbol, Term term)
    {
        if (term is ValueTerm value && symbol is ILocalSymbol)
            Builder.Name(value.Value, symbol.Name);
    }

    private static CellProblemKind Kind(Refusal reason) => reason switch
    {
        Refusal.Statement => CellProblemKind.StatementNotAllowed,
        Refusal.Expression => CellProblemKind.ExpressionNotAllowed,
        Refusal.Call => CellProblemKind.CallNotAllowed,
        Refusal.Recursion => CellProblemKind.Recursion,
        _ => CellProblemKind.TooLarge,
    };
}
