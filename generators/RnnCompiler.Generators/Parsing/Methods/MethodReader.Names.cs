using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnCompiler.Generators.Parsing;

/// <content>Expressions that all languages have: names, tuples and assignments.</content>
internal abstract partial class MethodReader
{
    /// <summary>Reports that an expression is not part of the language.</summary>
    protected abstract Term RefuseExpression(IOperation operation);

    /// <summary>Returns the term of a name, tuple or assignment; null for any other expression.</summary>
    public Term? EvaluateName(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { IsDeclaration: false } local => Read(local.Local, operation),
        IParameterReferenceOperation parameter => Read(parameter.Parameter, operation),
        IFieldReferenceOperation field => Field(field),
        ITupleOperation tuple => new TupleTerm([.. tuple.Elements.Select(Evaluate)]),
        ISimpleAssignmentOperation { IsRef: false } assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
        IDeconstructionAssignmentOperation deconstruction => Assign(deconstruction.Target, Evaluate(deconstruction.Value)),
        IInvalidOperation => Unreadable(),
        _ when operation.Type?.TypeKind == TypeKind.Error => Unreadable(),
        _ => null,
    };

    /// <summary>Gives a term to the target of an assignment.</summary>
    public Term Assign(IOperation target, Term term)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                AssignTo(local.Local, term);
                return term;
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter when _names.ContainsKey(parameter.Parameter):
                AssignTo(parameter.Parameter, term);
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
                return Refuse(Refusal.Expression, target.Syntax, "Writing to anything but a local", WritingInstead);
        }
    }

    /// <summary>Gets what to write in place of an assignment to anything but a local.</summary>
    protected abstract string WritingInstead { get; }

    private Term Read(ISymbol symbol, IOperation operation)
    {
        if (_names.TryGetValue(symbol, out Term? term))
            return term;

        // C# reports a local that is not assigned, unless this reader refused the assignment.
        return symbol is not ILocalSymbol ? RefuseExpression(operation) : HasProblems ? NoTerm.Instance : Unreadable();
    }

    private Term Field(IFieldReferenceOperation field)
    {
        Term? whole = field.Instance is { } instance && field.Field.ContainingType.IsTupleType ? Evaluate(instance) : null;
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

        return field.Field.Type.TypeKind == TypeKind.Error ? Unreadable() : RefuseExpression(field);
    }
}
