using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Generators.Diagnostics.HelpLinks;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Diagnostics of declarations that break a rule. Their messages are those of the compiler, which the interpreted runtime uses too.</summary>
internal static class DeclarationDiagnostics
{
    private const DiagnosticSeverity Error = DiagnosticSeverity.Error;
    private const string Message = "{0}";

    private static readonly DiagnosticDescriptor NoLayer = new(
        "RNN0101", "A model has no layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0101"));

    private static readonly DiagnosticDescriptor NoRecurrentLayer = new(
        "RNN0102", "A model has no recurrent layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0102"));

    private static readonly DiagnosticDescriptor InputSizeMissing = new(
        "RNN0103", "The size of the input is missing", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0103"));

    private static readonly DiagnosticDescriptor InputSizeWithEmbedding = new(
        "RNN0104", "The size of the input is given although tokens are read", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0104"));

    private static readonly DiagnosticDescriptor SizeOutOfRange = new(
        "RNN0105", "A size is out of range", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0105"));

    private static readonly DiagnosticDescriptor TooManyParameters = new(
        "RNN0106", "A model has too many parameters", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0106"));

    private static readonly DiagnosticDescriptor ExampleTooLarge = new(
        "RNN0107", "One example is too large", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0107"));

    private static readonly DiagnosticDescriptor UndefinedValue = new(
        "RNN0108", "A value is not a member of its enum", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0108"));

    private static readonly DiagnosticDescriptor HuberDeltaOutOfRange = new(
        "RNN0109", "The delta of the Huber loss is out of range", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0109"));

    private static readonly DiagnosticDescriptor RateOutOfRange = new(
        "RNN0110", "The rate of dropout is out of range", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0110"));

    private static readonly DiagnosticDescriptor CellActivationNotSupported = new(
        "RNN0111", "The vanilla cell does not have this activation", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0111"));

    private static readonly DiagnosticDescriptor EmbeddingNotFirst = new(
        "RNN0112", "An embedding is not the first layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0112"));

    private static readonly DiagnosticDescriptor RecurrentAfterReduction = new(
        "RNN0113", "A recurrent layer follows a reduction over time", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0113"));

    private static readonly DiagnosticDescriptor ReductionAfterReduction = new(
        "RNN0114", "A model reduces over time twice", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0114"));

    private static readonly DiagnosticDescriptor DropoutLast = new(
        "RNN0115", "Dropout is the last layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0115"));

    private static readonly DiagnosticDescriptor SoftmaxWithoutCrossEntropy = new(
        "RNN0116", "A softmax head does not fit the loss", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0116"));

    private static readonly DiagnosticDescriptor HeadDoesNotFitLoss = new(
        "RNN0117", "The head does not fit the loss", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0117"));

    private static readonly DiagnosticDescriptor ProbabilitiesChanged = new(
        "RNN0118", "A layer changes the probabilities that the head gives", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0118"));

    private static readonly DiagnosticDescriptor TooFewClasses = new(
        "RNN0119", "Class ids are compared with too few outputs", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0119"));

    private static readonly DiagnosticDescriptor DuplicateName = new(
        "RNN0120", "Two layers have one name", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0120"));

    private static readonly DiagnosticDescriptor IllegalName = new(
        "RNN0121", "The name of a layer is not an identifier", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0121"));

    private static readonly DiagnosticDescriptor ReservedName = new(
        "RNN0122", "The name of a layer is reserved", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0122"));

    private static readonly DiagnosticDescriptor UnrollTwice = new(
        "RNN0123", "Unrolling is steered twice", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0123"));

    private static readonly DiagnosticDescriptor UnrolledTooFar = new(
        "RNN0124", "Too many steps are unrolled altogether", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0124"));

    private static readonly DiagnosticDescriptor DimensionMissing = new(
        "RNN0125", "A layer gives no size that its cell names", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0125"));

    private static readonly DiagnosticDescriptor DimensionUnknown = new(
        "RNN0126", "A layer gives a size that its cell does not name", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0126"));

    private static readonly DiagnosticDescriptor DimensionTwice = new(
        "RNN0127", "A layer gives a size twice", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0127"));

    private static readonly DiagnosticDescriptor DimensionOutOfRange = new(
        "RNN0128", "A size that a cell names is out of range", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0128"));

    private static readonly DiagnosticDescriptor NoRecurrentProduct = new(
        "RNN0129", "Recurrent dropout has nothing to drop", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0129"));

    private static readonly DiagnosticDescriptor ParameterNameTwice = new(
        "RNN0130", "Two parameters have one name", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0130"));

    private static readonly DiagnosticDescriptor TooMuchStraightCode = new(
        "RNN0131", "Steps, levels and directions give too much straight-line code", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0131"));

    private static readonly DiagnosticDescriptor TooMuchCode = new(
        "RNN0132", "Layers of different shapes are too much code", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0132"));

    private static readonly DiagnosticDescriptor NameOfUnnamedLayer = new(
        "RNN0140", "The name of a layer is that of a layer without a name", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0140"));

    private static readonly DiagnosticDescriptor BiasOfCustomCell = new(
        "RNN0141", "A custom cell has no biases to leave out", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0141"));

    private static readonly DiagnosticDescriptor NotAfterBothDirections = new(
        "RNN0142", "The ends of a layer that reads in one direction", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0142"));

    private static readonly DiagnosticDescriptor NodeUnknown = new(
        "RNN0143", "A layer reads what does not come before it", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0143"));

    private static readonly DiagnosticDescriptor OperandCount = new(
        "RNN0144", "A layer reads too few or too many values", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0144"));

    private static readonly DiagnosticDescriptor SizesDiffer = new(
        "RNN0145", "The sizes of two operands differ", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0145"));

    private static readonly DiagnosticDescriptor SliceOutOfRange = new(
        "RNN0146", "A slice is not within its operand", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0146"));

    private static readonly DiagnosticDescriptor LayerUnused = new(
        "RNN0147", "A layer is never used", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0147"));

    private static readonly DiagnosticDescriptor TokensWithoutEmbedding = new(
        "RNN0148", "Token ids are read without an embedding", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0148"));

    private static readonly DiagnosticDescriptor VocabulariesDiffer = new(
        "RNN0149", "Two embeddings of one input have different vocabularies", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0149"));

    private static readonly DiagnosticDescriptor WeightsDiffer = new(
        "RNN0150", "Layers that share weights are of different kinds", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0150"));

    private static readonly DiagnosticDescriptor SharedSizeDiffers = new(
        "RNN0151", "Layers that share weights read different sizes", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0151"));

    private static readonly DiagnosticDescriptor StatesDiffer = new(
        "RNN0152", "Initial states are those of another kind of layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0152"));

    private static readonly DiagnosticDescriptor InitialStateTwice = new(
        "RNN0153", "Initial states are both given and learned", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0153"));

    private static readonly DiagnosticDescriptor GroupsDiffer = new(
        "RNN0160", "Sequences of different lengths are combined", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0160"));

    private static readonly DiagnosticDescriptor InputSizeWithInputs = new(
        "RNN0161", "InputSize stands beside declared inputs", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0161"));

    private static readonly DiagnosticDescriptor InputMisplaced = new(
        "RNN0162", "An input is declared after a layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0162"));

    private static readonly DiagnosticDescriptor OutputIsInput = new(
        "RNN0163", "An output is not computed by a layer", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0163"));

    private static readonly DiagnosticDescriptor OutputNameWrong = new(
        "RNN0164", "The name of an output is malformed or not its own", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0164"));

    private static readonly DiagnosticDescriptor PortCount = new(
        "RNN0165", "A network has too many inputs or outputs", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0165"));

    private static readonly DiagnosticDescriptor GeneratedIdOutOfRange = new(
        "RNN0166", "The start or stop of generated tokens is not in their vocabulary", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0166"));

    private static readonly DiagnosticDescriptor GeneratedTwice = new(
        "RNN0167", "A network writes two inputs", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0167"));

    private static readonly DiagnosticDescriptor GeneratedOutputWrong = new(
        "RNN0168", "The first output cannot predict generated tokens", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0168"));

    private static readonly DiagnosticDescriptor GeneratedLossWrong = new(
        "RNN0169", "Generated tokens are trained with another loss than the cross entropy", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0169"));

    private static readonly DiagnosticDescriptor LossTwice = new(
        "RNN0170", "A loss is named beside a loss function", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0170"));

    private static readonly DiagnosticDescriptor LossInputCount = new(
        "RNN0171", "A loss function does not have the outputs and targets as parameters", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0171"));

    private static readonly DiagnosticDescriptor LossInputDiffers = new(
        "RNN0172", "A parameter of a loss function is not the output or target in its place", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0172"));

    private static readonly DiagnosticDescriptor LayerInLoss = new(
        "RNN0173", "A layer with parameters or states is in a loss function", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0173"));

    private static readonly DiagnosticDescriptor OutputWithoutLoss = new(
        "RNN0174", "An output has no loss", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0174"));

    private static readonly DiagnosticDescriptor LossNotScalar = new(
        "RNN0175", "A loss function does not return one number", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0175"));

    private static readonly DiagnosticDescriptor LossOperandWrong = new(
        "RNN0176", "An operation of a loss function reads a value of another kind", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0176"));

    private static readonly DiagnosticDescriptor LossOutsideLoss = new(
        "RNN0177", "A loss is among the layers of a network", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0177"));

    private static readonly DiagnosticDescriptor GeneratedBesideSequence = new(
        "RNN0178", "What reads written tokens reads a given sequence step by step", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0178"));

    private static readonly DiagnosticDescriptor GeneratedAhead = new(
        "RNN0179", "What predicts the next token depends on later ones", Message, Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0179"));

    /// <summary>Gets all descriptors.</summary>
    public static IEnumerable<DiagnosticDescriptor> All =>
        Enum.GetValues(typeof(DeclarationProblemKind)).Cast<DeclarationProblemKind>().Select(Of);

    /// <summary>Creates the diagnostic of a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="place">The location of the layer or argument at fault.</param>
    /// <param name="others">The locations of what the message names beside it.</param>
    public static Diagnostic Create(DeclarationProblem problem, Location place, IReadOnlyList<Location> others) =>
        Diagnostic.Create(Of(problem.Kind), place, others, problem.Message);

    /// <summary>Returns the descriptor of a kind of problem.</summary>
    public static DiagnosticDescriptor Of(DeclarationProblemKind kind) => kind switch
    {
        DeclarationProblemKind.NoLayer => NoLayer,
        DeclarationProblemKind.NoRecurrentLayer => NoRecurrentLayer,
        DeclarationProblemKind.InputSizeMissing => InputSizeMissing,
        DeclarationProblemKind.InputSizeWithEmbedding => InputSizeWithEmbedding,
        DeclarationProblemKind.SizeOutOfRange => SizeOutOfRange,
        DeclarationProblemKind.TooManyParameters => TooManyParameters,
        DeclarationProblemKind.ExampleTooLarge => ExampleTooLarge,
        DeclarationProblemKind.UndefinedValue => UndefinedValue,
        DeclarationProblemKind.HuberDeltaOutOfRange => HuberDeltaOutOfRange,
        DeclarationProblemKind.RateOutOfRange => RateOutOfRange,
        DeclarationProblemKind.CellActivationNotSupported => CellActivationNotSupported,
        DeclarationProblemKind.EmbeddingNotFirst => EmbeddingNotFirst,
        DeclarationProblemKind.RecurrentAfterReduction => RecurrentAfterReduction,
        DeclarationProblemKind.ReductionAfterReduction => ReductionAfterReduction,
        DeclarationProblemKind.DropoutLast => DropoutLast,
        DeclarationProblemKind.SoftmaxWithoutCrossEntropy => SoftmaxWithoutCrossEntropy,
        DeclarationProblemKind.HeadDoesNotFitLoss => HeadDoesNotFitLoss,
        DeclarationProblemKind.ProbabilitiesChanged => ProbabilitiesChanged,
        DeclarationProblemKind.TooFewClasses => TooFewClasses,
        DeclarationProblemKind.DuplicateName => DuplicateName,
        DeclarationProblemKind.IllegalName => IllegalName,
        DeclarationProblemKind.ReservedName => ReservedName,
        DeclarationProblemKind.UnrollTwice => UnrollTwice,
        DeclarationProblemKind.UnrolledTooFar => UnrolledTooFar,
        DeclarationProblemKind.DimensionMissing => DimensionMissing,
        DeclarationProblemKind.DimensionUnknown => DimensionUnknown,
        DeclarationProblemKind.DimensionTwice => DimensionTwice,
        DeclarationProblemKind.DimensionOutOfRange => DimensionOutOfRange,
        DeclarationProblemKind.NoRecurrentProduct => NoRecurrentProduct,
        DeclarationProblemKind.ParameterNameTwice => ParameterNameTwice,
        DeclarationProblemKind.TooMuchStraightCode => TooMuchStraightCode,
        DeclarationProblemKind.TooMuchCode => TooMuchCode,
        DeclarationProblemKind.NameOfUnnamedLayer => NameOfUnnamedLayer,
        DeclarationProblemKind.BiasOfCustomCell => BiasOfCustomCell,
        DeclarationProblemKind.NotAfterBothDirections => NotAfterBothDirections,
        DeclarationProblemKind.NodeUnknown => NodeUnknown,
        DeclarationProblemKind.OperandCount => OperandCount,
        DeclarationProblemKind.SizesDiffer => SizesDiffer,
        DeclarationProblemKind.SliceOutOfRange => SliceOutOfRange,
        DeclarationProblemKind.LayerUnused => LayerUnused,
        DeclarationProblemKind.TokensWithoutEmbedding => TokensWithoutEmbedding,
        DeclarationProblemKind.VocabulariesDiffer => VocabulariesDiffer,
        DeclarationProblemKind.WeightsDiffer => WeightsDiffer,
        DeclarationProblemKind.SharedSizeDiffers => SharedSizeDiffers,
        DeclarationProblemKind.StatesDiffer => StatesDiffer,
        DeclarationProblemKind.InitialStateTwice => InitialStateTwice,
        DeclarationProblemKind.GroupsDiffer => GroupsDiffer,
        DeclarationProblemKind.InputSizeWithInputs => InputSizeWithInputs,
        DeclarationProblemKind.InputMisplaced => InputMisplaced,
        DeclarationProblemKind.OutputIsInput => OutputIsInput,
        DeclarationProblemKind.OutputNameWrong => OutputNameWrong,
        DeclarationProblemKind.PortCount => PortCount,
        DeclarationProblemKind.GeneratedIdOutOfRange => GeneratedIdOutOfRange,
        DeclarationProblemKind.GeneratedTwice => GeneratedTwice,
        DeclarationProblemKind.GeneratedBesideSequence => GeneratedBesideSequence,
        DeclarationProblemKind.GeneratedAhead => GeneratedAhead,
        DeclarationProblemKind.GeneratedOutputWrong => GeneratedOutputWrong,
        DeclarationProblemKind.GeneratedLossWrong => GeneratedLossWrong,
        DeclarationProblemKind.LossTwice => LossTwice,
        DeclarationProblemKind.LossInputCount => LossInputCount,
        DeclarationProblemKind.LossInputDiffers => LossInputDiffers,
        DeclarationProblemKind.LayerInLoss => LayerInLoss,
        DeclarationProblemKind.OutputWithoutLoss => OutputWithoutLoss,
        DeclarationProblemKind.LossNotScalar => LossNotScalar,
        DeclarationProblemKind.LossOperandWrong => LossOperandWrong,
        DeclarationProblemKind.LossOutsideLoss => LossOutsideLoss,
        _ => throw new NotSupportedException($"There is no diagnostic for {kind}."),
    };
}
