namespace RnnCompiler.Integration.Tests.Reber;

/// <summary>Predicts the symbol that follows each symbol of a string of the embedded Reber grammar.</summary>
[RnnModel(InputSize = 7, SequenceLength = 64, Loss = Loss.CrossEntropy)]
[Lstm(8)]
[Dense(7, Activation = Activation.Softmax)]
internal sealed partial class ReberModel;
