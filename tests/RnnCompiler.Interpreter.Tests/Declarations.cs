using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Small declarations that together cover all code paths of the interpreted runtime.</summary>
internal static class Declarations
{
    public const string Lstm = "model name=\"Lstm\" inputs=3 steps=6\nlstm units=5\nlaststep\ndense units=2\n";
    public const string Bidirectional = "model name=\"Bidirectional\" inputs=3 steps=6\ngru units=4 bidirectional=true\ndense units=2\n";
    public const string Tokens = "model name=\"Tokens\" steps=6 loss=CrossEntropy\nembedding vocabulary=7 dimension=3\ngru units=4\ndense units=7\n";
    public const string Dropout = "model name=\"Dropout\" inputs=3 steps=6\nlstm units=8\ndropout rate=0.5\nlaststep\ndropout rate=0.25\ndense units=2\n";

    private static readonly string[] s_streaming =
    [
        Lstm,
        Tokens,
        Dropout,
        "model name=\"Rnn\" inputs=3 steps=6\nrnn units=5 layers=2\n",
        "model name=\"ReluRnn\" inputs=3 steps=6 loss=Huber\nrnn units=5 activation=Relu\ndense units=2\n",
        "model name=\"Lstm3\" inputs=2 steps=6 loss=MeanAbsoluteError\nlstm units=4 layers=3\ndense units=3 activation=Tanh\n",
        "model name=\"Gru\" inputs=3 steps=6 loss=BinaryCrossEntropy\ngru units=5\nlaststep\ndense units=1 activation=Sigmoid\n",
        "model name=\"NoBias\" inputs=3 steps=6\nlstm units=5 layers=2 bias=false\nrnn units=3 bias=false\ndense units=2\n",
        "model name=\"GruBefore\" inputs=3 steps=6\ngru units=5 resetAfter=false\ndense units=2\n",
        "model name=\"Mean\" inputs=3 steps=6\ngru units=5\nmeanovertime\ndense units=2\n",
        "model name=\"Max\" inputs=3 steps=6 loss=CrossEntropy\nlstm units=5\nmaxovertime\ndense units=3 activation=Softmax\n",
    ];

    /// <summary>Models that can step.</summary>
    public static TheoryData<string> Streaming => [.. s_streaming];

    /// <summary>All models.</summary>
    public static TheoryData<string> All => [.. s_streaming, Bidirectional];

    public static InterpretedModel<float> Single(string text, ulong seed = 1) => InterpretedModel.FromDeclaration(DeclarationText.Parse(text), seed);

    public static InterpretedModel<double> Double(string text, ulong seed = 1) => InterpretedModel.FromDeclarationDouble(DeclarationText.Parse(text), seed);
}
