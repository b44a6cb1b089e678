namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 4, SequenceLength = 5)]
[Lstm(6, Bidirectional = true)]
[Dense(3)]
public sealed partial class BiLstmConcat;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Gru(20, Bidirectional = true, Merge = Merge.Sum)]
[Dense(2)]
public sealed partial class BiGruSum;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Rnn(9, Bidirectional = true, Merge = Merge.Multiply)]
[LastStep]
[Dense(2)]
public sealed partial class BiRnnMultiply;

[RnnModel(InputSize = 5, SequenceLength = 7)]
[Gru(7, Bidirectional = true, Merge = Merge.Average, ResetAfter = false)]
[MeanOverTime]
[Dense(2)]
public sealed partial class BiGruBeforeAverage;

[RnnModel(InputSize = 8, SequenceLength = 7)]
[Lstm(17, Bidirectional = true)]
[LastStep]
[Dense(3)]
public sealed partial class BiLstmLast;

[RnnModel(InputSize = 12, SequenceLength = 9, Loss = Loss.CrossEntropy)]
[Gru(33, Layers = 2, Bidirectional = true)]
[Dense(5, Activation = Activation.Softmax)]
public sealed partial class BiStack;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Lstm(5, Layers = 3, Bidirectional = true)]
[MaxOverTime]
[Dense(2)]
public sealed partial class BiDeep;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Rnn(5, Bidirectional = true)]
public sealed partial class BiAlone;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Rnn(10, Bidirectional = true, Layers = 2, Merge = Merge.Sum, Activation = Activation.Relu)]
[LastStep]
[Dense(1)]
public sealed partial class BiReluSum;
