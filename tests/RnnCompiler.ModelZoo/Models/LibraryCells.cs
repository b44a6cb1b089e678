namespace RnnCompiler.ModelZoo;

// Models over the library's cells that have no golden vectors; Goldens/GoldenCells.cs has the others.

[RnnModel(InputSize = 5, SequenceLength = 7)]
[Recurrent(typeof(IndRnn), 20)]
[Dense(3)]
public sealed partial class IndRnnEachStep;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Recurrent(typeof(IndRnnRelu), 9)]
[LastStep]
[Dense(2)]
public sealed partial class IndRnnReluLast;

[RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy)]
[Embedding(9, 5)]
[Recurrent(typeof(MinimalGatedUnit), 18)]
[LastStep]
[Dense(4)]
public sealed partial class MinimalGatedUnitTokens;

[RnnModel(InputSize = 6, SequenceLength = 7, Weights = WeightFormat.BFloat16)]
[Recurrent(typeof(MinGru), 33)]
[LastStep]
[Dense(3)]
public sealed partial class MinGruInBFloat16;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Recurrent(typeof(FastGrnn), 17, Zoneout = 0.2, RecurrentDropout = 0.3)]
[MeanOverTime]
[Dense(2)]
public sealed partial class FastGrnnZoneout;

[RnnModel(InputSize = 10, SequenceLength = 7)]
[Recurrent(typeof(LowRankFastGrnn), 24, Layers = 2, Dimensions = ["wRank=3", "uRank=17"])]
public sealed partial class LowRankFastGrnnStack;
