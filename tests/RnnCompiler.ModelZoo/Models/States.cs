namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Gru(9, Bidirectional = true)]
[BothEnds]
[Dense(2)]
public sealed partial class BothEndsGru;

[RnnModel(InputSize = 5, SequenceLength = 6, Loss = Loss.CrossEntropy)]
[Dense(4, Activation = Activation.Tanh)]
[Lstm(18, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.25)]
[Dropout(0.3)]
[BothEnds]
[Dense(3)]
public sealed partial class BothEndsStack;

[RnnModel(InputSize = 4, SequenceLength = 6)]
[Recurrent(typeof(ProjectedLstm), 6, Bidirectional = true, Dimensions = ["projection=4"], LearnInitialState = true)]
[BothEnds]
public sealed partial class BothEndsOfOutputs;

[RnnModel(InputSize = 3, SequenceLength = 8)]
[Lstm(17, Layers = 2, LearnInitialState = true, Dropout = 0.4, Zoneout = 0.2)]
[Gru(5, LearnInitialState = true)]
[MeanOverTime]
[Dense(2)]
public sealed partial class LearnedStates;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Rnn(4, LearnInitialState = true, Bidirectional = true)]
[LastStep]
public sealed partial class LearnedBoth;
