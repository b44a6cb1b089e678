namespace RnnCompiler.ModelZoo;

/// <summary>rnn_tanh_i2_h16_l1_t12_b4_o4_ce_last.</summary>
[RnnModel(InputSize = 2, SequenceLength = 12, Loss = Loss.CrossEntropy)]
[Rnn(16, Name = "recurrent")]
[LastStep]
[Dense(4, Name = "head")]
public sealed partial class GoldenRnnTanhLast;

/// <summary>rnn_tanh_i3_h5_l1_t7_b2_o2_mse_all.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Rnn(5, Name = "recurrent")]
[Dense(2, Name = "head")]
public sealed partial class GoldenRnnTanhAll;

/// <summary>rnn_tanh_i4_h6_l2_bi_t5_b3_o3_mse_all.</summary>
[RnnModel(InputSize = 4, SequenceLength = 5)]
[Rnn(6, Layers = 2, Bidirectional = true, Name = "recurrent")]
[Dense(3, Name = "head")]
public sealed partial class GoldenRnnTanhBi;

/// <summary>rnn_relu_i2_h16_l1_t12_b4_o4_ce_last.</summary>
[RnnModel(InputSize = 2, SequenceLength = 12, Loss = Loss.CrossEntropy)]
[Rnn(16, Activation = Activation.Relu, Name = "recurrent")]
[LastStep]
[Dense(4, Name = "head")]
public sealed partial class GoldenRnnReluLast;

/// <summary>rnn_relu_i3_h5_l1_t7_b2_o2_mse_all.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Rnn(5, Activation = Activation.Relu, Name = "recurrent")]
[Dense(2, Name = "head")]
public sealed partial class GoldenRnnReluAll;

/// <summary>rnn_relu_i4_h6_l2_bi_t5_b3_o3_mse_all.</summary>
[RnnModel(InputSize = 4, SequenceLength = 5)]
[Rnn(6, Activation = Activation.Relu, Layers = 2, Bidirectional = true, Name = "recurrent")]
[Dense(3, Name = "head")]
public sealed partial class GoldenRnnReluBi;

/// <summary>lstm_i2_h16_l1_t12_b4_o4_ce_last.</summary>
[RnnModel(InputSize = 2, SequenceLength = 12, Loss = Loss.CrossEntropy)]
[Lstm(16, Name = "recurrent")]
[LastStep]
[Dense(4, Name = "head")]
public sealed partial class GoldenLstmLast;

/// <summary>lstm_i3_h5_l1_t7_b2_o2_mse_all.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Lstm(5, Name = "recurrent")]
[Dense(2, Name = "head")]
public sealed partial class GoldenLstmAll;

/// <summary>lstm_i4_h6_l2_bi_t5_b3_o3_mse_all.</summary>
[RnnModel(InputSize = 4, SequenceLength = 5)]
[Lstm(6, Layers = 2, Bidirectional = true, Name = "recurrent")]
[Dense(3, Name = "head")]
public sealed partial class GoldenLstmBi;

/// <summary>gru_i2_h16_l1_t12_b4_o4_ce_last.</summary>
[RnnModel(InputSize = 2, SequenceLength = 12, Loss = Loss.CrossEntropy)]
[Gru(16, Name = "recurrent")]
[LastStep]
[Dense(4, Name = "head")]
public sealed partial class GoldenGruLast;

/// <summary>gru_i3_h5_l1_t7_b2_o2_mse_all.</summary>
[RnnModel(InputSize = 3, SequenceLength = 7)]
[Gru(5, Name = "recurrent")]
[Dense(2, Name = "head")]
public sealed partial class GoldenGruAll;

/// <summary>gru_i4_h6_l2_bi_t5_b3_o3_mse_all.</summary>
[RnnModel(InputSize = 4, SequenceLength = 5)]
[Gru(6, Layers = 2, Bidirectional = true, Name = "recurrent")]
[Dense(3, Name = "head")]
public sealed partial class GoldenGruBi;

/// <summary>rnn_tanh_i3_h8_l2_t6_b2_o1_mse_last_init.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6)]
[Rnn(8, Layers = 2, Name = "recurrent")]
[LastStep]
[Dense(1, Name = "head")]
public sealed partial class GoldenRnnTanhInit;

/// <summary>rnn_relu_i3_h8_l2_t6_b2_o1_mse_last_init.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6)]
[Rnn(8, Activation = Activation.Relu, Layers = 2, Name = "recurrent")]
[LastStep]
[Dense(1, Name = "head")]
public sealed partial class GoldenRnnReluInit;

/// <summary>lstm_i3_h8_l2_t6_b2_o1_mse_last_init.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6)]
[Lstm(8, Layers = 2, Name = "recurrent")]
[LastStep]
[Dense(1, Name = "head")]
public sealed partial class GoldenLstmInit;

/// <summary>gru_i3_h8_l2_t6_b2_o1_mse_last_init.</summary>
[RnnModel(InputSize = 3, SequenceLength = 6)]
[Gru(8, Layers = 2, Name = "recurrent")]
[LastStep]
[Dense(1, Name = "head")]
public sealed partial class GoldenGruInit;
