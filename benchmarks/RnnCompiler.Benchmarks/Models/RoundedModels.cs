namespace RnnCompiler.Benchmarks.Models;

/// <summary>LSTM 1→64, T 1000, with weights of 16 bits.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000, Weights = WeightFormat.BFloat16), Lstm(64), LastStep]
public sealed partial class RoundedLstm1To64;

/// <summary>LSTM 32→64, T 100, with weights of 16 bits.</summary>
[RnnModel(InputSize = 32, SequenceLength = 100, Weights = WeightFormat.BFloat16), Lstm(64), LastStep]
public sealed partial class RoundedLstm32To64;

/// <summary>LSTM 64→128, T 100, with weights of 16 bits.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100, Weights = WeightFormat.BFloat16), Lstm(128), LastStep]
public sealed partial class RoundedLstm64To128;

/// <summary>LSTM 128→256, T 100, with weights of 16 bits.</summary>
[RnnModel(InputSize = 128, SequenceLength = 100, Weights = WeightFormat.BFloat16), Lstm(256), LastStep]
public sealed partial class RoundedLstm128To256;
