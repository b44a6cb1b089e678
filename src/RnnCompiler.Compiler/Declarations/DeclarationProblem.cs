using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>The ways in which a declaration can be wrong; each has its text in <see cref="DeclarationMessages"/>.</summary>
public enum DeclarationProblemKind
{
    /// <summary>There is no layer at all.</summary>
    NoLayer,

    /// <summary>There are layers, but none of them is recurrent.</summary>
    NoRecurrentLayer,

    /// <summary>InputSize is left out, or 0, and the first layer is no embedding. Details: the greatest size.</summary>
    InputSizeMissing,

    /// <summary>InputSize is given although the first layer is an embedding. Details: the size found.</summary>
    InputSizeWithEmbedding,

    /// <summary>A size is not positive, or absurd. Details: least, greatest, found.</summary>
    SizeOutOfRange,

    /// <summary>All parameters together are more than can be addressed. Details: greatest number, found.</summary>
    TooManyParameters,

    /// <summary>One example is more than can be addressed. Details: which side, steps, features, greatest number.</summary>
    ExampleTooLarge,

    /// <summary>A number was cast to an enum that has no such member. Details: the enum, its members, found.</summary>
    UndefinedValue,

    /// <summary>δ of the Huber loss is not a positive finite number. Details: found.</summary>
    HuberDeltaOutOfRange,

    /// <summary>A rate is not within [0, 1). Details: found.</summary>
    RateOutOfRange,

    /// <summary>The vanilla cell has an activation other than Tanh and Relu. Details: found.</summary>
    CellActivationNotSupported,

    /// <summary>An embedding stands after another layer. Details: its position.</summary>
    EmbeddingNotFirst,

    /// <summary>A recurrent layer stands after a reduction over time. Details: the layer, the reduction.</summary>
    RecurrentAfterReduction,

    /// <summary>A reduction over time stands after another. Details: the layer, the reduction before it.</summary>
    ReductionAfterReduction,

    /// <summary>Dropout is the last layer.</summary>
    DropoutLast,

    /// <summary>The head is a softmax, but the loss does not compare class probabilities. Details: the loss.</summary>
    SoftmaxWithoutCrossEntropy,

    /// <summary>The head's outputs are neither what the cross entropy wants nor logits. Details: the loss, the fused activation, found.</summary>
    HeadDoesNotFitLoss,

    /// <summary>A layer changes probabilities on their way to a cross entropy, which would take them for logits. Details: the loss, activation, that layer.</summary>
    ProbabilitiesChanged,

    /// <summary>Class ids are compared with fewer than two outputs. Details: found.</summary>
    TooFewClasses,

    /// <summary>Two layers have one name. Details: the name, the position of the first.</summary>
    DuplicateName,

    /// <summary>A name is not a letter or underscore followed by letters, digits and underscores. Details: the name.</summary>
    IllegalName,

    /// <summary>A name has a meaning of its own. Details: the name.</summary>
    ReservedName,

    /// <summary>Both ways to steer unrolling are used. Details: the factor, the other.</summary>
    UnrollTwice,

    /// <summary>More steps are unrolled altogether than is sensible. Details: the most, the steps.</summary>
    UnrolledTooFar,

    /// <summary>A layer gives no size for a name that its cell has. Details: the name, the cell.</summary>
    DimensionMissing,

    /// <summary>A layer gives a size for a name that its cell does not have. Details: the name, the cell, the names that it has.</summary>
    DimensionUnknown,

    /// <summary>A layer gives two sizes for one name. Details: the name.</summary>
    DimensionTwice,

    /// <summary>The size for a name is not positive, or absurd. Details: the name, greatest, found.</summary>
    DimensionOutOfRange,

    /// <summary>Recurrent dropout is asked of a cell in which no product reads the first state. Details: the cell.</summary>
    NoRecurrentProduct,

    /// <summary>Two parameters of a model would have one name. Details: the name.</summary>
    ParameterNameTwice,

    /// <summary>
    /// Steps, levels and directions are more straight code than the scheduler lowers in seconds. Details: the most, found, steps at a time, levels in all
    /// directions.
    /// </summary>
    TooMuchStraightCode,

    /// <summary>Layers of different shapes are more code than a C# compiler takes in seconds. Details: the most, found, how many shapes.</summary>
    TooMuchCode,

    /// <summary>A layer is given the name that another one has without a name of its own. Details: the name, the position of that layer, its attribute.</summary>
    NameOfUnnamedLayer,

    /// <summary>Biases are taken from a custom cell, which names its weights itself. Details: the cell.</summary>
    BiasOfCustomCell,
}

/// <summary>One way in which a declaration is wrong.</summary>
/// <param name="Kind">Which rule it breaks.</param>
/// <param name="LayerIndex">The layer at fault, or <see langword="null"/> for the model's own attribute.</param>
/// <param name="Argument">The argument or property at fault as the attribute spells it, or <see langword="null"/> for the whole of it.</param>
/// <param name="Details">What was expected and found, as text; which, is said at the kind.</param>
public sealed record DeclarationProblem(DeclarationProblemKind Kind, int? LayerIndex, string? Argument, EquatableArray<string> Details)
{
    /// <summary>What was expected and what was found, in one sentence or two.</summary>
    public string Message => DeclarationMessages.Message(this);
}

/// <summary>A declaration breaks rules.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="problems">All that is wrong, at least one.</param>
public sealed class InvalidDeclarationException(string model, IReadOnlyList<DeclarationProblem> problems)
    : Exception($"The declaration of {model} is wrong. " + string.Join(" ", problems.Select(static p => p.Message)))
{
    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<DeclarationProblem> Problems { get; } = problems;
}
