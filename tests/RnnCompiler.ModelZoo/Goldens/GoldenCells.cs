namespace RnnCompiler.ModelZoo;

/// <summary>peephole_lstm.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Recurrent(typeof(PeepholeLstm), 18)]
public sealed partial class GoldenPeepholeLstm;

/// <summary>coupled_gate_lstm.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Recurrent(typeof(CoupledGateLstm), 5)]
public sealed partial class GoldenCoupledGateLstm;

/// <summary>projected_lstm.</summary>
[RnnModel(InputSize = 4, SequenceLength = 6)]
[Recurrent(typeof(ProjectedLstm), 7, Dimensions = ["projection=3"])]
public sealed partial class GoldenProjectedLstm;

/// <summary>projected_lstm_l2_bi.</summary>
[RnnModel(InputSize = 4, SequenceLength = 6)]
[Recurrent(typeof(ProjectedLstm), 6, Layers = 2, Bidirectional = true, Dimensions = ["projection=4"])]
public sealed partial class GoldenProjectedLstmBi;

/// <summary>layer_norm_lstm.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6)]
[Recurrent(typeof(LayerNormLstm), 18)]
public sealed partial class GoldenLayerNormLstm;

/// <summary>layer_norm_gru.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6)]
[Recurrent(typeof(LayerNormGru), 5)]
public sealed partial class GoldenLayerNormGru;
