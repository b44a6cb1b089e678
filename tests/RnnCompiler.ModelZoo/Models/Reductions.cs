namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Lstm(9)]
[MeanOverTime]
[Dense(3)]
public sealed partial class MeanLstm;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Gru(18)]
[MaxOverTime]
[Dense(3)]
public sealed partial class MaxGru;

[RnnModel(InputSize = 2, SequenceLength = 7)]
[Rnn(6, Activation = Activation.Relu)]
[MaxOverTime]
public sealed partial class MaxRelu;

[RnnModel(InputSize = 2, SequenceLength = 7)]
[Rnn(6)]
[Dense(5)]
[MeanOverTime]
public sealed partial class MeanDense;
