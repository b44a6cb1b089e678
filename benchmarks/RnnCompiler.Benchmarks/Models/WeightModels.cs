namespace RnnCompiler.Benchmarks.Models;

// Models whose weights have each format, beside those of float and of 16 bits.

/// <summary>LSTM 64→128, T 100, with weights of 8 bits.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100, Weights = WeightFormat.Int8, Training = false), Lstm(128), LastStep]
public sealed partial class Int8Lstm64To128;

/// <summary>LSTM 64→128, T 100, with integer products.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100, Weights = WeightFormat.Int8, IntegerProducts = true, Training = false), Lstm(128), LastStep]
public sealed partial class IntegerLstm64To128;

/// <summary>LSTM 128→256, T 100, with weights of 8 bits.</summary>
[RnnModel(InputSize = 128, SequenceLength = 100, Weights = WeightFormat.Int8, Training = false), Lstm(256), LastStep]
public sealed partial class Int8Lstm128To256;

/// <summary>LSTM 128→256, T 100, with integer products.</summary>
[RnnModel(InputSize = 128, SequenceLength = 100, Weights = WeightFormat.Int8, IntegerProducts = true, Training = false), Lstm(256), LastStep]
public sealed partial class IntegerLstm128To256;

/// <summary>LSTM 256→512, T 100.</summary>
[RnnModel(InputSize = 256, SequenceLength = 100, Training = false), Lstm(512), LastStep]
public sealed partial class Lstm256To512;

/// <summary>LSTM 256→512, T 100, with weights of 16 bits.</summary>
[RnnModel(InputSize = 256, SequenceLength = 100, Weights = WeightFormat.BFloat16, Training = false), Lstm(512), LastStep]
public sealed partial class RoundedLstm256To512;

/// <summary>LSTM 256→512, T 100, with weights of 8 bits.</summary>
[RnnModel(InputSize = 256, SequenceLength = 100, Weights = WeightFormat.Int8, Training = false), Lstm(512), LastStep]
public sealed partial class Int8Lstm256To512;

/// <summary>LSTM 256→512, T 100, with integer products.</summary>
[RnnModel(InputSize = 256, SequenceLength = 100, Weights = WeightFormat.Int8, IntegerProducts = true, Training = false), Lstm(512), LastStep]
public sealed partial class IntegerLstm256To512;
