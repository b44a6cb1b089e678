using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Table of the C# constructs that the language of networks does not have: their names, and how to write them instead.</summary>
internal static class NetworkRefusals
{
    private const string Straight = "Write the layers one after the other, or put them into a static method that is called.";
    private const string Choice = "A network is the same for all inputs; choose element by element with Max, Min, Relu or a gate.";
    private const string Language = "Networks have locals, constants, the methods of Layers, +, −, * and /, tuples and calls of static methods.";

    private static readonly string[] s_losses = ["MeanSquaredError", "MeanAbsoluteError", "Huber", "BinaryCrossEntropy", "CrossEntropy"];
    private static readonly string[] s_layers = ["Rnn", "Lstm", "Gru", "Recurrent", "Dense", "Conv", "Embedding", "LayerNorm", "BatchNorm", "Dropout", "Slice", "Concat", "Delay",
        "Repeat", "Reverse", "Last", "BothEnds", "Sum", "Mean", "Attention", .. Enum.GetNames(typeof(ElementwiseOperation))];

    /// <summary>Returns whether a name is that of a method that creates layers.</summary>
    public static bool IsLayer(string name) => s_layers.Contains(name);

    /// <summary>Returns whether a name is that of a loss.</summary>
    public static bool IsLoss(string name) => s_losses.Contains(name);

    /// <summary>Returns the entry of a statement.</summary>
    public static (string What, string Instead) Statement(IOperation statement) => statement switch
    {
        ILoopOperation => ("A loop", Straight),
        IConditionalOperation or ISwitchOperation => ("A branch", Choice),
        ITryOperation or IThrowOperation => ("An exception", "A network has no errors; NaN and infinities go through."),
        IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak } => ("An iterator", Straight),
        IBranchOperation or ILabeledOperation => ("A jump", Straight),
        IUsingOperation or IUsingDeclarationOperation or ILockOperation => ("A resource", Language),
        _ => ("This statement", "Networks hold locals, assignments to them, and a return."),
    };

    /// <summary>Returns the entry of an expression.</summary>
    public static (string What, string Instead) Expression(IOperation expression) => expression switch
    {
        IConditionalOperation or ISwitchExpressionOperation or ICoalesceOperation => ("A choice", Choice),
        IBinaryOperation binary when CellRefusals.IsCondition(binary.OperatorKind) => ("A comparison", Choice),
        IIsPatternOperation or IIsTypeOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } => ("A comparison", Choice),
        IBinaryOperation or IUnaryOperation or ICompoundAssignmentOperation => ("This operator", "Networks have +, −, * and /, of numbers in double and int."),
        IIncrementOrDecrementOperation => ("This operator", "Write a = a + 1."),
        IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation or { Type.TypeKind: TypeKind.Delegate } =>
            ("A delegate", "Call a static method by its name."),
        IFieldReferenceOperation or IPropertyReferenceOperation or IInstanceReferenceOperation => ("A field or property", "Make it a const or a local."),
        IArrayElementReferenceOperation => ("An element of an array", "Make it a const or a local."),
        IObjectCreationOperation or IAnonymousObjectCreationOperation =>
            ("Making an object", "Layers that are applied several times are made with LstmLayer, DenseLayer and so on."),
        IParameterReferenceOperation or ILocalReferenceOperation => ("A captured name", "Hand it over as an argument."),
        IArrayCreationOperation or ICollectionExpressionOperation => ("This collection", "Write the elements out."),
        IAwaitOperation => ("Waiting", Language),
        IThrowOperation => ("An exception", "A network has no errors; NaN and infinities go through."),
        IInterpolatedStringOperation => ("This text", "Names are constants."),
        _ => ("This expression", Language),
    };
}
