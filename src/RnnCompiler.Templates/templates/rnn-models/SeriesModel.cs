using RnnCompiler;

namespace ModelsNamespace;

/// <summary>Predicts the value that follows 20 values of a series.</summary>
[RnnModel(InputSize = 1, SequenceLength = 20)]
[Gru(16)]
[LastStep]
[Dense(1)]
public sealed partial class SeriesModel;
