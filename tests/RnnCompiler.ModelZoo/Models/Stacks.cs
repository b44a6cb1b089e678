namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 2, SequenceLength = 12, Loss = Loss.CrossEntropy)]
[Lstm(16, Layers = 2)]
[LastStep]
[Dense(4, Activation = Activation.Softmax)]
public sealed partial class TwoLstm;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Gru(8, Layers = 3)]
[Dense(2)]
public sealed partial class ThreeGru;

[RnnModel(InputSize = 5, SequenceLength = 7)]
[Lstm(12)]
[Gru(10)]
[Rnn(7)]
[LastStep]
[Dense(2)]
public sealed partial class Mixed;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Dense(9, Activation = Activation.Relu)]
[Lstm(11)]
[Dense(6, Activation = Activation.Tanh)]
[Gru(5)]
[LastStep]
[Dense(8, Activation = Activation.Sigmoid)]
[Dense(2, UseBias = false)]
public sealed partial class DenseBetween;

[RnnModel(InputSize = 6, SequenceLength = 7)]
[Dropout(0.2)]
[Lstm(10)]
[Dropout(0.5)]
[Gru(9)]
[LastStep]
[Dropout(0.3)]
[Dense(3)]
public sealed partial class DroppedOut;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Gru(6)]
[Dropout(0.4)]
[Dense(2)]
public sealed partial class DroppedEachStep;
