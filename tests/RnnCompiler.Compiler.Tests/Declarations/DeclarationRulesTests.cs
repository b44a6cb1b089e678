using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Compiler.Tests.Building;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Declarations;

public class DeclarationRulesTests
{
    private const string Loss1 = "sequence size=2 name=\"output\"\nsequence size=2 name=\"target\"\n";

    private static readonly ModelDeclaration Good = Model(Gru(4), LastStep(), Dense(2));

    /// <summary>A wrong declaration, what is wrong, where, and a word that the message has to hold.</summary>
    public static IReadOnlyList<(ModelDeclaration Model, DeclarationProblemKind Kind, int? Layer, string? Argument, string Word)> Cases { get; } =
    [
        (Model(), NoLayer, null, null, "[Lstm(32)]"),
        (Model(Dense(3)), NoRecurrentLayer, null, null, "only other layers"),
        (Good with { InputSize = 0 }, InputSizeMissing, null, "InputSize", "65536"),
        (Model(Embedding(9, 2), Gru(4)) with { InputSize = 7 }, InputSizeWithEmbedding, null, "InputSize", "found 7"),
        (Good with { InputSize = -1 }, SizeOutOfRange, null, "InputSize", "found -1"),
        (Good with { SequenceLength = 0 }, SizeOutOfRange, null, "SequenceLength", "found 0"),
        (Model(Gru(0)), SizeOutOfRange, 0, "hiddenSize", "from 1 to 65536"),
        (Model(Gru(65_537)), SizeOutOfRange, 0, "hiddenSize", "found 65537"),
        (Model(Gru(4, layers: 0)), SizeOutOfRange, 0, "Layers", "found 0"),
        (Model(Gru(4, layers: 65)), SizeOutOfRange, 0, "Layers", "from 1 to 64"),
        (Model(Gru(4), Dense(-5)), SizeOutOfRange, 1, "units", "found -5"),
        (Model(Embedding(0, 2), Gru(4)), SizeOutOfRange, 0, "vocabulary", "found 0"),
        (Model(Embedding(2, 0), Gru(4)), SizeOutOfRange, 0, "dimension", "found 0"),
        (Model(Lstm(60_000)), TooManyParameters, null, null, "found 14401200000"),
        (Good with { SequenceLength = 16_000_000, InputSize = 1_000 }, ExampleTooLarge, null, "SequenceLength", "input"),
        (Model(Gru(300)) with { SequenceLength = 16_000_000 }, ExampleTooLarge, null, "SequenceLength", "output"),
        (Model(Gru(100), LastStep()) with { SequenceLength = 16_000_000 }, ExampleTooLarge, null, "SequenceLength", "tape"),
        (Model(Lstm(20), Dense(60_000)) with { SequenceLength = 30_000, InputSize = 60_000 }, ExampleTooLarge, null, "SequenceLength", "tape"),
        (Model(Embedding(16_777_216, 127), Gru(4)), TooManyParameters, null, null, "at most 2147483647"),
        (Good with { Loss = (Loss)99 }, UndefinedValue, null, "Loss", "found 99"),
        (Good with { Weights = (WeightFormat)3 }, UndefinedValue, null, "Weights", "Float32, BFloat16, Int8"),
        (Model(Gru(4, bi: true, merge: (Merge)7)), UndefinedValue, 0, "Merge", "Concat, Sum, Multiply, Average"),
        (Model(Gru(4), Dense(2, (Activation)8)), UndefinedValue, 1, "Activation", "found 8"),
        (Model(new RecurrentDeclaration(new ElmanDeclaration((Activation)8), 4, 1, false, Merge.Concat, null)), UndefinedValue, 0, "Activation", "found 8"),
        (Good with { HuberDelta = 0 }, HuberDeltaOutOfRange, null, "HuberDelta", "found 0"),
        (Good with { HuberDelta = float.NaN }, HuberDeltaOutOfRange, null, "HuberDelta", "found NaN"),
        (Good with { HuberDelta = float.PositiveInfinity }, HuberDeltaOutOfRange, null, "HuberDelta", "finite"),
        (Model(Gru(4), Dropout(1), Dense(1)), RateOutOfRange, 1, "rate", "below 1"),
        (Model(Gru(4), Dropout(-0.5), Dense(1)), RateOutOfRange, 1, "rate", "found -0.5"),
        (Model(Gru(4), Dropout(double.NaN), Dense(1)), RateOutOfRange, 1, "rate", "found NaN"),
        (Model(new RecurrentDeclaration(new ElmanDeclaration(Activation.Sigmoid), 4, 1, false, Merge.Concat, null)),
            CellActivationNotSupported, 0, "Activation", "found Sigmoid"),
        (Model(Gru(4), Embedding(9, 2)), EmbeddingNotFirst, 1, null, "layer 2"),
        (Model(Gru(4), LastStep(), Lstm(4)), RecurrentAfterReduction, 2, null, "[LastStep]"),
        (Model(Gru(4), LastStep(), Dense(2), Mean()), ReductionAfterReduction, 3, null, "[MeanOverTime]"),
        (Model(Gru(4), Dropout(0.5)), DropoutLast, 1, null, "last"),
        (Model(Gru(4), Dense(3, Activation.Softmax)), SoftmaxWithoutCrossEntropy, 1, "Activation", "Loss.MeanSquaredError"),
        (Model(Gru(4), Dense(3, Activation.Sigmoid)) with { Loss = Loss.CrossEntropy }, HeadDoesNotFitLoss, 1, "Activation", "found Activation.Sigmoid"),
        (Model(Gru(4), Dense(3, Activation.Softmax)) with { Loss = Loss.BinaryCrossEntropy }, HeadDoesNotFitLoss, 1, "Activation", "Activation.Sigmoid, or none"),
        (Model(Gru(4), Dense(3, Activation.Tanh), LastStep()) with { Loss = Loss.BinaryCrossEntropy }, HeadDoesNotFitLoss, 1, "Activation", "Activation.Tanh"),
        (Model(Gru(4), Dense(3, Activation.Softmax), Mean()) with { Loss = Loss.CrossEntropy }, ProbabilitiesChanged, 1, "Activation", "[MeanOverTime]"),
        (Model(Gru(4), Dense(3, Activation.Sigmoid), Dropout(0.5), LastStep()) with { Loss = Loss.BinaryCrossEntropy },
            ProbabilitiesChanged, 1, "Activation", "[Dropout]"),
        (Model(Gru(4), Dense(1)) with { Loss = Loss.CrossEntropy }, TooFewClasses, 1, "units", "found 1"),
        (Model(Gru(1), LastStep()) with { Loss = Loss.CrossEntropy }, TooFewClasses, 0, "hiddenSize", "at least 2"),
        (Model(Gru(4, name: "a"), Dense(2, name: "a")), DuplicateName, 1, "Name", "layer 1"),
        (Model(Gru(4, name: "")), IllegalName, 0, "Name", "\"\""),
        (Model(Gru(4, name: " ")), IllegalName, 0, "Name", "\" \""),
        (Model(Gru(4, name: "1st")), IllegalName, 0, "Name", "\"1st\""),
        (Model(Gru(4, name: "a.b")), IllegalName, 0, "Name", "\"a.b\""),
        (Model(Gru(4), Gru(4, name: "gru")), NameOfUnnamedLayer, 1, "Name", "\"gru\" is the name of layer 1, [Gru], which is given none"),
        (Model(Gru(4, name: "dense"), Dense(2)), NameOfUnnamedLayer, 0, "Name", "layer 2, [Dense]"),
        (Model(LowRank("rank=2") with { UseBias = false }), BiasOfCustomCell, 0, "UseBias", "the cell LowRank"),
        (Model(Gru(4), new TimeReductionDeclaration(TimeReduction.BothEnds, null)), NotAfterBothDirections, 1, null, "found [Gru], which reads in one direction"),
        (Model(Gru(4), Dense(2), new TimeReductionDeclaration(TimeReduction.BothEnds, null)), NotAfterBothDirections, 2, null, "found [Dense]"),
        (Parse("gru units=4 bidirectional=true\ndropout rate=0.1\nbothends\nmeanovertime from=\"dropout\"\nconcat from=\"bothends meanovertime\"\n"),
            NotAfterBothDirections, 2, null, "[Dropout], which other layers read too"),
        (Model(Gru(4) with { From = new([1]) }), NodeUnknown, 0, null, "at most 0; found 1"),
        (Model(Gru(4), Dense(2) with { From = new([-1]) }), NodeUnknown, 1, null, "at most 1; found -1"),
        (Model(Gru(4), Gru(4) with { Shares = 1 }), NodeUnknown, 1, null, "found 2"),
        (Parse("gru units=4\nadd\n"), OperandCount, 1, null, "\"add\" should read 2 values of the network"),
        (Parse("gru units=4\nadd left=1 right=2\n"), OperandCount, 1, null, "\"add\""),
        (Parse("gru units=4\ntanh from=\"input gru\"\n"), OperandCount, 1, null, "should read 1 value of"),
        (Parse("gru units=4\nabs right=1\n"), OperandCount, 1, null, "\"abs\""),
        (Parse("gru units=4\nadd from=\"input gru\"\nmultiply from=\"gru add\"\nadd from=\"multiply input\"\n"), SizesDiffer, 1, null, "found 3 features of the input"),
        (Parse("gru units=4\nslice start=3 length=2\nadd from=\"slice gru\"\n"), SliceOutOfRange, 1, "start", "found 2 features from 3"),
        (Parse("gru units=4\nadd from=\"input gru\"\n"), SizesDiffer, 1, null, "found 3 features of the input and 4 of \"gru\""),
        (Parse("gru units=4\nslice start=2 length=3\n"), SliceOutOfRange, 1, "start", "within the 4 features of \"gru\"; found 3 features from 2"),
        (Parse("gru units=4\nslice start=0 length=0\n"), SliceOutOfRange, 1, "start", "found 0 features from 0"),
        (Parse("gru units=4\ndense units=2 name=\"lost\"\nrnn units=2 from=\"gru\"\n"), LayerUnused, 1, null, "\"lost\" is not"),
        (Parse("embedding vocabulary=5 dimension=2\ngru units=1\nadd from=\"input gru\"\n"), TokensWithoutEmbedding, 2, null, "\"add\""),
        (Parse("embedding vocabulary=5 dimension=2\nembedding vocabulary=6 dimension=2 from=\"input\"\nadd from=\"embedding embedding_1\"\ngru units=4\n"), VocabulariesDiffer, 1,
            "vocabulary", "found 6 after 5"),
        (Parse("gru units=4\ngru units=5 shares=\"gru\"\n"), WeightsDiffer, 1, null, "found \"gru units=5\" beside \"gru units=4\""),
        (Parse("dense units=4\nlstm units=4 shares=\"dense\"\n"), WeightsDiffer, 1, null, "dense"),
        (Parse("gru units=4\ngru units=4 shares=\"gru\"\n"), SharedSizeDiffers, 1, null, "\"gru\" should read 3 features; found 4"),
        (Parse("gru units=4\nlstm units=4 initial=\"gru\"\n"), StatesDiffer, 1, "initial", "\"lstm units=4\"; found \"gru units=4\""),
        (Parse("gru units=4\ngru units=4 layers=2 initial=\"gru\"\n"), StatesDiffer, 1, "initial", "layers=2"),
        (Parse("gru units=4\ngru units=4 learnInitialState=true initial=\"gru\"\n"), InitialStateTwice, 1, "initial", "leave out one"),
        (ParseInputs("sequence size=2 name=\"x\"\nsequence size=2 length=4 name=\"y\"\nadd from=\"x y\"\ngru units=4\n"), GroupsDiffer, 2, null,
            "found \"x\" with the steps of the model and \"y\" with those of \"y\""),
        (ParseInputs("sequence size=2 name=\"x\"\nsequence size=4 length=4 name=\"y\"\nlaststep from=\"x\"\nrepeat\ngru units=4\nadd from=\"gru y\"\n"), GroupsDiffer, 5, null,
            "found \"gru\" with the steps of the model and \"y\" with those of \"y\""),
        (ParseInputs("sequence size=2 name=\"x\"\nsequence size=2 length=4 name=\"y\"\nlaststep from=\"x\"\nrepeat\ndropout rate=0.5\nadd from=\"dropout y\"\ngru units=4\n"),
            GroupsDiffer, 5, null, "found \"dropout\" with"),
        (DeclarationText.Parse("model name=\"M\" inputs=3 steps=5\nsequence size=2 name=\"x\"\ngru units=4\n"), InputSizeWithInputs, null, "InputSize", "found 3"),
        (ParseInputs("sequence size=2 name=\"x\"\nsequence size=2 length=3 name=\"y\"\nadd from=\"x y\"\ngru units=2\nadd from=\"y gru\"\nadd from=\"add_1 x\"\n"),
            GroupsDiffer, 2, null, "found \"x\" with"),
        (ParseInputs("sequence size=2 name=\"x\"\ngru units=4\nfeatures size=1 name=\"f\"\nrepeat\nconcat from=\"gru repeat\"\n"), InputMisplaced, 2, null, "found \"features\""),
        (ParseInputs("sequence size=2 name=\"x\"\ngru units=4\noutput from=\"x\" name=\"y\"\n"), OutputIsInput, null, null, "\"y\", which is not"),
        (ParseInputs("sequence size=2 name=\"x\"\ngru units=4\noutput from=\"gru\" name=\"y\"\noutput from=\"gru\" name=\"y\"\n"), OutputNameWrong, null, null, "found \"y\""),
        (ParseInputs("sequence size=2 name=\"x\"\ngru units=4\noutput from=\"gru\" name=\"1\"\n"), OutputNameWrong, null, null, "found \"1\""),
        (ParseInputs(string.Concat(Enumerable.Range(0, 9).Select(static i => $"sequence size=2 name=\"x{i}\"\n")) + "gru units=4\n"), PortCount, 8, null, "1 to 8 inputs; found 9"),
        (ParseInputs("tokens vocabulary=5 name=\"input\"\nembedding dimension=2 vocabulary=5\ngru units=4\n"), ReservedName, 0, "Name", "one of several inputs should"),
        (Written("start=0 stop=5"), GeneratedIdOutOfRange, 0, "stop", "stop should be a token id from 0 to 4; found 5"),
        (Written("start=-1 stop=1"), GeneratedIdOutOfRange, 0, "start", "found -1"),
        (Written("start=0 stop=1 name=\"y\"\ntokens vocabulary=5 start=0 stop=1",
            "embedding vocabulary=5 dimension=2 from=\"y\"\nembedding vocabulary=5 dimension=2 from=\"tokens\"\nadd from=\"embedding embedding_1\"\n"
            + "gru units=5\n"),
            GeneratedTwice, 1, null, "after \"y\""),
        (Written("start=0 stop=1 name=\"y\"\nsequence size=2 name=\"x\"", "embedding vocabulary=5 dimension=2 from=\"y\"\nadd from=\"embedding x\"\ngru units=5\n"),
            GeneratedBesideSequence, 3, null, "found \"x\" read by \"add\""),
        (Written("start=0 stop=1 name=\"y\"\nsequence size=2 name=\"x\"",
            "laststep from=\"x\"\nrepeat\ngru units=2\nembedding vocabulary=5 dimension=2 from=\"y\"\nadd from=\"embedding gru\"\ngru units=5\n"),
            GeneratedBesideSequence, 6, null, "found \"gru\" read by \"add\""),
        (Written("start=0 stop=1", Reader + "gru units=5 bidirectional=true merge=Sum\n"), GeneratedAhead, 3, null, "found \"gru\""),
        (Written("start=0 stop=1", Reader + "reverse\ndense units=5\n"), GeneratedAhead, 3, null, "found \"reverse\""),
        (Written("start=0 stop=1", Reader + "attention from=\"gru gru gru\"\ndense units=5\n"), GeneratedAhead, 3, null, "found \"attention\""),
        (Written("start=0 stop=1", Reader + "meanovertime\nadd from=\"gru meanovertime\"\ndense units=5\n"), GeneratedAhead, 4, null, "found \"add\""),
        (Written("start=0 stop=1", "embedding vocabulary=5 dimension=4\ngru units=4\ngru units=4 initial=\"gru\"\ndense units=5\n"), GeneratedAhead, 3, null, "found \"gru\""),
        (Written("start=0 stop=1 name=\"y\"\nsequence size=2 name=\"x\"",
            "embedding vocabulary=5 dimension=2 from=\"y\"\ngru units=5\ngru units=5 from=\"x\" name=\"z\"\noutput from=\"z\" name=\"a\"\noutput from=\"gru\" name=\"b\"\n"),
            GeneratedOutputWrong, 4, null, "found what does not read it"),
        (Written("start=0 stop=1", Reader + "dense units=4\n"), GeneratedOutputWrong, 3, null, "should have 5 features at each step of \"tokens\"; found 4 features"),
        (Written("start=0 stop=1", Reader + "dense units=5\nlaststep\n"), GeneratedOutputWrong, 4, null, "found one vector"),
        (Written("start=0 stop=1 length=3 name=\"y\"\nsequence size=5 name=\"x\"",
            "embedding vocabulary=5 dimension=2 from=\"y\"\ngru units=5\ngru units=5 from=\"x\" name=\"z\"\noutput from=\"z\" name=\"a\"\noutput from=\"gru\" name=\"b\"\n"),
            GeneratedOutputWrong, 4, null, "found the steps of another input"),
        (Written("start=0 stop=1") with { Loss = Loss.MeanSquaredError }, GeneratedLossWrong, null, "Loss", "found Loss.MeanSquaredError"),
        (ParseLoss(Loss1 + "meansquarederror from=\"output target\"\n") with { Loss = Loss.Huber }, LossTwice, null, "Loss", "Loss.Huber"),
        (ParseLoss(Loss1 + "meansquarederror from=\"output target\"\n") with { HuberDelta = 2 }, LossTwice, null, "HuberDelta", "HuberDelta"),
        (ParseLoss("sequence size=2 name=\"output\"\nsumovertime\nsum\n"), LossInputCount, null, null, "found 1"),
        (ParseLoss("sequence size=3 name=\"output\"\nsequence size=3 name=\"target\"\nhuber from=\"output target\"\n"), LossInputDiffers, 0, null, "size 3"),
        (ParseLoss("features size=2 name=\"output\"\nsequence size=2 name=\"target\"\nsum from=\"output\"\n"), LossInputDiffers, 0, null, "Features of size 2"),
        (ParseLoss(Loss1 + "dense units=2 from=\"output\"\nhuber from=\"dense target\"\n"), LayerInLoss, 2, null, "\"dense\""),
        (ParseLoss(Loss1 + "dropout rate=0.5 from=\"output\"\nhuber from=\"dropout target\"\n"), LayerInLoss, 2, null, "\"dropout\""),
        (ParseLoss(Loss1 + "sumovertime from=\"target\"\nsum\n"), OutputWithoutLoss, 0, null, "\"output\""),
        (ParseLoss(Loss1 + "subtract from=\"output target\"\nsumovertime\n"), LossNotScalar, 3, null, "2 features"),
        (ParseLoss(Loss1 + "subtract from=\"output target\"\nsum\n"), LossNotScalar, 3, null, "each step"),
        (ParseLoss(Loss1), LossNotScalar, 1, null, "parameter"),
        (ParseLoss(Loss1 + "slice start=0 length=1 from=\"output\"\nhuber from=\"slice target\"\n"), LossOperandWrong, 3, null, "1 and 2 features"),
        (ParseLoss(Loss1 + "laststep from=\"output\"\nhuber from=\"laststep target\"\n"), LossOperandWrong, 3, null, "one of each"),
        (ParseLoss(Loss1 + "crossentropy from=\"output target\"\n"), LossOperandWrong, 2, null, "Tokens"),
        (ParseLoss(Loss1 + "add from=\"output target\"\nbinarycrossentropy from=\"output add\"\n"), LossOperandWrong, 3, null, "depend"),
        (ParseLoss("sequence size=2 name=\"output\"\ntokens vocabulary=3 name=\"target\"\ncrossentropy from=\"output target\"\n"), LossOperandWrong, 2, null, "3 classes"),
        (ParseLoss("sequence size=2 name=\"output\"\ntokens vocabulary=2 name=\"target\"\nhuber from=\"output target\"\n"), LossOperandWrong, 2, null, "ids"),
        (ParseLoss(Loss1 + "sigmoid from=\"output\"\nmeanovertime\nmeanovertime from=\"target\"\nbinarycrossentropy from=\"meanovertime meanovertime_1\"\n"),
            ProbabilitiesChanged, 5, null, "[MeanOverTime]"),
        (ParseLoss(Loss1 + "tanh from=\"output\"\nbinarycrossentropy from=\"tanh target\"\n"), HeadDoesNotFitLoss, 3, null, "Activation.Tanh"),
        (ParseLoss(Loss1 + "huber delta=0 from=\"output target\"\n"), HuberDeltaOutOfRange, 2, "delta", "found 0"),
        (Parse("gru units=1\nmeansquarederror from=\"gru gru\"\n"), LossOutsideLoss, 1, null, "\"meansquarederror\""),
        (ParseInputs("tokens vocabulary=5 name=\"x\"\ngru units=4\n"), TokensWithoutEmbedding, 1, null, "\"gru\""),
        (ParseInputs("sequence size=2 name=\"x\"\ngru units=4\ndense units=2 from=\"x\"\n"), LayerUnused, 1, null, "\"gru\" is not"),
        (ParseInputs("sequence size=2 name=\"x\"\nfeatures size=1 name=\"f\"\ngru units=4 from=\"x\"\n"), LayerUnused, 1, null, "\"f\" is not"),
        (ParseInputs("sequence size=0 name=\"x\"\ngru units=4\n"), SizeOutOfRange, 0, "size", "found 0"),
        (ParseInputs("sequence size=1 length=0 name=\"x\"\ngru units=4\n"), SizeOutOfRange, 0, "length", "found 0"),
        (ParseInputs("features size=1 name=\"f\"\ngru units=4\n"), RecurrentAfterReduction, 1, null, "[Features] before it leaves one vector"),
        (Parse("gru units=4\nconv channels=0 kernel=3\n"), SizeOutOfRange, 1, "channels", "found 0"),
        (Parse("gru units=4\nconv channels=2 kernel=1025\n"), SizeOutOfRange, 1, "kernel", "from 1 to 1024"),
        (Parse("gru units=4\nconv channels=2 kernel=3 dilation=0\n"), SizeOutOfRange, 1, "dilation", "found 0"),
        (Parse("gru units=4\nlaststep\nconv channels=2 kernel=3\n"), RecurrentAfterReduction, 2, null, "[Conv] needs a value at each step"),
        (Parse("gru units=4\nlaststep\nreverse\n"), RecurrentAfterReduction, 2, null, "[Reverse] needs a value at each step, but [LastStep]"),
        (Parse("gru units=4\nattention from=\"gru gru\"\n"), OperandCount, 1, null, "\"attention\" should read 3 values"),
        (Parse("gru units=4\nattention from=\"gru input gru\"\n"), SizesDiffer, 1, null, "found 4 features of \"gru\" and 3 of the input"),
        (Parse("gru units=4\nlaststep\nattention from=\"gru gru laststep\"\n"), RecurrentAfterReduction, 2, null, "[Attention] needs a value at each step, but [LastStep]"),
        (Parse("gru units=4\nlaststep\nattention from=\"laststep gru gru\"\nrnn units=3\n"), RecurrentAfterReduction, 3, null, "but [Attention] before it leaves one vector"),
        (Parse("gru units=4\ndelay steps=0\n"), SizeOutOfRange, 1, "steps", "found 0"),
        (Parse("gru units=65536\nconv channels=2 kernel=1024 dilation=1024\n"), ExampleTooLarge, 1, null, "memory"),
        (Parse("gru units=4\nsoftmax\n"), SoftmaxWithoutCrossEntropy, 1, "Activation", "found Loss.MeanSquaredError"),
        (Good with { Activations = (ActivationAccuracy)3 }, UndefinedValue, null, "Activations", "Standard, High, Fast"),
        (Good with { Unroll = (Unroll)5 }, UndefinedValue, null, "Unroll", "Auto, None, Full"),
        (Good with { UnrollFactor = 65, SequenceLength = 100 }, SizeOutOfRange, null, "UnrollFactor", "from 1 to 64"),
        (Good with { UnrollFactor = 6, SequenceLength = 5 }, SizeOutOfRange, null, "UnrollFactor", "from 1 to 5"),
        (Good with { UnrollFactor = -1 }, SizeOutOfRange, null, "UnrollFactor", "found -1"),
        (Good with { UnrollFactor = 2, Unroll = Unroll.None }, UnrollTwice, null, "UnrollFactor", "Unroll.None"),
        (Good with { Unroll = Unroll.Full, SequenceLength = 129 }, UnrolledTooFar, null, "Unroll", "up to 128"),
        (Model(Gru(4, name: "input")), ReservedName, 0, "Name", "gradient"),
        (Model(Gru(4) with { Zoneout = 1 }), RateOutOfRange, 0, "Zoneout", "Zoneout should be at least 0 and below 1; found 1"),
        (Model(Gru(4) with { RecurrentDropout = double.NaN }), RateOutOfRange, 0, "RecurrentDropout", "found NaN"),
        (Model(LowRank()), DimensionMissing, 0, "Dimensions", "Dimensions = [\"rank=8\"]"),
        (Model(LowRank("rank=2", "rang=3")), DimensionUnknown, 0, "Dimensions", "LowRank names (rank); found \"rang\""),
        (Model(LowRank("rank=2", "rank=2")), DimensionTwice, 0, "Dimensions", "\"rank\" again"),
        (Model(LowRank("rank=0")), DimensionOutOfRange, 0, "Dimensions", "from 1 to 65536"),
        (Model(LowRank("rank=two")), DimensionOutOfRange, 0, "Dimensions", "written as \"rank=8\""),
        (Model(LowRank("rank=2") with { RecurrentDropout = 0.5 }), NoRecurrentProduct, 0, "RecurrentDropout", "LowRank has no such product"),
        (Model(Lstm(16, layers: 32)) with { SequenceLength = 200, UnrollFactor = 64 }, TooMuchStraightCode, null, "UnrollFactor",
            "(64 steps at a time in 32 levels and directions)"),
        (Model(Lstm(16, layers: 64, bi: true)) with { SequenceLength = 100, Unroll = Unroll.Full }, TooMuchStraightCode, null, "Unroll",
            "should be at most 1,000,000 statements of straight code; found about"),
        (Model([.. Enumerable.Range(50, 40).Select(static n => Lstm(n))]), TooMuchCode, null, null, "for recurrent layers of 40 shapes"),
        (Model(LowRank("rank=2"), LowRank("rank=2") with { Name = "x" }, LowRank("rank=2") with { Layers = 2 }), ParameterNameTwice, 2, null, "\"lowRank_1.U_l1\""),
    ];

