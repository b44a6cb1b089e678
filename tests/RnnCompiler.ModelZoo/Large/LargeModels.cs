namespace RnnCompiler.ModelZoo;

/// <summary>Models at the edge of what the JIT compiler optimises; too large to be interpreted in a test.</summary>
[RnnModel(InputSize = 64, SequenceLength = 1000)]
[Lstm(512, Layers = 3)]
[LastStep]
[Dense(10)]
public sealed partial class LargeLstm;

/// <inheritdoc cref="LargeLstm"/>
[RnnModel(InputSize = 100, SequenceLength = 1000, Loss = Loss.CrossEntropy)]
[Gru(512, Layers = 3, ResetAfter = false)]
[Dense(300, Activation = Activation.Softmax)]
public sealed partial class LargeGru;

/// <inheritdoc cref="LargeLstm"/>
[RnnModel(InputSize = 17, SequenceLength = 1000)]
[Rnn(500, Layers = 3, Bidirectional = true)]
[MeanOverTime]
[Dense(33, Activation = Activation.Sigmoid)]
public sealed partial class LargeBidirectional;
