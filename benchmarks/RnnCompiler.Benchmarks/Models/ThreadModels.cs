namespace RnnCompiler.Benchmarks.Models;

// Models of calls that are short: whether further threads gain depends on the work of a call.

/// <summary>LSTM 1→8, T 4.</summary>
[RnnModel(InputSize = 1, SequenceLength = 4), Lstm(8), LastStep]
public sealed partial class BriefLstm1To8;

/// <summary>LSTM 1→8, T 4, and one linear output at the end.</summary>
[RnnModel(InputSize = 1, SequenceLength = 4), Lstm(8), LastStep, Dense(1)]
public sealed partial class TrainedBriefLstm1To8;

/// <summary>LSTM 32→64, T 50, and one linear output at the end.</summary>
[RnnModel(InputSize = 32, SequenceLength = 50), Lstm(64), LastStep, Dense(1)]
public sealed partial class TrainedLstm32To64;
