using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Table of the C# constructs that the cell language does not have: their names, and how to write them instead.</summary>
internal static class CellRefusals
{
    private const string Gate = "Choose element by element instead: Max, Min, Relu, or a gate such as g * a + (1 - g) * b.";
    private const string Straight = "Write the steps one after the other, or put them into a static method that is called.";

    /// <summary>Returns the entry of a statement.</summary>
    public static (string What, string Instead) Statement(IOperation statement) => statement switch
    {
        ILoopOperation => ("A loop", Straight),
        IConditionalOperation => ("A branch", Gate),
        ISwitchOperation => ("A switch", Gate),
        ITryOperation or IThrowOperation => ("An exception", "Equations have no errors; NaN and infinities go through."),
        IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak } => ("An iterator", Straight),
        IBranchOperation or ILabeledOperation => ("A jump", Straight),
        IUsingOperation or IUsingDeclarationOperation or ILockOperation => ("A resource", "Cells hold equations only."),
        _ => ("This statement", "Cells hold locals, assignments to them, and a return."),
    };

    /// <summary>Returns the entry of an expression.</summary>
    public static (string What, string Instead) Expression(IOperation expression) => expression switch
    {
        IConditionalOperation or ISwitchExpressionOperation or ICoalesceOperation => ("A choice", Gate),
        IBinaryOperation binary when IsCondition(binary.OperatorKind) => ("A comparison", Gate),
        IIsPatternOperation or IIsTypeOperation => ("A comparison", Gate),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } => ("A comparison", Gate),
        IBinaryOperation => ("This operator", "Cells have +, −, * and /, of numbers in double."),
        IUnaryOperation => ("This operator", "Cells have +, −, * and /, of numbers in double."),
        IIncrementOrDecrementOperation => ("This operator", "Write a = a + 1."),
        IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation or { Type.TypeKind: TypeKind.Delegate } =>
            ("A delegate", "Call a static method by its name."),
        IFieldReferenceOperation { Field.IsStatic: true } or IPropertyReferenceOperation { Property.IsStatic: true } =>
            ("A static field or property", "Make it a const, or a weight of the cell."),
        IPropertyReferenceOperation { Property: { IsIndexer: true } property } when CellTypes.IsLanguage(property.ContainingType) =>
            ("A single element", "Equations work on whole vectors; Sum, Mean and Max make one number of a vector."),
        IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } => ("An element of a collection", "Give it to the cell as a weight."),
        IPropertyReferenceOperation { Property.Name: "Length" or "Rows" or "Columns" or "Value" } =>
            ("A member of a vector or matrix", "Sizes are known only where the cell is used; Mean divides by the length."),
        IFieldReferenceOperation or IPropertyReferenceOperation or IInstanceReferenceOperation => ("A field or property", "Make it a const, a local, or a weight of the cell."),
        IObjectCreationOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation or IDefaultValueOperation =>
            ("Making an object", "Numbers mix with vectors as they are; what should be learned is a weight."),
        IParameterReferenceOperation or ILocalReferenceOperation => ("A captured name", "Hand it over as an argument."),
        IConversionOperation => ("This conversion", "Scalars and numbers mix with vectors as they are."),
        IAwaitOperation => ("Waiting", "Equations compute at once."),
        IThrowOperation => ("An exception", "Equations have no errors; NaN and infinities go through."),
        ICollectionExpressionOperation => ("A collection", "Cells compute with vectors, matrices and numbers."),
        ILiteralOperation or IInterpolatedStringOperation => ("This literal", "Cells compute with numbers."),
        _ => ("This expression", "Cells have locals, numbers, +, −, *, /, CellMath, tuples and calls of static methods."),
    };

    /// <summary>Returns whether an operator is a comparison.</summary>
    public static bool IsCondition(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan
        or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
        or BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;
}
