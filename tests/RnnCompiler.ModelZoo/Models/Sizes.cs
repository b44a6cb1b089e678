namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 1, SequenceLength = 1)]
[Rnn(1)]
[LastStep]
[Dense(1)]
public sealed partial class One;

[RnnModel(InputSize = 2, SequenceLength = 1)]
[Lstm(2)]
[Dense(2)]
public sealed partial class OneStep;

[RnnModel(InputSize = 1, SequenceLength = 200)]
[Lstm(8)]
[LastStep]
[Dense(1)]
public sealed partial class LongLstm;

[RnnModel(InputSize = 2, SequenceLength = 200)]
[Gru(5)]
[Dense(1)]
public sealed partial class LongGru;

[RnnModel(InputSize = 64, SequenceLength = 7)]
[Lstm(128)]
[LastStep]
[Dense(31)]
public sealed partial class Wide;

[RnnModel(InputSize = 48, SequenceLength = 7)]
[Gru(100)]
[LastStep]
[Dense(65)]
public sealed partial class WideGru;

[RnnModel(InputSize = 31, SequenceLength = 7)]
[Rnn(65)]
[Dense(33)]
public sealed partial class OddRnn;

[RnnModel(InputSize = 1, SequenceLength = 30)]
[Lstm(32)]
[LastStep]
[Dense(17)]
public sealed partial class Narrow;

[RnnModel(InputSize = 16, SequenceLength = 30)]
[Gru(16)]
[LastStep]
[Dense(16)]
public sealed partial class Square;

[RnnModel(InputSize = 128, SequenceLength = 2)]
[Rnn(4)]
[LastStep]
[Dense(1)]
public sealed partial class WideInput;
