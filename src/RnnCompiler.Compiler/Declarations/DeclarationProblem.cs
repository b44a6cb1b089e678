using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Kinds of problems of a declaration; <see cref="DeclarationMessages"/> has the message of each.</summary>
public enum DeclarationProblemKind
{
    /// <summary>There is no layer.</summary>
    NoLayer,

    /// <summary>There are layers, but none of them is recurrent.</summary>
    NoRecurrentLayer,

    /// <summary>InputSize is omitted, or 0, and the first layer is not an embedding. Details: the maximum size.</summary>
    InputSizeMissing,

    /// <summary>InputSize is given although the first layer is an embedding. Details: the size found.</summary>
    InputSizeWithEmbedding,

    /// <summary>A size is not positive, or greater than the maximum. Details: minimum, maximum, found.</summary>
    SizeOutOfRange,

    /// <summary>All parameters together have more elements than a span can address. Details: maximum number, found.</summary>
    TooManyParameters,

    /// <summary>One example has more elements than a span can address. Details: input or output, steps, features, maximum number.</summary>
    ExampleTooLarge,

    /// <summary>A value was cast from a number that is not a member of the enum. Details: the enum, its members, found.</summary>
    UndefinedValue,

    /// <summary>δ of the Huber loss is not a positive finite number. Details: found.</summary>
    HuberDeltaOutOfRange,

    /// <summary>A rate is not within [0, 1). Details: found.</summary>
    RateOutOfRange,

    /// <summary>The vanilla cell has an activation other than Tanh and Relu. Details: found.</summary>
    CellActivationNotSupported,

    /// <summary>An embedding follows another layer. Details: its position.</summary>
    EmbeddingNotFirst,

    /// <summary>A recurrent layer follows a reduction over time. Details: the layer, the reduction.</summary>
    RecurrentAfterReduction,

    /// <summary>A reduction over time follows another one. Details: the layer, the first reduction.</summary>
    ReductionAfterReduction,

    /// <summary>Dropout is the last layer.</summary>
    DropoutLast,

    /// <summary>The activation of the head is softmax, but the loss is not a cross entropy over classes. Details: the loss.</summary>
    SoftmaxWithoutCrossEntropy,

    /// <summary>The head's outputs are neither logits nor the probabilities that the cross entropy needs. Details: the loss, the fused activation, found.</summary>
    HeadDoesNotFitLoss,

    /// <summary>
    /// A layer between the head and a cross entropy changes the probabilities, so that the loss would treat them as logits. Details: the loss,
    /// activation, that layer.
    /// </summary>
    ProbabilitiesChanged,

    /// <summary>The loss compares class ids with fewer than two outputs. Details: found.</summary>
    TooFewClasses,

    /// <summary>Two layers have the same name. Details: the name, the position and attribute of the first.</summary>
    DuplicateName,

    /// <summary>A name does not consist of a letter or underscore and then letters, digits and underscores. Details: the name.</summary>
    IllegalName,

    /// <summary>A name is reserved. Details: the name, and what should have another one.</summary>
    ReservedName,

    /// <summary>Both settings for unrolling are used. Details: the factor, the other setting.</summary>
    UnrollTwice,

    /// <summary>Too many steps are fully unrolled. Details: the maximum, the steps.</summary>
    UnrolledTooFar,

    /// <summary>A layer gives no size for a name in its cell. Details: the name, the cell.</summary>
    DimensionMissing,

    /// <summary>A layer gives a size for a name that its cell does not have. Details: the name, the cell, the names in the cell.</summary>
    DimensionUnknown,

    /// <summary>A layer gives two sizes for the same name. Details: the name.</summary>
    DimensionTwice,

    /// <summary>The size for a name is not positive, or greater than the maximum. Details: the name, maximum, found.</summary>
    DimensionOutOfRange,

    /// <summary>A layer has recurrent dropout, but no product of its cell reads the first state. Details: the cell.</summary>
    NoRecurrentProduct,

    /// <summary>Two parameters of a model would have the same name. Details: the name.</summary>
    ParameterNameTwice,

    /// <summary>
    /// Steps, levels and directions need more straight-line code than the scheduler can lower in seconds. Details: the maximum, found, the unroll
    /// factor, the number of levels in all directions.
    /// </summary>
    TooMuchStraightCode,

    /// <summary>Layers of different shapes need more code than the C# compiler can compile in seconds. Details: the maximum, found, the number of shapes.</summary>
    TooMuchCode,

    /// <summary>A layer has the name that is generated for a layer without a name. Details: the name, the position and attribute of that layer.</summary>
    NameOfUnnamedLayer,

    /// <summary>Biases are switched off for a custom cell, which defines its weights itself. Details: the cell.</summary>
    BiasOfCustomCell,

    /// <summary>A reduction to both ends does not follow a bidirectional layer. Details: the reduction, the setting, the dropout, what it follows.</summary>
    NotAfterBothDirections,

    /// <summary>A layer reads a node that is not before it. Details: the last node that it may read, found.</summary>
    NodeUnknown,

