using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the method of a network and the methods that it calls: each call that creates a layer, and each operator, becomes a node of the graph.</summary>
internal sealed class NetworkEvaluator : MethodReader
{
    private readonly NetworkCalls _calls;
    private int _expressions;

    public NetworkEvaluator(NetworkSources sources, NetworkLayers layers, Compilation compilation, CancellationToken cancellationToken)
        : base(compilation, cancellationToken)
    {
        Sources = sources;
        _calls = new NetworkCalls(this, layers);
    }

    public NetworkSources Sources { get; }

    protected override bool HasProblems => Sources.Problems.Count > 0;

    protected override int ExpressionCount => _expressions;

    protected override string WritingInstead => "Give the value to a local.";

    public override Term Evaluate(IOperation operation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _expressions++;
        if (operation.ConstantValue is { HasValue: true } constant)
            return Constant(constant.Value);
        if (EvaluateName(operation) is { } named)
            return named;
        return operation switch
        {
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            ICompoundAssignmentOperation compound => Assign(compound.Target,
                Arithmetic(compound.OperatorKind, Evaluate(compound.Target), Evaluate(compound.Value), compound)),
            IConversionOperation conversion => Conversion(conversion),
            IInvocationOperation call => _calls.Evaluate(call),
            ITypeOfOperation type => new TypeTerm(type.TypeOperand),
            IArrayCreationOperation { Initializer: { } initializer } => new ListTerm([.. initializer.ElementValues.Select(Evaluate)]),
            IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: 0 } }] } => new ListTerm([]),
            ICollectionExpressionOperation collection when collection.Elements.All(static e => e is not ISpreadOperation) =>
                new ListTerm([.. collection.Elements.Select(Evaluate)]),
            IDefaultValueOperation { Type.IsReferenceType: true } => new ConstantTerm(null),
            _ => RefuseExpression(operation),
        };
    }

    public override Term Refuse(Refusal reason, SyntaxNode syntax, params string[] details)
    {
        NetworkProblemKind kind = reason switch
        {
            Refusal.Call => NetworkProblemKind.CallNotAllowed,
            Refusal.Recursion => NetworkProblemKind.Recursion,
            Refusal.TooLarge => NetworkProblemKind.TooLarge,
            _ => NetworkProblemKind.NotAllowed,
        };
        Sources.Report(kind, syntax.GetLocation(), details);
        return NoTerm.Instance;
    }

    public override Term Unreadable()
    {
        Sources.IsUnreadable = true;
        return NoTerm.Instance;
    }

    protected override Term RefuseExpression(IOperation operation)
    {
        if (operation.Type?.TypeKind == TypeKind.Error)
            return Unreadable();
        (string what, string instead) = NetworkRefusals.Expression(operation);
        return Refuse(Refusal.Expression, operation.Syntax, what, instead);
    }

    /// <summary>Messages call a value, or a layer that is applied later, as the local that has it first.</summary>
    protected override void OnAssigned(ISymbol symbol, Term term)
    {
        if (term is NodeTerm node)
            Sources.Name(node.Node, symbol.Name);
        else if (term is LayerTerm layer)
            layer.Local ??= symbol.Name;
    }

    protected override (string What, string Instead) Describe(IOperation statement) => NetworkRefusals.Statement(statement);

    private static Term Constant(object? value) => value switch
    {
        null or string or bool or char => new ConstantTerm(value),
        _ => new NumberTerm(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private Term Conversion(IConversionOperation conversion)
    {
        if (conversion.Type is not { } type || type.TypeKind == TypeKind.Error || !conversion.Conversion.Exists)
            return Unreadable();
        Term operand = Evaluate(conversion.Operand);
        if (operand is not NumberTerm number)
            return operand;
        return type.SpecialType switch
        {
            SpecialType.System_Int32 or SpecialType.System_Int64 => new NumberTerm(Math.Truncate(number.Number)),
            SpecialType.System_Single => new NumberTerm((float)number.Number),
            SpecialType.System_Double => number,
            _ => type.TypeKind == TypeKind.Enum ? number : RefuseExpression(conversion),
        };
    }

    private Term Binary(IBinaryOperation binary)
    {
        // Both operands are read in each case, so that all problems are reported at once.
        if (binary.Type?.TypeKind == TypeKind.Error)
            return Unreadable();
        if (binary.IsLifted || CellRefusals.IsCondition(binary.OperatorKind))
            return RefuseExpression(binary);
        return Arithmetic(binary.OperatorKind, Evaluate(binary.LeftOperand), Evaluate(binary.RightOperand), binary);
    }

    private Term Arithmetic(BinaryOperatorKind operatorKind, Term a, Term b, IOperation operation)
    {
        ElementwiseOperation? kind = operatorKind switch
        {
            BinaryOperatorKind.Add => ElementwiseOperation.Add,
            BinaryOperatorKind.Subtract => ElementwiseOperation.Subtract,
            BinaryOperatorKind.Multiply => ElementwiseOperation.Multiply,
            BinaryOperatorKind.Divide => ElementwiseOperation.Divide,
            _ => null,
        };
        if (a is NoTerm || b is NoTerm)
            return NoTerm.Instance;
        return (kind, a, b) switch
        {
            (null, _, _) => RefuseExpression(operation),
            ({ } known, NodeTerm x, NodeTerm y) => Sources.Add(new ElementwiseDeclaration(known, null), operation, x.Node, y.Node),
            ({ } known, NodeTerm x, NumberTerm y) => Sources.Add(new ElementwiseDeclaration(known, null) { Right = y.Number }, operation, x.Node),
            ({ } known, NumberTerm x, NodeTerm y) => Sources.Add(new ElementwiseDeclaration(known, null) { Left = x.Number }, operation, y.Node),
            ({ } known, NumberTerm x, NumberTerm y) => Compute(known, x.Number, y.Number, operation),
            _ => RefuseExpression(operation),
        };
    }

    private Term Compute(ElementwiseOperation kind, double a, double b, IOperation operation)
    {
        bool isWhole = operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;
        if (!isWhole && operation.Type?.SpecialType != SpecialType.System_Double)
            return RefuseExpression(operation);
        double result = kind switch
        {
            ElementwiseOperation.Add => a + b,
            ElementwiseOperation.Subtract => a - b,
            ElementwiseOperation.Multiply => a * b,
            _ => isWhole ? Math.Truncate(a / b) : a / b,
        };
        return isWhole && !(Math.Abs(result) <= int.MaxValue) ? RefuseExpression(operation) : new NumberTerm(result);
    }

    private Term Unary(IUnaryOperation unary)
    {
        if (unary.Type?.TypeKind == TypeKind.Error)
            return Unreadable();
        if (unary.OperatorKind is not (UnaryOperatorKind.Minus or UnaryOperatorKind.Plus))
            return RefuseExpression(unary);
        Term operand = Evaluate(unary.Operand);
        if (operand is NoTerm || unary.OperatorKind == UnaryOperatorKind.Plus)
            return operand;
        return operand switch
        {
            NumberTerm number => new NumberTerm(-number.Number),
            NodeTerm node => Sources.Add(new ElementwiseDeclaration(ElementwiseOperation.Multiply, null) { Right = -1 }, unary, node.Node),
            _ => RefuseExpression(unary),
        };
    }
}
