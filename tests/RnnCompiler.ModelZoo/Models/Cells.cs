namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Rnn(5)]
[LastStep]
[Dense(2)]
public sealed partial class TanhLast;

[RnnModel(InputSize = 2, SequenceLength = 7)]
[Rnn(7, Activation = Activation.Relu)]
[Dense(3)]
public sealed partial class ReluEachStep;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Lstm(20)]
[LastStep]
[Dense(2, Name = "head")]
public sealed partial class LstmLast;

[RnnModel(InputSize = 1, SequenceLength = 30)]
[Lstm(16)]
[Dense(1)]
public sealed partial class LstmEachStep;

[RnnModel(InputSize = 12, SequenceLength = 9)]
[Gru(33)]
[LastStep]
[Dense(5)]
public sealed partial class GruLast;

[RnnModel(InputSize = 8, SequenceLength = 7)]
[Gru(8)]
[Dense(4)]
public sealed partial class GruEachStep;

[RnnModel(InputSize = 5, SequenceLength = 7)]
[Gru(17, ResetAfter = false)]
[LastStep]
[Dense(3)]
public sealed partial class GruBeforeLast;

[RnnModel(InputSize = 15, SequenceLength = 7)]
[Gru(9, ResetAfter = false)]
[Dense(2, Activation = Activation.Tanh)]
public sealed partial class GruBeforeEachStep;

[RnnModel(InputSize = 7, SequenceLength = 7)]
[Lstm(15)]
public sealed partial class LstmAlone;

[RnnModel(InputSize = 1, SequenceLength = 2)]
[Gru(3)]
[LastStep]
public sealed partial class GruAloneLast;
