using RnnCompiler.ModelZoo;

namespace RnnCompiler.Benchmarks.Models;

/// <summary>LSTM 1→16, T 1000, the last output, as a custom cell.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Recurrent(typeof(CustomLstm), 16), LastStep]
public sealed partial class CustomLstm1To16;

/// <summary>LSTM 64→128, T 100, the last output, as a custom cell.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Recurrent(typeof(CustomLstm), 128), LastStep]
public sealed partial class CustomLstm64To128;

/// <summary>GRU 64→128, T 100, the last output, as a custom cell.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Recurrent(typeof(CustomGru), 128), LastStep]
public sealed partial class CustomGru64To128;

/// <summary>LSTM 64→128, T 50, and one linear output at the end, as a custom cell.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Recurrent(typeof(CustomLstm), 128), LastStep, Dense(1)]
public sealed partial class TrainedCustomLstm64To128;

/// <summary>GRU 64→128, T 50, and one linear output at the end, as a custom cell.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Recurrent(typeof(CustomGru), 128), LastStep, Dense(1)]
public sealed partial class TrainedCustomGru64To128;
