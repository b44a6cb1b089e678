namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 3, SequenceLength = 7, Loss = Loss.MeanAbsoluteError)]
[Lstm(8)]
[Dense(3)]
public sealed partial class AbsoluteError;

[RnnModel(InputSize = 3, SequenceLength = 7, Loss = Loss.Huber, HuberDelta = 0.3f)]
[Gru(8)]
[LastStep]
[Dense(3)]
public sealed partial class HuberError;

[RnnModel(InputSize = 3, SequenceLength = 7, Loss = Loss.BinaryCrossEntropy)]
[Lstm(8)]
[Dense(3, Activation = Activation.Sigmoid)]
public sealed partial class SigmoidHead;

[RnnModel(InputSize = 3, SequenceLength = 7, Loss = Loss.BinaryCrossEntropy)]
[Gru(8)]
[LastStep]
[Dense(2)]
public sealed partial class SigmoidLogits;

[RnnModel(InputSize = 3, SequenceLength = 7, Loss = Loss.CrossEntropy)]
[Rnn(20)]
[LastStep]
[Dense(20, Activation = Activation.Softmax)]
public sealed partial class SoftmaxHead;

[RnnModel(InputSize = 3, SequenceLength = 7, Loss = Loss.CrossEntropy)]
[Gru(8)]
[Dense(7)]
public sealed partial class SoftmaxLogits;
