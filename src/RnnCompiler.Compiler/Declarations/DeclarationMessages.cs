using RnnCompiler.Compiler.Collections;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Table of messages for the problems of declarations. The reader is the author of the declaration.</summary>
public static class DeclarationMessages
{
    /// <summary>Returns the message: what was expected and what was found.</summary>
    public static string Message(DeclarationProblem problem)
    {
        EquatableArray<string> d = problem.Details;
        return problem.Kind switch
        {
            NoLayer => "A model needs layers, at least one of them recurrent, such as [Lstm(32)], or a method with [Network]; none was found.",
            NoRecurrentLayer => "A model needs at least one recurrent layer, such as [Lstm(32)]; only other layers were found.",
            InputSizeMissing => $"InputSize should be given, from 1 to {d[0]}, or the first layer be an [Embedding]; found neither.",
            InputSizeWithEmbedding => $"InputSize should be left out where the first layer is an [Embedding], which reads one token id per step; found {d[0]}.",
            SizeOutOfRange => $"{problem.Argument} should be from {d[0]} to {d[1]}; found {d[2]}.",
            TooManyParameters => $"All parameters together should be at most {d[0]} numbers; found {d[1]}.",
            ExampleTooLarge => $"The {d[0]} of one example should be at most {d[3]} numbers; found {d[1]} steps of {d[2]}.",
            UndefinedValue => $"{problem.Argument} should be a member of {d[0]} ({d[1]}); found {d[2]}.",
            HuberDeltaOutOfRange => $"HuberDelta should be a positive finite number; found {d[0]}.",
            UnrollTwice => $"UnrollFactor should be left out where Unroll says how far to unroll; found UnrollFactor = {d[0]} beside Unroll.{d[1]}.",
            UnrolledTooFar => $"Unroll.Full writes out each step and is for up to {d[0]} of them; found SequenceLength = {d[1]}. Give UnrollFactor instead.",
            RateOutOfRange => $"{(problem.Argument == "rate" ? "The rate of dropout" : problem.Argument)} should be at least 0 and below 1; found {d[0]}.",
            DimensionMissing => $"The cell {d[1]} names a size \"{d[0]}\", which the layer should give: Dimensions = [\"{d[0]}=8\"], say; found none.",
            DimensionUnknown => $"Dimensions should give the sizes that the cell {d[1]} names ({d[2]}); found \"{d[0]}\".",
            DimensionTwice => $"Dimensions should give each size once; found \"{d[0]}\" again.",
            DimensionOutOfRange => $"The size \"{d[0]}\" should be from 1 to {d[1]}, written as \"{d[0]}=8\"; found {d[2]}.",
            NoRecurrentProduct => $"RecurrentDropout drops what recurrent products read of the first state; the cell {d[0]} has no such product. Leave it out, or use Zoneout.",
            ParameterNameTwice => $"Each parameter of a model should have a name of its own; \"{d[0]}\" would be the name of two. Rename the parameter of the cell, or the layer.",
            TooMuchStraightCode => $"The kernels of a model should be at most {d[0]} statements of straight code; found about {d[1]} ({d[2]} step{(d[2] == "1" ? "" : "s")} "
                + $"at a time in {d[3]} level{(d[3] == "1" ? "" : "s")} and directions). Unroll fewer steps (Unroll, UnrollFactor), or stack fewer levels (Layers).",
            TooMuchCode => $"The kernels of a model should be at most {d[0]} statements where equal code counts once; found about {d[1]}, for recurrent layers of {d[2]} "
                + $"shapes. Give layers one size, since layers of one shape share their code, or unroll fewer steps.",
            CellActivationNotSupported => $"The activation of [Rnn] should be Tanh or Relu; found {d[0]}.",
            EmbeddingNotFirst => $"An [Embedding] should be the first layer, since it reads token ids; found it as layer {d[0]}.",
            RecurrentAfterReduction => $"{d[0]} needs a value at each step, but {d[1]} before it leaves one vector.",
            ReductionAfterReduction => $"{d[0]} needs a value at each step, but {d[1]} before it leaves one vector; a model reduces over time once.",
            DropoutLast => "Dropout should stand before another layer; as the last one it would drop outputs of the model itself.",
            SoftmaxWithoutCrossEntropy => $"A softmax head gives class probabilities, which Loss.CrossEntropy compares with class ids; found Loss.{d[0]}.",
            HeadDoesNotFitLoss => $"Under Loss.{d[0]} the head should have Activation.{d[1]}, or none and give logits; found Activation.{d[2]}.",
            ProbabilitiesChanged => $"Under Loss.{d[0]} the {d[2]} should come before the head; it was found after it, where it changes the probabilities of Activation.{d[1]}.",
            TooFewClasses => $"Loss.CrossEntropy needs one output for each class, at least 2; found {d[0]}. For two classes with one output use Loss.BinaryCrossEntropy.",
            DuplicateName => $"Each layer should have a name of its own; \"{d[0]}\" is also the name of {d[1]}.",
            IllegalName => $"The name of a layer should be letters, digits and underscores, not starting with a digit; found \"{d[0]}\".",
            ReservedName => $"\"{d[0]}\" is what a trainer calls the gradient of the model's input; {d[1]} should have another name.",
            NameOfUnnamedLayer => $"\"{d[0]}\" is the name of {d[1]}, which is given none; a layer should have another name, or that one a name of its own.",
            BiasOfCustomCell => $"UseBias is for the built-in cells; the weights of the cell {d[0]} are the parameters of its Step. Leave UseBias out, or the biases of the cell.",
            NotAfterBothDirections => $"{d[0]} should follow a recurrent layer with {d[1]}, with at most a {d[2]} between them; found {d[3]}.",
            NodeUnknown => $"A layer should read the input, 0, or nodes before it, at most {d[0]}; found {d[1]}.",
            OperandCount => $"\"{d[0]}\" should read {(d[1] == d[2] ? d[1] : $"{d[1]} to {d[2]}")} value{(d[2] == "1" ? "" : "s")} of the network, and numbers only in the place "
                + $"of one of two operands; found {d[3]}.",
            SizesDiffer => $"The operands of \"{d[0]}\" should have one size; found {d[2]} features of {d[1]} and {d[4]} of {d[3]}.",
            SliceOutOfRange => $"A slice should be within the {d[3]} features of {d[2]}; found {d[1]} features from {d[0]}.",
            LayerUnused => $"{(d[0] == "input" ? "Each input should be read by a layer" : "Each layer should be used by another one or be the output")}; {d[1]} is not.",
            TokensWithoutEmbedding => $"Token ids should be read by an embedding; found \"{d[0]}\".",
            VocabulariesDiffer => $"All embeddings of the input should have one vocabulary; found {d[1]} after {d[0]}.",
            WeightsDiffer => $"Layers that share weights should be equal but for what they read; found \"{d[1]}\" beside \"{d[0]}\".",
            SharedSizeDiffers => $"A layer that shares the weights of {d[0]} should read {d[1]} features; found {d[2]}.",
            StatesDiffer => $"Initial states should be those of a layer of the same cell, units, levels and directions, \"{d[0]}\"; found \"{d[1]}\".",
            InitialStateTwice => "A layer whose initial states are given cannot learn them; leave out one of both.",
            GroupsDiffer => $"What \"{d[0]}\" reads should have the steps of one input; found {d[1]} with the steps of {d[2]} and {d[3]} with those of {d[4]}. "
                + "A reduction over time or Attention connects sequences of different lengths.",
            InputSizeWithInputs => $"InputSize should be left out where inputs are declared with sizes of their own; found {d[0]}.",
            InputMisplaced => $"Inputs should be declared before all layers; found \"{d[0]}\" after one.",
            OutputIsInput => $"An output should be what a layer computes; found \"{d[0]}\", which is not.",
            OutputNameWrong => $"The name of an output should be letters, digits and underscores, not starting with a digit, and its own; found \"{d[0]}\".",
            PortCount => $"A network should have 1 to {d[1]} {d[0]}; found {d[2]}.",
            GeneratedIdOutOfRange => $"{problem.Argument} should be a token id from 0 to {d[0]}; found {d[1]}.",
            GeneratedBesideSequence => $"What reads the token ids that a network writes should read sequences that it is given through Attention, a reduction over time or "
                + $"initial states alone; found {d[1]} read by \"{d[0]}\".",
            GeneratedAhead => "A network writes token ids one after another, so what predicts the next one should not depend on later ones: no bidirectional or reversed layer, "
                + "no reduction over time that is read at each step, no states after the last step, no Attention over what is written; "
                + $"found \"{d[0]}\".",
            GeneratedTwice => $"A network should write one input at most; found a second one after {d[0]}.",
            GeneratedOutputWrong => $"The first output predicts what the network writes, so it should have {d[0]} features at each step of {d[1]}; found {d[2]}.",
            GeneratedLossWrong => $"A network that writes token ids should be trained with Loss.CrossEntropy; found {d[0]}.",
            LossTwice => $"The loss should be named by Loss or computed by a loss function; found {d[0]} beside a loss function.",
            LossInputCount => $"A loss function should read the outputs in order, then the targets in order, {d[0]} of each; found {d[1]} parameters.",
            LossInputDiffers => $"The parameter {d[0]} of a loss function should be {d[1]}; found {d[2]}.",
            LayerInLoss => $"A loss function should have operations without parameters, states and random numbers; found \"{d[0]}\".",
            OutputWithoutLoss => $"Each output should be used by the loss function; {d[0]} is not, so that it would not be trained.",
            LossNotScalar => $"A loss function should return one number of an example, Features of size 1, which it computes; found {d[0]}.",
            LossOperandWrong => $"{d[0]} should read {d[1]}; found {d[2]}.",
            LossOutsideLoss => $"A loss should be in a loss function, after the network; found \"{d[0]}\" among the layers.",
            _ => throw new NotSupportedException($"There is no text for {problem.Kind}."),
        };
    }

    /// <summary>Returns the name of the attribute that declares a layer, as users write it.</summary>
    internal static string AttributeName(LayerDeclaration layer) => layer switch
    {
        RecurrentDeclaration { Cell: ElmanDeclaration } => "Rnn",
        RecurrentDeclaration { Cell: LstmDeclaration } => "Lstm",
        RecurrentDeclaration { Cell: GruDeclaration } => "Gru",
        RecurrentDeclaration { Cell: CustomDeclaration } => "Recurrent",
        InputDeclaration input => input.Kind.ToString(),
        TimeReductionDeclaration { Kind: TimeReduction.LastStep } => "LastStep",
        TimeReductionDeclaration { Kind: TimeReduction.BothEnds } => "BothEnds",
        TimeReductionDeclaration { Kind: TimeReduction.Mean } => "MeanOverTime",
        TimeReductionDeclaration { Kind: TimeReduction.Max } => "MaxOverTime",
        TimeReductionDeclaration { Kind: TimeReduction.Sum } => "Sum",
        ConvolutionDeclaration => "Conv",
        LayerNormalizationDeclaration => "LayerNorm",
        BatchNormalizationDeclaration => "BatchNorm",
        _ => layer.GetType().Name.Replace("Declaration", ""),
    };
}
