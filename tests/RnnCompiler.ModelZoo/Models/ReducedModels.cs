namespace RnnCompiler.ModelZoo;

/// <summary><see cref="WideGru"/> with weights of 16 bits.</summary>
[RnnModel(InputSize = 48, SequenceLength = 7, Weights = WeightFormat.BFloat16)]
[Gru(100)]
[LastStep]
[Dense(65)]
public sealed partial class WideGruInBFloat16;

/// <summary><see cref="BiStack"/> with weights of 16 bits.</summary>
[RnnModel(InputSize = 12, SequenceLength = 9, Loss = Loss.CrossEntropy, Weights = WeightFormat.BFloat16)]
[Gru(33, Layers = 2, Bidirectional = true)]
[Dense(5, Activation = Activation.Softmax)]
public sealed partial class BiStackInBFloat16;

/// <summary><see cref="Mixed"/> with weights of 8 bits.</summary>
[RnnModel(InputSize = 5, SequenceLength = 7, Weights = WeightFormat.Int8)]
[Lstm(12)]
[Gru(10)]
[Rnn(7)]
[LastStep]
[Dense(2)]
public sealed partial class MixedInInt8;

/// <summary><see cref="Mixed"/> with weights of 8 bits, multiplied in integers.</summary>
[RnnModel(InputSize = 5, SequenceLength = 7, Weights = WeightFormat.Int8, IntegerProducts = true)]
[Lstm(12)]
[Gru(10)]
[Rnn(7)]
[LastStep]
[Dense(2)]
public sealed partial class MixedInIntegers;
