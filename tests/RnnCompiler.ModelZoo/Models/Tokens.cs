namespace RnnCompiler.ModelZoo;

[RnnModel(SequenceLength = 5, Loss = Loss.CrossEntropy)]
[Embedding(7, 6)]
[Gru(9, ResetAfter = false)]
[LastStep]
[Dense(5, Activation = Activation.Softmax)]
public sealed partial class TokensLast;

[RnnModel(SequenceLength = 12, Loss = Loss.CrossEntropy)]
[Embedding(30, 16)]
[Lstm(24)]
[Dense(30)]
public sealed partial class TokensEachStep;

[RnnModel(SequenceLength = 8)]
[Embedding(11, 5)]
[Dropout(0.25)]
[Rnn(6, Bidirectional = true)]
[MeanOverTime]
[Dense(1)]
public sealed partial class TokensBoth;
