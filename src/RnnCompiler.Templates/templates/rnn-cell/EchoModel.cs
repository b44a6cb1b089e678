using RnnCompiler;

/// <summary>Repeats its input, three steps later.</summary>
[RnnModel(InputSize = 1, SequenceLength = 40)]
[Recurrent(typeof(Leaky), 24)]
[Dense(1)]
public sealed partial class EchoModel;
