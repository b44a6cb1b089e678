namespace RnnCompiler.Benchmarks.Models;

/// <summary>LSTM 1→8, T 1000; the output is the last state.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(8), LastStep]
public sealed partial class Lstm1To8;

/// <summary>LSTM 1→16, T 1000.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(16), LastStep]
public sealed partial class Lstm1To16;

/// <summary>LSTM 1→32, T 1000.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(32), LastStep]
public sealed partial class Lstm1To32;

/// <summary>LSTM 1→64, T 1000.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(64), LastStep]
public sealed partial class Lstm1To64;

/// <summary>LSTM 32→64, T 100.</summary>
[RnnModel(InputSize = 32, SequenceLength = 100), Lstm(64), LastStep]
public sealed partial class Lstm32To64;

/// <summary>LSTM 64→128, T 100.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Lstm(128), LastStep]
public sealed partial class Lstm64To128;

/// <summary>LSTM 128→256, T 100.</summary>
[RnnModel(InputSize = 128, SequenceLength = 100), Lstm(256), LastStep]
public sealed partial class Lstm128To256;

/// <summary>GRU 1→16, T 1000.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Gru(16), LastStep]
public sealed partial class Gru1To16;

/// <summary>GRU 64→128, T 100.</summary>
[RnnModel(InputSize = 64, SequenceLength = 100), Gru(128), LastStep]
public sealed partial class Gru64To128;

/// <summary>LSTM 1→16, T 100: what RnnCompiler.StartUp starts with.</summary>
[RnnModel(InputSize = 1, SequenceLength = 100), Lstm(16), LastStep]
public sealed partial class Lstm1To16Short;

/// <summary>LSTM 8→32 for many streams.</summary>
[RnnModel(InputSize = 8, SequenceLength = 50), Lstm(32), LastStep]
public sealed partial class StreamLstm8To32;
