namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 3, SequenceLength = 9, Unroll = Unroll.Full)]
[Gru(10, Bidirectional = true)]
[Rnn(5)]
public sealed partial class UnrolledFully;

[RnnModel(InputSize = 3, SequenceLength = 11, UnrollFactor = 3)]
[Lstm(67)]
[LastStep]
[Dense(2)]
public sealed partial class UnrolledByThree;
