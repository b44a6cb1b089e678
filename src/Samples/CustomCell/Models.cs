using CustomCell.Data;
using RnnCompiler;

namespace CustomCell;

/// <summary>The cell that this sample defines.</summary>
[RnnModel(InputSize = AddingProblem.Features, SequenceLength = AddingProblem.Steps)]
[Recurrent(typeof(Ledger), 32)]
[LastStep]
[Dense(1)]
public sealed partial class LedgerModel;

/// <summary>Long short-term memory, which was invented for problems like this one.</summary>
[RnnModel(InputSize = AddingProblem.Features, SequenceLength = AddingProblem.Steps)]
[Lstm(32)]
[LastStep]
[Dense(1)]
public sealed partial class LstmModel;

/// <summary>A vanilla network, through which gradients vanish.</summary>
[RnnModel(InputSize = AddingProblem.Features, SequenceLength = AddingProblem.Steps)]
[Rnn(32)]
[LastStep]
[Dense(1)]
public sealed partial class VanillaModel;
