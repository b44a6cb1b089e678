namespace RnnCompiler.EmitRunner;

// Kernels for one float at a time are emitted only if they are asked for.

/// <summary>Gates, a linear head, squared error.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6, Targets = "scalar"), Lstm(5, Layers = 2), Dense(2)]
public sealed partial class ScalarLstm;

/// <summary>Token ids, a softmax over classes at each step.</summary>
[RnnModel(SequenceLength = 5, Loss = Loss.CrossEntropy, Targets = "scalar"), Embedding(9, 4), Gru(7, Bidirectional = true), Dense(4, Activation = Activation.Softmax)]
public sealed partial class ScalarTokens;

/// <summary>A maximum over time, rectifiers, absolute error, dropout.</summary>
[RnnModel(InputSize = 2, SequenceLength = 4, Loss = Loss.MeanAbsoluteError, Targets = "scalar"), Rnn(6, Activation = Activation.Relu), Dropout(0.3), MaxOverTime,
    Dense(3, Activation = Activation.Sigmoid)]
public sealed partial class ScalarMaximum;

/// <summary>Weights in two bytes.</summary>
[RnnModel(InputSize = 4, SequenceLength = 4, Weights = WeightFormat.BFloat16, Targets = "scalar"), Gru(17), LastStep, Dense(1)]
public sealed partial class ScalarBFloat16;

/// <summary>Weights in one byte.</summary>
[RnnModel(InputSize = 4, SequenceLength = 4, Weights = WeightFormat.Int8, Targets = "scalar"), Lstm(17), LastStep, Dense(1)]
public sealed partial class ScalarInt8;
