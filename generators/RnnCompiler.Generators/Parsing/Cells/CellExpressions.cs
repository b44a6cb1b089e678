using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Cells;
using Kind = RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the expressions of a cell.</summary>
internal sealed class CellExpressions(CellEvaluator evaluator)
{
    /// <summary>Returns the term of an expression; <see cref="NoTerm"/> if it is not part of the cell language, which is reported.</summary>
    public CellTerm Evaluate(IOperation operation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && CellTypes.IsNumber(operation.Type))
            return new NumberTerm(Convert.ToDouble(constant, CultureInfo.InvariantCulture));
        return operation switch
        {
            ILocalReferenceOperation { IsDeclaration: false } local => Read(local.Local, operation),
            IParameterReferenceOperation parameter => Read(parameter.Parameter, operation),
            IFieldReferenceOperation field => Field(field),
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IConversionOperation conversion => Conversion(conversion),
            IInvocationOperation invocation => evaluator.Calls.Evaluate(invocation),
            ITupleOperation tuple => new TupleTerm([.. tuple.Elements.Select(Evaluate)]),
            ISimpleAssignmentOperation { IsRef: false } assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
            ICompoundAssignmentOperation compound => Assign(compound.Target, Arithmetic(compound.OperatorKind, Evaluate(compound.Target), Evaluate(compound.Value), compound)),
            IDeconstructionAssignmentOperation deconstruction => Assign(deconstruction.Target, Evaluate(deconstruction.Value)),
            IInvalidOperation => Unreadable(),
            _ when operation.Type?.TypeKind == TypeKind.Error => Unreadable(),
            _ => Refuse(operation),
        };
    }

    private CellTerm Read(ISymbol symbol, IOperation operation)
    {
        if (evaluator.Names.TryGetValue(symbol, out CellTerm? term))
            return term;

        // C# reports a local that is not assigned, unless this reader refused the assignment.
        return symbol is not ILocalSymbol ? Refuse(operation) : evaluator.Places.Problems.Count > 0 ? NoTerm.Instance : Unreadable();
    }

    private CellTerm Field(IFieldReferenceOperation field)
    {
        CellTerm? whole = field.Instance is { } instance && field.Field.ContainingType.IsTupleType ? Evaluate(instance) : null;
        if (whole is NoTerm)
            return whole;
        if (whole is TupleTerm tuple)
        {
            IFieldSymbol element = field.Field.CorrespondingTupleField ?? field.Field;
            for (int i = 0; i < tuple.Elements.Count && i < field.Field.ContainingType.TupleElements.Length; i++)
            {
                IFieldSymbol candidate = field.Field.ContainingType.TupleElements[i];
                if (SymbolEqualityComparer.Default.Equals(candidate.CorrespondingTupleField ?? candidate, element))
                    return tuple.Elements[i];
            }
        }

        return field.Field.Type.TypeKind == TypeKind.Error ? Unreadable() : Refuse(field);
    }

    private CellTerm Binary(IBinaryOperation binary)
    {
        // Both operands are read in each case, so that all problems are reported at once.
        if (binary.Type?.TypeKind == TypeKind.Error || binary.IsLifted || CellRefusals.IsCondition(binary.OperatorKind))
            return binary.Type?.TypeKind == TypeKind.Error ? Unreadable() : Refuse(binary);
        return Arithmetic(binary.OperatorKind, Evaluate(binary.LeftOperand), Evaluate(binary.RightOperand), binary);
    }

    private CellTerm Arithmetic(BinaryOperatorKind operatorKind, CellTerm a, CellTerm b, IOperation operation)
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
                : evaluator.Refuse(CellProblemKind.ExpressionNotAllowed, operation.Syntax, $"Arithmetic in {CellTypes.Display(operation.Type)}",
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

    private CellTerm Unary(IUnaryOperation unary)
    {
        if (unary.OperatorKind is not (UnaryOperatorKind.Minus or UnaryOperatorKind.Plus)
            || (CellTypes.Rank(unary.Type) is null && unary.Type?.SpecialType != SpecialType.System_Double))
        {
            return Refuse(unary);
        }

        CellTerm operand = Evaluate(unary.Operand);
        if (unary.OperatorKind == UnaryOperatorKind.Plus || operand is NoTerm)
            return operand;
        if (operand is NumberTerm number)
            return new NumberTerm(-number.Number);
        return evaluator.Value(operand) is { } value
            ? new ValueTerm(evaluator.Builder.Apply(Kind.Negate, evaluator.Places.Of(unary.Syntax), value))
            : Refuse(unary);
    }

    private CellTerm Conversion(IConversionOperation conversion)
    {
        if (conversion.Type is not { } type || type.TypeKind == TypeKind.Error || !conversion.Conversion.Exists)
            return Unreadable();
        CellTerm operand = Evaluate(conversion.Operand);
        return operand is NoTerm ? operand : Converted(operand, conversion.Operand.Type, type) ?? Refuse(conversion);
    }

    /// <summary>Converts a term to another type; returns null if the cell language has no such conversion. Numbers are rounded as in C#.</summary>
    private static CellTerm? Converted(CellTerm term, ITypeSymbol? from, ITypeSymbol to)
    {
        if (term is TupleTerm tuple)
        {
            if (to is not INamedTypeSymbol { IsTupleType: true } target || from is not INamedTypeSymbol { IsTupleType: true } source
                || target.TupleElements.Length != tuple.Elements.Count)
            {
                return from is null ? term : null;
            }

            CellTerm?[] elements = [.. tuple.Elements.Select((e, i) => Converted(e, source.TupleElements[i].Type, target.TupleElements[i].Type))];
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

    private CellTerm Assign(IOperation target, CellTerm term)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                evaluator.Assign(local.Local, term);
                return term;
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter when evaluator.Names.ContainsKey(parameter.Parameter):
                evaluator.Assign(parameter.Parameter, term);
                return term;
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, term);
            case IDiscardOperation:
                return term;
            case ITupleOperation tuple when term is TupleTerm values && values.Elements.Count == tuple.Elements.Length:
                for (int i = 0; i < tuple.Elements.Length; i++)
                    Assign(tuple.Elements[i], values.Elements[i]);
                return term;
            case IConversionOperation conversion:
                return Assign(conversion.Operand, term);
            case IInvalidOperation:
                return Unreadable();
            case ITupleOperation when term is NoTerm:
                foreach (IOperation element in ((ITupleOperation)target).Elements)
                    Assign(element, NoTerm.Instance);
                return term;
            default:
                return evaluator.Refuse(CellProblemKind.ExpressionNotAllowed, target.Syntax, "Writing to anything but a local",
                    "Give the value to a local; what is carried from step to step is a state, which is returned.");
        }
    }

    private CellTerm Unreadable()
    {
        evaluator.Places.IsUnreadable = true;
        return NoTerm.Instance;
    }

    private CellTerm Refuse(IOperation operation)
    {
        if (operation.Type?.TypeKind == TypeKind.Error)
            return Unreadable();
        (string what, string instead) = CellRefusals.Expression(operation);
        return evaluator.Refuse(CellProblemKind.ExpressionNotAllowed, operation.Syntax, what, instead);
    }
}
