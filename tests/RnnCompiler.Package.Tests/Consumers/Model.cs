using RnnCompiler;

namespace Models;

/// <summary>Predicts the next value of a series.</summary>
[RnnModel(InputSize = 1, SequenceLength = 12)]
[Gru(8)]
[LastStep]
[Dense(1)]
public sealed partial class Series;
