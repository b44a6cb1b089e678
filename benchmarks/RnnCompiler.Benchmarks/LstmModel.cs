namespace RnnCompiler.Benchmarks;

/// <summary>LSTM 32→64 over 100 steps, one output at the end.</summary>
[RnnModel(InputSize = 32, SequenceLength = 100)]
[Lstm(64)]
[LastStep]
[Dense(1)]
public sealed partial class LstmModel;
