using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>Declarations that between them take every road through the building of modules.</summary>
internal static class BuildingZoo
{
    public static IReadOnlyDictionary<string, ModelDeclaration> Models { get; } = new Dictionary<string, ModelDeclaration>
    {
        ["bare rnn"] = Model(Rnn(4)),
        ["rnn, last, head"] = Model(Rnn(4), LastStep(), Dense(2)),
        ["relu rnn, head each step"] = Model(ReluRnn(4), Dense(2)),
        ["lstm, last, head"] = Model(Lstm(4), LastStep(), Dense(2)),
        ["lstm, head, last"] = Model(Lstm(4), Dense(2, Activation.Tanh), LastStep()),
        ["gru, last, softmax"] = Model(Gru(4), LastStep(), Dense(3, Activation.Softmax, name: "head")) with { Loss = Loss.CrossEntropy },
        ["gru, softmax, last"] = Model(Gru(4), Dense(3, Activation.Softmax), LastStep()) with { Loss = Loss.CrossEntropy },
        ["gru, softmax each step"] = Model(Gru(4), Dense(3, Activation.Softmax)) with { Loss = Loss.CrossEntropy },
        ["gru before, logits"] = Model(Gru(4, resetAfter: false), Dense(3, bias: false)) with { Loss = Loss.CrossEntropy },
        ["bidirectional, last"] = Model(Lstm(4, 2, bi: true), LastStep(), Dense(2)),
        ["bidirectional, each step"] = Model(Gru(4, 2, bi: true), Dense(2)),
        ["bidirectional output"] = Model(Rnn(4, bi: true)),
        ["sum"] = Model(Rnn(4, 2, bi: true, merge: Merge.Sum), LastStep()),
        ["multiply"] = Model(Gru(4, bi: true, merge: Merge.Multiply), Mean(), Dense(2)),
        ["average"] = Model(Lstm(4, bi: true, merge: Merge.Average), Max(), Dense(2)),
        ["mean"] = Model(Gru(4), Mean(), Dense(2)),
        ["max"] = Model(Gru(4), Max(), Dense(2)),
        ["dense then max"] = Model(Gru(4), Dense(6, Activation.Relu), Max(), Dense(2)),
        ["dense then mean"] = Model(Gru(4), Dense(6, Activation.Relu), Mean(), Dense(2)),
        ["dense first"] = Model(Dense(6, Activation.Relu), Lstm(4, bi: true), Dense(5, Activation.Sigmoid), Gru(3), LastStep()),
        ["dropout everywhere"] = Model(Dropout(0.1), Lstm(4), Dropout(0.2), Gru(5, bi: true), Dropout(0.3), LastStep(), Dropout(0.5), Dense(2)),
        ["no dropout"] = Model(Lstm(4), Dropout(0), LastStep(), Dense(2)),
        ["tokens"] = Model(Embedding(11, 6), Gru(4, bi: true), LastStep(), Dense(2)),
        ["tokens each step"] = Model(Embedding(11, 6), Dropout(0.1), Lstm(4), Dense(11)) with { Loss = Loss.CrossEntropy },
        ["tokens, dense"] = Model(Embedding(11, 6), Dense(5, Activation.Tanh), Lstm(4), LastStep(), Dense(1)),
        ["binary"] = Model(Lstm(4), LastStep(), Dense(1, Activation.Sigmoid)) with { Loss = Loss.BinaryCrossEntropy },
        ["binary each step"] = Model(Lstm(4), Dense(2)) with { Loss = Loss.BinaryCrossEntropy },
        ["huber"] = Model(Lstm(4), Dense(2)) with { Loss = Loss.Huber, HuberDelta = 0.5f },
        ["absolute"] = Model(Lstm(4), LastStep(), Dense(2)) with { Loss = Loss.MeanAbsoluteError },
        ["zoneout"] = Model(Lstm(4) with { Zoneout = 0.3 }, Gru(3, 2, bi: true) with { Zoneout = 0.5 }, LastStep(), Dense(2)),
        ["recurrent dropout"] = Model(Lstm(4, bi: true) with { RecurrentDropout = 0.3 }, Gru(3, resetAfter: false) with { RecurrentDropout = 0.5, Zoneout = 0.2 }, Dense(2)),
        ["rnn without biases"] = Model(Rnn(4) with { UseBias = false }, LastStep(), Dense(2)),
        ["lstm without biases"] = Model(Lstm(4) with { UseBias = false }, Dense(2, bias: false)),
        ["gru without biases"] = Model(Gru(4, 2, bi: true) with { UseBias = false }, LastStep(), Dense(2)),
        ["gru before without biases"] = Model(Gru(4, resetAfter: false) with { UseBias = false, Zoneout = 0.2 }, Mean(), Dense(2)),
        ["integer products"] = Model(Lstm(4), Gru(5, bi: true), LastStep(), Dense(6)) with { Weights = WeightFormat.Int8, IntegerProducts = true },
        ["custom cell"] = Model(Custom(0, 4), LastStep(), Dense(2)),
        ["custom cells"] = Model(Custom(1, 3, layers: 2) with { Zoneout = 0.25 }, Dropout(0.1), Custom(2, 4, bi: true), Dense(2)),
        ["output that is no state"] = Model(Custom(3, 4, outputIsState: false), LastStep(), Dense(2)),
        ["outputs that are no states"] = Model(Custom(4, 3, layers: 2, outputIsState: false) with { Zoneout = 0.25 }, Custom(5, 4, bi: true, outputIsState: false), Dense(2)),
        ["output that is no state, both ends"] = Model(Sru(4, bi: true), LastStep(), Dense(2)),
        ["residual"] = Parse("lstm units=4\ndense units=3\nadd from=\"input dense\"\n"),
        ["operations"] = Parse("gru units=4\nsquare\nadd right=0.5\nlog\nexp from=\"gru\"\nsqrt\ndivide from=\"log sqrt\"\nabs\nmin from=\"abs gru\"\nmax from=\"min\" left=0.1\n"
            + "dense units=2\n"),
        ["concat, slice, parallel"] = Parse("gru units=4\nrnn units=5 from=\"input\"\nconcat from=\"gru input rnn\"\nslice start=3 length=6\nsoftmax\ndense units=2\n"),
        ["repeated mean"] = Parse("gru units=4\nmeanovertime\nmultiply from=\"gru meanovertime\"\nrepeat from=\"meanovertime\"\nrnn units=4\nsubtract from=\"multiply rnn\"\n"),
        ["ends, sum and mean"] = Parse("gru units=4 bidirectional=true\nbothends\nsumovertime from=\"gru\"\nmean\nmaximum from=\"bothends\"\nsum from=\"sumovertime\"\n"
            + "concat from=\"mean maximum sum bothends\"\ndense units=2\n"),
        ["convolutions"] = Parse("conv channels=5 kernel=3 activation=Tanh\nlstm units=4\nconv channels=2 kernel=2 dilation=3 bias=false\n"),
        ["convolution, last"] = Parse("lstm units=4\nconv channels=5 kernel=2 activation=Sigmoid\nlaststep\n"),
        ["convolution of one tap"] = Parse("conv channels=5 kernel=1 activation=Relu\nlstm units=4\n"),
        ["shared convolutions"] = Parse("conv channels=3 kernel=3 dilation=2\nconv channels=3 kernel=3 dilation=2 shares=\"conv\"\nlstm units=4\n"),
        ["convolution of many channels"] = Parse("conv channels=20 kernel=3 dilation=2 activation=Tanh\nconv channels=17 kernel=2\ngru units=4\ndense units=2\n"),
        ["delays"] = Parse("delay steps=1\ndelay steps=4 from=\"input\"\nconcat from=\"input delay delay_1\"\ngru units=4\n"),
        ["layer normalisation"] = Parse("lstm units=4\nlayernorm\ndense units=3\nlaststep\nlayernorm\n"),
        ["batch normalisation"] = Parse("batchnorm\nlstm units=4\nmeanovertime\nbatchnorm\n"),
        ["shared weights"] = Parse("gru units=3 name=\"g\"\ngru units=3 shares=\"g\"\ndense units=2\ndense units=2 from=\"g\" shares=\"dense\"\nmultiply from=\"dense dense_1\"\n"),
        ["state of another layer"] = Parse("lstm units=4 layers=2\nlstm units=4 layers=2 from=\"input\" initial=\"lstm\"\ndense units=2\n"),
        ["reversed"] = Parse("reverse\ngru units=4\nreverse\nadd from=\"gru reverse_1\"\n"),
        ["attention"] = Parse("gru units=4\nattention from=\"gru gru gru\"\nconcat from=\"gru attention\"\ndense units=2\n"),
        ["attention over the input"] = Parse("gru units=3\ndense units=2 from=\"gru\" name=\"values\"\nattention from=\"gru input values\"\n"),
        ["attention of a vector"] = Parse("gru units=4\nlaststep\nattention from=\"laststep gru gru\"\nconcat from=\"laststep attention\"\n"),
        ["attentions"] = Parse("lstm units=4\nreverse\nattention from=\"lstm reverse lstm\"\nattention from=\"attention lstm reverse\"\nmeanovertime\n"
            + "attention from=\"meanovertime lstm attention\"\n"),
        ["state alone"] = Parse("gru units=4 bidirectional=true\ngru units=4 bidirectional=true from=\"input\" initial=\"gru\"\nlaststep\n"),
        ["head that is used twice"] = Parse("lstm units=4\ndense units=4 activation=Sigmoid\ngru units=4\nmax from=\"dense gru\"\nlaststep\nmaxovertime from=\"dense\"\n"
            + "add from=\"laststep maxovertime\"\n"),
        ["softmax operation"] = Parse("lstm units=4\ndense units=3\nsoftmax\n") with { Loss = Loss.CrossEntropy },
        ["one step"] = Model(Gru(2, bi: true), LastStep(), Dense(1)) with { SequenceLength = 1 },
    };

    private static ModelDeclaration Parse(string layers) => DeclarationText.Parse("model name=\"Model\" inputs=3 steps=5\n" + layers);

    public static TheoryData<string> Names => [.. Models.Keys];
}
