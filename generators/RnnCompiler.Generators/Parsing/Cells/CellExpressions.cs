using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Kind = RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the expressions of a cell.</summary>
internal sealed class CellExpressions(CellEvaluator evaluator)
{
    /// <summary>Returns the term of an expression; <see cref="NoTerm"/> if it is not part of the cell language, which is reported.</summary>
    public Term Evaluate(IOperation operation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && CellTypes.IsNumber(operation.Type))
            return new NumberTerm(Convert.ToDouble(constant, CultureInfo.InvariantCulture));
        if (evaluator.EvaluateName(operation) is { } named)
            return named;
        return operation switch
        {
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IConversionOperation conversion => Conversion(conversion),
            IInvocationOperation invocation => evaluator.Calls.Evaluate(invocation),
            ICompoundAssignmentOperation compound => evaluator.Assign(compound.Target,
                Arithmetic(compound.OperatorKind, Evaluate(compound.Target), Evaluate(compound.Value), compound)),
            _ => Refuse(operation),
        };
    }

    private Term Binary(IBinaryOperation binary)
    {
        // Both operands are read in each case, so that all problems are reported at once.
        if (binary.Type?.TypeKind == TypeKind.Error || binary.IsLifted || CellRefusals.IsCondition(binary.OperatorKind))
            return binary.Type?.TypeKind == TypeKind.Error ? evaluator.Unreadable() : Refuse(binary);
        return Arithmetic(binary.OperatorKind, Evaluate(binary.LeftOperand), Evaluate(binary.RightOperand), binary);
    }

    private Term Arithmetic(BinaryOperatorKind operatorKind, Term a, Term b, IOperation operation)
    {
        Kind? kind = operatorKind switch
        {
            BinaryOperatorKind.Add => Kind.Add,
            BinaryOperatorKind.Subtract => Kind.Subtract,
            BinaryOperatorKind.Multiply => Kind.Multiply,
            BinaryOperatorKind.Divide => Kind.Divide,
            _ => null,
        };
        int? rank = CellTypes.Rank(operation.Type);
        if (kind is not { } known || (rank is null && !CellTypes.IsNumber(operation.Type)))
            return Refuse(operation);
        if (a is NoTerm || b is NoTerm)
            return NoTerm.Instance;
        if (a is NumberTerm x && b is NumberTerm y)
        {
            return rank is not null || operation.Type!.SpecialType == SpecialType.System_Double
                ? new NumberTerm(Compute(known, x.Number, y.Number))
                : evaluator.Refuse(Refusal.Expression, operation.Syntax, $"Arithmetic in {CellTypes.Display(operation.Type)}",
                    "Write it in double, or as a const.");
        }

        if (evaluator.Value(a) is not { } left || evaluator.Value(b) is not { } right)
            return Refuse(operation);
        Kind applied = known == Kind.Multiply && left.Rank == 2 ? Kind.MatVec : known;
        return new ValueTerm(evaluator.Builder.Apply(applied, evaluator.Places.Of(operation.Syntax), left, right));
    }

    private static double Compute(Kind kind, double a, double b) => kind switch
    {
        Kind.Add => a + b,
        Kind.Subtract => a - b,
        Kind.Multiply => a * b,
        _ => a / b,
    };

    private Term Unary(IUnaryOperation unary)
    {
        if (unary.OperatorKind is not (UnaryOperatorKind.Minus or UnaryOperatorKind.Plus)
            || (CellTypes.Rank(unary.Type) is null && unary.Type?.SpecialType != SpecialType.System_Double))
        {
            return Refuse(unary);
        }

        Term operand = Evaluate(unary.Operand);
        if (unary.OperatorKind == UnaryOperatorKind.Plus || operand is NoTerm)
            return operand;
        if (operand is NumberTerm number)
            return new NumberTerm(-number.Number);
        return evaluator.Value(operand) is { } value
            ? new ValueTerm(evaluator.Builder.Apply(Kind.Negate, evaluator.Places.Of(unary.Syntax), value))
            : Refuse(unary);
    }

    private Term Conversion(IConversionOperation conversion)
    {
        if (conversion.Type is not { } type || type.TypeKind == TypeKind.Error || !conversion.Conversion.Exists)
            return evaluator.Unreadable();
        Term operand = Evaluate(conversion.Operand);
        return operand is NoTerm ? operand : Converted(operand, conversion.Operand.Type, type) ?? Refuse(conversion);
    }

    /// <summary>Converts a term to another type; returns null if the cell language has no such conversion. Numbers are rounded as in C#.</summary>
    private static Term? Converted(Term term, ITypeSymbol? from, ITypeSymbol to)
    {
        if (term is TupleTerm tuple)
        {
            if (to is not INamedTypeSymbol { IsTupleType: true } target || from is not INamedTypeSymbol { IsTupleType: true } source
                || target.TupleElements.Length != tuple.Elements.Count)
            {
                return from is null ? term : null;
            }

            Term?[] elements = [.. tuple.Elements.Select((e, i) => Converted(e, source.TupleElements[i].Type, target.TupleElements[i].Type))];
            return elements.Any(static e => e is null) ? null : new TupleTerm([.. elements.Select(static e => e!)]);
        }

        if (term is NumberTerm number)
        {
            return CellTypes.Rank(to) == 0 || to.SpecialType == SpecialType.System_Double ? term
                : to.SpecialType == SpecialType.System_Single ? new NumberTerm((float)number.Number)
                : SymbolEqualityComparer.Default.Equals(from, to) ? term
                : null;
        }

        return term is NoTerm || CellTypes.Rank(to) == CellTypes.Rank(from) ? term : null;
    }

    /// <summary>Reports that an expression is not part of the cell language.</summary>
    public Term Refuse(IOperation operation)
    {
        if (operation.Type?.TypeKind == TypeKind.Error)
            return evaluator.Unreadable();
        (string what, string instead) = CellRefusals.Expression(operation);
        return evaluator.Refuse(Refusal.Expression, operation.Syntax, what, instead);
    }
}