    private static ModelDeclaration ParseLoss(string lines) => Parse("gru units=3\ndense units=2\nlossfunction\n" + lines);

    private static ModelDeclaration ParseInputs(string layers) => DeclarationText.Parse("model name=\"M\" steps=5\n" + layers);

    private const string Reader = "embedding vocabulary=5 dimension=2\ngru units=4\n";

    private static ModelDeclaration Written(string fields, string layers = Reader + "dense units=5\n") =>
        DeclarationText.Parse($"model name=\"M\" steps=5 loss=CrossEntropy\ntokens vocabulary=5 {fields}\n{layers}");

    private static RecurrentDeclaration LowRank(params string[] dimensions)
    {
        const string Text = """
            cell LowRank {
              input %0.x: f[input]
              state %1.h: f[hidden]
              weight %2.V: f["rank",input]
              weight %3.U: f[hidden,"rank"]
              weight %4.U_l1: f[hidden]
              %5 = matvec %2.V, %0.x
              %6 = matvec %3.U, %5
              %7 = multiply %4.U_l1, %1.h
              %8 = add %6, %7
              %9 = tanh %8
              next %1.h = %9
            }

            """;
        CellProgram cell = CellText.Parse(Text.ReplaceLineEndings("\n"));
        return new(new CustomDeclaration(cell, new(dimensions.Select(NamedSize.Parse))), 4, 1, false, Merge.Concat, null);
    }

