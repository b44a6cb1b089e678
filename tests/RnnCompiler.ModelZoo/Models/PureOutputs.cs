namespace RnnCompiler.ModelZoo;

// Custom cells whose output is no state.

[RnnModel(InputSize = 3, SequenceLength = 9)]
[Recurrent(typeof(Sru), 5)]
[LastStep]
[Dense(1)]
public sealed partial class SruLast;

[RnnModel(InputSize = 6, SequenceLength = 7)]
[Recurrent(typeof(Sru), 20, Layers = 2)]
[Dense(3)]
public sealed partial class SruStack;

[RnnModel(InputSize = 4, SequenceLength = 7)]
[Recurrent(typeof(Sru), 17, Bidirectional = true, Zoneout = 0.2)]
[LastStep]
public sealed partial class SruBoth;

[RnnModel(InputSize = 4, SequenceLength = 6)]
[Recurrent(typeof(Readout), 18, RecurrentDropout = 0.3, Zoneout = 0.1)]
public sealed partial class ReadoutEachStep;