    /// <summary>A layer reads too few or too many nodes, or numbers that it has no use for. Details: the kind, minimum, maximum, found.</summary>
    OperandCount,

    /// <summary>Two operands of an operation have different sizes. Details: the kind, the first node, its size, the second node, its size.</summary>
    SizesDiffer,

    /// <summary>A slice is not within the features of its node. Details: start, length, the node, its size.</summary>
    SliceOutOfRange,

    /// <summary>An input, or the output of a layer, is not used. Details: what it is, and its name.</summary>
    LayerUnused,

    /// <summary>A layer other than an embedding reads token ids. Details: the kind.</summary>
    TokensWithoutEmbedding,

    /// <summary>Two embeddings of the input have different vocabularies. Details: the first one, found.</summary>
    VocabulariesDiffer,

    /// <summary>A layer shares the weights of one of another kind. Details: that layer, found.</summary>
    WeightsDiffer,

    /// <summary>A layer shares the weights of one that reads another number of features. Details: its name, its size, found.</summary>
    SharedSizeDiffers,

    /// <summary>The initial states of a layer are those of one that has others. Details: the layer, the other one.</summary>
    StatesDiffer,

    /// <summary>The initial states of a layer are both given and learned.</summary>
    InitialStateTwice,

    /// <summary>A layer reads sequences of two length groups. Details: the kind, the first node, its group, the other node, its group.</summary>
    GroupsDiffer,

    /// <summary>InputSize is given although layers declare the inputs. Details: the size found.</summary>
    InputSizeWithInputs,

    /// <summary>An input is declared after a layer. Details: the kind.</summary>
    InputMisplaced,

    /// <summary>An output is an input, or nothing at all. Details: the output.</summary>
    OutputIsInput,

    /// <summary>The name of an output is malformed or that of two. Details: the name.</summary>
    OutputNameWrong,

    /// <summary>What depends on token ids that the network writes reads a sequence that it is given, other than as keys and values. Details: the kind, the sequence.</summary>
    GeneratedBesideSequence,

    /// <summary>What predicts the next token that the network writes depends on later ones. Details: the kind.</summary>
    GeneratedAhead,

    /// <summary>There are too many inputs or outputs. Details: which, the maximum, found.</summary>
    PortCount,

    /// <summary>The start or stop of generated tokens is not in their vocabulary. Details: the greatest id, found.</summary>
    GeneratedIdOutOfRange,

    /// <summary>There are two inputs that the network writes itself. Details: the first one.</summary>
    GeneratedTwice,

    /// <summary>The first output cannot predict the tokens that the network writes. Details: the vocabulary, the input, what was found.</summary>
    GeneratedOutputWrong,

    /// <summary>A network that writes tokens minimises another loss than the cross entropy. Details: the loss.</summary>
    GeneratedLossWrong,

    /// <summary>A loss is named although there is a loss function. Details: the setting found.</summary>
    LossTwice,

    /// <summary>A loss function does not read the outputs, then as many targets. Details: the number of outputs, found.</summary>
    LossInputCount,

    /// <summary>An input of a loss function is not the output in its place, or no target. Details: its name, expected, found.</summary>
    LossInputDiffers,

    /// <summary>A loss function has a layer with parameters, states or random masks. Details: the kind.</summary>
    LayerInLoss,

    /// <summary>A loss function does not read an output. Details: the output.</summary>
    OutputWithoutLoss,

    /// <summary>A loss function does not return one number. Details: found.</summary>
    LossNotScalar,

    /// <summary>An operation of a loss function reads a value of another kind or size. Details: the operation, expected, found.</summary>
    LossOperandWrong,

    /// <summary>A loss is among the layers of a network. Details: the kind.</summary>
    LossOutsideLoss,
}

/// <summary>A problem of a declaration.</summary>
/// <param name="Kind">The rule that the declaration breaks.</param>
/// <param name="LayerIndex">The layer at fault, or <see langword="null"/> for the model's own attribute.</param>
/// <param name="Argument">The argument or property at fault as the attribute spells it, or <see langword="null"/> for the whole attribute.</param>
/// <param name="Details">The details that the kind defines, as text.</param>
public sealed record DeclarationProblem(DeclarationProblemKind Kind, int? LayerIndex, string? Argument, EquatableArray<string> Details)
{
    /// <summary>Gets whether <see cref="LayerIndex"/> is one of the loss function.</summary>
    public bool IsOfLoss { get; init; }

    /// <summary>Gets the message in one or two sentences: what was expected and what was found.</summary>
    public string Message => DeclarationMessages.Message(this);
}

/// <summary>The exception that is thrown when a declaration breaks rules.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="problems">All problems, at least one.</param>
public sealed class InvalidDeclarationException(string model, IReadOnlyList<DeclarationProblem> problems)
    : Exception($"The declaration of {model} is wrong. " + string.Join(" ", problems.Select(static p => p.Message)))
{
    /// <summary>Gets all problems.</summary>
    public IReadOnlyList<DeclarationProblem> Problems { get; } = problems;
}
