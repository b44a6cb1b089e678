namespace RnnCompiler.ModelZoo;

// Custom cells beside the built-in ones.

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Lstm(19, Layers = 2, Bidirectional = true)]
[LastStep]
[Dense(2)]
public sealed partial class BuiltInLstm;

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Recurrent(typeof(CustomLstm), 19, Layers = 2, Bidirectional = true)]
[LastStep]
[Dense(2)]
public sealed partial class CustomLstmModel;

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Gru(35)]
[Dense(2)]
public sealed partial class BuiltInGru;

[RnnModel(InputSize = 5, SequenceLength = 9)]
[Recurrent(typeof(CustomGru), 35)]
[Dense(2)]
public sealed partial class CustomGruModel;
