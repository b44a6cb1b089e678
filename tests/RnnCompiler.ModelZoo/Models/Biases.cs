namespace RnnCompiler.ModelZoo;

[RnnModel(InputSize = 3, SequenceLength = 7)]
[Lstm(12, UseBias = false)]
[Rnn(5, UseBias = false)]
[Dense(2)]
public sealed partial class WithoutBiases;

[RnnModel(InputSize = 5, SequenceLength = 7)]
[Gru(9, Layers = 2, Bidirectional = true, UseBias = false)]
[LastStep]
[Dense(2, UseBias = false)]
public sealed partial class BiGruWithoutBiases;
