namespace RnnCompiler.Benchmarks.Models;

/// <summary>LSTM 64→128, T 50, and one linear output at the end.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Lstm(128), LastStep, Dense(1)]
public sealed partial class TrainedLstm64To128;

/// <summary>LSTM 128→256, T 50, and one linear output at the end.</summary>
[RnnModel(InputSize = 128, SequenceLength = 50), Lstm(256), LastStep, Dense(1)]
public sealed partial class TrainedLstm128To256;

/// <summary>GRU 64→128, T 50, and one linear output at the end.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Gru(128), LastStep, Dense(1)]
public sealed partial class TrainedGru64To128;

/// <summary>RNN (tanh) 64→128, T 50, and one linear output at the end.</summary>
[RnnModel(InputSize = 64, SequenceLength = 50), Rnn(128), LastStep, Dense(1)]
public sealed partial class TrainedRnn64To128;

/// <summary>LSTM 8→32, T 50, and one linear output at the end.</summary>
[RnnModel(InputSize = 8, SequenceLength = 50), Lstm(32), LastStep, Dense(1)]
public sealed partial class TrainedLstm8To32;

/// <summary>LSTM 1→16, T 100, and one linear output at the end.</summary>
[RnnModel(InputSize = 1, SequenceLength = 100), Lstm(16), LastStep, Dense(1)]
public sealed partial class TrainedLstm1To16;

/// <summary>LSTM 64→128, T 100, and one linear output at the end of rows of different lengths.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Lstm(128), LastStep, Dense(1)]
public sealed partial class ReadLstm64To128;
