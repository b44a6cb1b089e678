using RnnCompiler;

/// <summary>An audio effect: one sample in, one sample out, with a memory of 12 units.</summary>
[RnnModel(InputSize = 1, SequenceLength = 256)]
[Lstm(12)]
[Dense(1)]
public sealed partial class Amplifier;