    public static TheoryData<int> CaseIndices => [.. Enumerable.Range(0, Cases.Count)];

    private static ModelDeclaration Parse(string layers) => DeclarationText.Parse($"model name=\"M\"{(layers.StartsWith('e') ? "" : " inputs=3")} steps=5\n{layers}");

    [Theory]
    [MemberData(nameof(CaseIndices))]
    public void A_wrong_declaration_has_the_one_problem_at_its_place(int index)
    {
        (ModelDeclaration model, DeclarationProblemKind kind, int? layer, string? argument, string word) = Cases[index];
        DeclarationProblem problem = Assert.Single(DeclarationRules.Check(model));
        Assert.Equal((kind, layer, argument), (problem.Kind, problem.LayerIndex, problem.Argument));
        Assert.Contains(word, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_problem_has_a_case() =>
        Assert.Equal(Enum.GetValues<DeclarationProblemKind>(), Cases.Select(static c => c.Kind).Distinct().Order());

    [Fact]
    public void The_zoo_keeps_all_rules() => Assert.All(BuildingZoo.Models.Values, static m => Assert.Empty(DeclarationRules.Check(m)));

    [Fact]
    public void A_softmax_between_other_layers_is_fine() =>
        Assert.Empty(DeclarationRules.Check(Model(Dense(4, Activation.Softmax), Gru(4), Dense(3, Activation.Softmax), Dense(1))));

    [Fact]
    public void One_unit_in_each_direction_makes_two_classes() =>
        Assert.Empty(DeclarationRules.Check(Model(Gru(1, bi: true), LastStep()) with { Loss = Loss.CrossEntropy }));

    [Fact]
    public void Problems_come_in_the_order_of_the_layers()
    {
        IReadOnlyList<DeclarationProblem> problems = DeclarationRules.Check(Model(Gru(0), Dropout(2), Gru(4, name: "")) with { SequenceLength = 0 });
        Assert.Equal([null, 0, 1, 2], problems.Select(static p => p.LayerIndex));
    }

    [Fact]
    public void Building_a_wrong_declaration_names_all_its_problems()
    {
        InvalidDeclarationException e = Assert.Throws<InvalidDeclarationException>(() => ModuleBuilder.Build(Model(Gru(0), Dense(-1))));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("Model is wrong. hiddenSize should be from 1 to 65536; found 0. units should be from 1 to 65536; found -1.", e.Message, StringComparison.Ordinal);
    }
}
